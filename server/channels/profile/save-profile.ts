import { and, eq, ne } from "drizzle-orm";
import { channelProfileChanges, channels } from "@/db/schema";
import { type Ctx, emit, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { ChannelNotFound, TelegramUnavailable } from "../errors";
import { type ChannelRow, getChannelOrThrow, targetOf } from "../internal";
import type { ProfileLanguage } from "../rules";
import { type BotProfile, ChannelRef, type ProfileChange, SaveProfileInput } from "../schemas";
import { callBotApi } from "../telegram/bot-api";
import { readField, readThere } from "./read-there";
import { sendProfile } from "./send-profile";

/**
 * What a bot says of itself, as the platform has it now, beside what was wanted and waits or was refused.
 *
 * @throws ChannelNotFound no such bot in this workspace
 */
export async function getBotProfile({ ctx, input }: { ctx: Ctx; input: ChannelRef }): Promise<BotProfile> {
  requirePermission(ctx, "channel.list");
  const { channelId } = ChannelRef.parse(input);
  const row = await findChannel(ctx, channelId);
  const [there, hasPhoto, changes] = await Promise.all([
    readThere(targetOf(row)).catch(() => null),
    hasPicture(row).catch(() => false),
    inWorkspace(ctx, (tx) =>
      tx
        .select()
        .from(channelProfileChanges)
        .where(
          and(
            eq(channelProfileChanges.workspaceId, ctx.workspace.id),
            eq(channelProfileChanges.channelId, channelId),
          ),
        ),
    ),
  ]);
  const picture = changes.find(({ field, state }) => field === "photo" && state === "sent");
  return {
    there,
    hasPhoto,
    pending: changes.flatMap(({ field, language, value, state, retryAt, error }) =>
      state === "sent"
        ? []
        : [
            {
              field,
              language: language as ProfileLanguage,
              value: field === "photo" ? null : value,
              state,
              retryAt: retryAt?.toISOString() ?? null,
              error,
            },
          ],
    ),
    photo: typeof picture?.value === "string" ? picture.value : null,
  };
}

/**
 * Changes what a bot says of itself. Each field is compared with what the platform has: only what differs is sent, now
 * or, where the platform asks for a pause (hours, for a name), when that is over.
 *
 * @throws ChannelNotFound     no such bot in this workspace
 * @throws TelegramUnavailable the platform does not say what it has; nothing was changed
 */
export async function saveBotProfile({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: SaveProfileInput;
}): Promise<BotProfile> {
  requirePermission(ctx, "channel.update");
  const { channelId, changes } = SaveProfileInput.parse(input);
  const row = await findChannel(ctx, channelId);
  const news = await differing(row, changes);
  const memberId = ctx.actor.kind === "member" ? ctx.actor.memberId : null;
  const now = ctx.clock.now();
  await inWorkspace(ctx, async (tx) => {
    await getChannelOrThrow(tx, ctx, channelId);
    for (const change of changes) {
      const key = {
        workspaceId: ctx.workspace.id,
        channelId,
        field: change.field,
        language: change.language,
      };
      const mine = and(
        eq(channelProfileChanges.workspaceId, key.workspaceId),
        eq(channelProfileChanges.channelId, channelId),
        eq(channelProfileChanges.field, change.field),
        eq(channelProfileChanges.language, change.language),
      );
      const [before] = await tx.select().from(channelProfileChanges).where(mine);
      // Set back to what stands there: what still waited is not wanted any more.
      if (!news.includes(change)) {
        if (before?.state !== "sent") await tx.delete(channelProfileChanges).where(mine);
        continue;
      }
      const set = { value: change.value, state: "waiting" as const, error: null, memberId, updatedAt: now };
      // A pause that the platform asked for stands, whatever is to be sent.
      await tx
        .insert(channelProfileChanges)
        .values({ ...key, ...set })
        .onConflictDoUpdate({
          target: [
            channelProfileChanges.workspaceId,
            channelProfileChanges.channelId,
            channelProfileChanges.field,
            channelProfileChanges.language,
          ],
          set,
        });
    }
    if (news.length === 0) return;
    await recordAudit(tx, ctx, {
      action: "channel.saveProfile",
      entity: channelId,
      before: {},
      after: Object.fromEntries(
        news.map(({ field, language, value }) => [
          `${field}.${language}`,
          field === "photo" ? "picture" : value,
        ]),
      ),
    });
    await emit(tx, ctx, "channel/changed", { aggregateId: channelId });
  });
  await sendProfile(ctx, row);
  return getBotProfile({ ctx, input: { channelId } });
}

/** Those that the platform does not say already. A picture cannot be compared: it is always news. */
async function differing(row: ChannelRow, changes: readonly ProfileChange[]): Promise<ProfileChange[]> {
  const target = targetOf(row);
  try {
    const found = await Promise.all(
      changes.map(async (change) => {
        if (change.field === "photo") return change.value !== null || (await hasPicture(row)) ? change : null;
        const there = await readField(target, change.field, change.language);
        if (JSON.stringify(there) === JSON.stringify(change.value)) return null;
        // An empty text stands for that of all languages, which is what the platform then tells.
        if (change.value !== "" || change.language === "default") return change;
        const common = await readField(target, change.field, "default");
        return JSON.stringify(there) === JSON.stringify(common) ? null : change;
      }),
    );
    return found.filter((change) => change !== null);
  } catch (error) {
    throw new TelegramUnavailable(error);
  }
}

async function hasPicture(row: ChannelRow): Promise<boolean> {
  const user_id = Number(row.providerAccountId);
  const photos = await callBotApi(targetOf(row), "getUserProfilePhotos", { user_id, limit: 1 });
  return photos.total_count > 0;
}

async function findChannel(ctx: Ctx, channelId: string): Promise<ChannelRow> {
  const [row] = await inWorkspace(ctx, (tx) =>
    tx
      .select()
      .from(channels)
      .where(
        and(
          eq(channels.workspaceId, ctx.workspace.id),
          eq(channels.id, channelId),
          ne(channels.state, "deleted"),
        ),
      ),
  );
  if (!row) throw new ChannelNotFound();
  return row;
}
