import { and, desc, eq, gte, inArray, isNull, ne } from "drizzle-orm";
import { channels, channelTroubles } from "@/db/schema";
import {
  type Ctx,
  emit,
  inWorkspace,
  newId,
  openSystemContext,
  runLater,
  type Transaction,
} from "@/server/kernel";
import type { TroubleCode } from "../rules";
import { forgetSendingChannel } from "../sending-channel";
import type { ChannelPlace } from "./counters";

export const tellTroubleJob = "channels/tell-trouble";

export type TroubleRow = typeof channelTroubles.$inferSelect;

const detailLength = 300;

/**
 * Something keeps a bot from working: noted once, however often it is found, and told by a later job. A bot has one
 * trouble at a time; another one takes its place.
 *
 * @returns whether it is news
 */
export async function openTrouble(
  ctx: Ctx,
  channelId: string,
  found: { code: TroubleCode; detail?: string | null },
): Promise<boolean> {
  const isNews = await inWorkspace(ctx, async (tx) => {
    const row = await lockChannel(tx, ctx, channelId);
    if (!row || row.state === "deleted") return false;
    const open = await findOpenTrouble(tx, ctx, channelId);
    if (open?.code === found.code) return false;
    const now = ctx.clock.now();
    if (open) {
      await tx
        .update(channelTroubles)
        .set({ endedAt: now, endedBy: "other" })
        .where(and(eq(channelTroubles.workspaceId, ctx.workspace.id), eq(channelTroubles.id, open.id)));
    }
    const id = newId();
    await tx.insert(channelTroubles).values({
      workspaceId: ctx.workspace.id,
      id,
      channelId,
      code: found.code,
      detail: found.detail?.slice(0, detailLength) ?? null,
      beganAt: now,
    });
    await tx
      .update(channels)
      .set({
        lastError: found.code,
        lastErrorAt: now,
        // A paused one stays so: whoever mends it has not said that it may send again.
        ...(found.code === "token_rejected" && row.state === "active" && { state: "broken" as const }),
      })
      .where(and(eq(channels.workspaceId, ctx.workspace.id), eq(channels.id, channelId)));
    await emit(tx, ctx, "channel/changed", { aggregateId: channelId });
    await runLater(tx, { workspaceId: ctx.workspace.id, kind: tellTroubleJob, subject: id, dueAt: now });
    return true;
  });
  if (isNews) forgetSendingChannel(channelId);
  return isNews;
}

/**
 * What kept a bot from working is over. Those who were told of it are told this too.
 *
 * @param codes only one of these; any of them without
 * @returns whether there was one
 */
export async function endTrouble(
  ctx: Ctx,
  channelId: string,
  by: "itself" | "member",
  codes?: readonly TroubleCode[],
): Promise<boolean> {
  const hasEnded = await inWorkspace(ctx, async (tx) => {
    const now = ctx.clock.now();
    const [ended] = await tx
      .update(channelTroubles)
      .set({ endedAt: now, endedBy: by })
      .where(
        and(
          eq(channelTroubles.workspaceId, ctx.workspace.id),
          eq(channelTroubles.channelId, channelId),
          isNull(channelTroubles.endedAt),
          ...(codes ? [inArray(channelTroubles.code, [...codes])] : []),
        ),
      )
      .returning();
    if (!ended) return false;
    await tx
      .update(channels)
      .set({ lastError: null, lastErrorAt: null })
      .where(and(eq(channels.workspaceId, ctx.workspace.id), eq(channels.id, channelId)));
    await emit(tx, ctx, "channel/changed", { aggregateId: channelId });
    if (ended.toldAt) {
      const job = { workspaceId: ctx.workspace.id, kind: tellTroubleJob, subject: ended.id, dueAt: now };
      await runLater(tx, job);
    }
    return true;
  });
  if (hasEnded) forgetSendingChannel(channelId);
  return hasEnded;
}

/** Something that was set right before anybody had to know: it stands in the history, and is not told. */
export async function noteSelfMended(ctx: Ctx, channelId: string, code: TroubleCode): Promise<void> {
  const now = ctx.clock.now();
  await inWorkspace(ctx, async (tx) => {
    await tx.insert(channelTroubles).values({
      workspaceId: ctx.workspace.id,
      id: newId(),
      channelId,
      code,
      beganAt: now,
      endedAt: now,
      endedBy: "itself",
    });
    await emit(tx, ctx, "channel/changed", { aggregateId: channelId });
  });
}

/** How often this has been set right by itself since. */
export async function countSelfMended(
  ctx: Ctx,
  channelId: string,
  code: TroubleCode,
  since: Date,
): Promise<number> {
  const rows = await inWorkspace(ctx, (tx) =>
    tx
      .select({ id: channelTroubles.id })
      .from(channelTroubles)
      .where(
        and(
          eq(channelTroubles.workspaceId, ctx.workspace.id),
          eq(channelTroubles.channelId, channelId),
          eq(channelTroubles.code, code),
          eq(channelTroubles.endedBy, "itself"),
          gte(channelTroubles.beganAt, since),
        ),
      ),
  );
  return rows.length;
}

export async function findOpenTrouble(
  tx: Transaction,
  ctx: Ctx,
  channelId: string,
): Promise<TroubleRow | null> {
  const [row] = await tx
    .select()
    .from(channelTroubles)
    .where(
      and(
        eq(channelTroubles.workspaceId, ctx.workspace.id),
        eq(channelTroubles.channelId, channelId),
        isNull(channelTroubles.endedAt),
      ),
    );
  return row ?? null;
}

/** The newest first. */
export function listTroubles(tx: Transaction, ctx: Ctx, channelId: string, limit: number) {
  return tx
    .select()
    .from(channelTroubles)
    .where(and(eq(channelTroubles.workspaceId, ctx.workspace.id), eq(channelTroubles.channelId, channelId)))
    .orderBy(desc(channelTroubles.beganAt))
    .limit(limit);
}

async function lockChannel(tx: Transaction, ctx: Ctx, channelId: string) {
  const [row] = await tx
    .select({ state: channels.state })
    .from(channels)
    .where(
      and(
        eq(channels.workspaceId, ctx.workspace.id),
        eq(channels.id, channelId),
        ne(channels.state, "deleted"),
      ),
    )
    .for("update");
  return row ?? null;
}

const actor = { kind: "system", name: "channels" } as const;

/** A send was refused because the token is none any more: the owner hears of it now, not at the next look. */
export async function reportRefusedToken(place: ChannelPlace): Promise<void> {
  await openTrouble(await openSystemContext(place.workspaceId, actor), place.channelId, {
    code: "token_rejected",
  });
}
