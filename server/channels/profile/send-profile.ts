import { and, eq } from "drizzle-orm";
import { channelProfileChanges, channels } from "@/db/schema";
import {
  type Ctx,
  emit,
  getRuntime,
  inWorkspace,
  type LaterHandler,
  openSystemContext,
  runLater,
} from "@/server/kernel";
import { type ChannelRow, targetOf } from "../internal";
import { BotApiRefusal, type BotApiTarget, callBotApi, callBotApiWithFiles } from "../telegram/bot-api";

export const sendProfileJob = "channels/profile";

export type ChangeRow = typeof channelProfileChanges.$inferSelect;

/** After silence; a refusal with a pause names its own. */
const retryMs = 60_000;

/**
 * Sends what waits of a bot's profile. What the platform puts off for a while waits as long as it says, and with it
 * everything of the same kind; what it refuses is kept with its reason; the rest is over.
 */
export async function sendProfile(ctx: Ctx, row: ChannelRow): Promise<void> {
  const target = targetOf(row);
  const waiting = await listWaiting(ctx, row.id);
  for (const changes of Map.groupBy(waiting, ({ field }) => field).values()) {
    await sendInTurn(ctx, row, target, changes);
  }
  const left = await listWaiting(ctx, row.id);
  const due = left.flatMap(({ retryAt }) => (retryAt ? [retryAt.getTime()] : []));
  await inWorkspace(ctx, async (tx) => {
    if (due.length > 0) {
      const dueAt = new Date(Math.min(...due));
      await runLater(tx, { workspaceId: row.workspaceId, kind: sendProfileJob, subject: row.id, dueAt });
    }
    await emit(tx, ctx, "channel/changed", { aggregateId: row.id });
  });
}

async function sendInTurn(
  ctx: Ctx,
  row: ChannelRow,
  target: BotApiTarget,
  changes: ChangeRow[],
): Promise<void> {
  const now = ctx.clock.now();
  for (const [index, change] of changes.entries()) {
    if (change.retryAt && change.retryAt > now) return;
    try {
      await sendChange(target, change);
      await settle(ctx, row, change);
    } catch (error) {
      if (error instanceof BotApiRefusal && error.status < 500 && error.status !== 429) {
        await mark(ctx, change, { state: "refused", retryAt: null, error: error.description });
        continue;
      }
      const pauseMs =
        error instanceof BotApiRefusal && error.retryAfterS ? error.retryAfterS * 1_000 : retryMs;
      const retryAt = new Date(now.getTime() + pauseMs);
      for (const rest of changes.slice(index)) await mark(ctx, rest, { retryAt });
      getRuntime().logger.info(
        { workspaceId: row.workspaceId, channelId: row.id, field: change.field, pauseMs },
        "a bot's profile waits",
      );
      return;
    }
  }
}

async function sendChange(target: BotApiTarget, change: ChangeRow): Promise<void> {
  const language = change.language === "default" ? {} : { language_code: change.language as "tr" };
  switch (change.field) {
    case "name":
      await callBotApi(target, "setMyName", { name: String(change.value), ...language });
      return;
    case "description":
      await callBotApi(target, "setMyDescription", { description: String(change.value), ...language });
      return;
    case "short_description":
      await callBotApi(target, "setMyShortDescription", {
        short_description: String(change.value),
        ...language,
      });
      return;
    case "commands": {
      const commands = change.value as { command: string; description: string }[];
      if (commands.length === 0) await callBotApi(target, "deleteMyCommands", language);
      else await callBotApi(target, "setMyCommands", { commands, ...language });
      return;
    }
    case "photo":
      return sendPhoto(target, change.value as string | null);
  }
}

async function sendPhoto(target: BotApiTarget, base64: string | null): Promise<void> {
  if (base64 === null) {
    await callBotApi(target, "removeMyProfilePhoto", undefined);
    return;
  }
  const bytes = Buffer.from(base64, "base64");
  const file = {
    ...{ field: "picture", name: "picture.jpg", contentType: "image/jpeg", sizeBytes: bytes.byteLength },
    async *open() {
      yield bytes;
    },
  };
  const photo = { type: "static" as const, photo: "attach://picture" as never };
  await callBotApiWithFiles(target, "setMyProfilePhoto", { photo }, [file]);
}

async function settle(ctx: Ctx, row: ChannelRow, change: ChangeRow): Promise<void> {
  await inWorkspace(ctx, async (tx) => {
    if (change.field === "photo") {
      await tx
        .update(channelProfileChanges)
        .set({ state: "sent", retryAt: null, error: null })
        .where(isChange(change));
    } else await tx.delete(channelProfileChanges).where(isChange(change));
    if (change.field !== "name" || change.language !== "default" || change.value === "") return;
    await tx
      .update(channels)
      .set({ displayName: String(change.value) })
      .where(and(eq(channels.workspaceId, row.workspaceId), eq(channels.id, row.id)));
  });
}

function mark(ctx: Ctx, change: ChangeRow, to: Partial<ChangeRow>): Promise<unknown> {
  return inWorkspace(ctx, (tx) => tx.update(channelProfileChanges).set(to).where(isChange(change)));
}

/** This very change: one that was made meanwhile stands in its place and is sent by itself. */
const isChange = ({ workspaceId, channelId, field, language, updatedAt }: ChangeRow) =>
  and(
    eq(channelProfileChanges.workspaceId, workspaceId),
    eq(channelProfileChanges.channelId, channelId),
    eq(channelProfileChanges.field, field),
    eq(channelProfileChanges.language, language),
    eq(channelProfileChanges.updatedAt, updatedAt),
  );

function listWaiting(ctx: Ctx, channelId: string): Promise<ChangeRow[]> {
  return inWorkspace(ctx, (tx) =>
    tx
      .select()
      .from(channelProfileChanges)
      .where(
        and(
          eq(channelProfileChanges.workspaceId, ctx.workspace.id),
          eq(channelProfileChanges.channelId, channelId),
          eq(channelProfileChanges.state, "waiting"),
        ),
      )
      .orderBy(channelProfileChanges.language),
  );
}

/** The later job `channels/profile`: what the platform put off is sent when it may be. */
export const sendProfileLater: LaterHandler = async ({ workspaceId, subject: channelId }) => {
  const ctx = await openSystemContext(workspaceId, { kind: "system", name: "profiles" });
  const [row] = await inWorkspace(ctx, (tx) =>
    tx
      .select()
      .from(channels)
      .where(and(eq(channels.workspaceId, workspaceId), eq(channels.id, channelId))),
  );
  if (!row || row.state === "deleted" || row.state === "broken") return undefined;
  await sendProfile(ctx, row);
  const left = (await listWaiting(ctx, channelId)).flatMap(({ retryAt }) =>
    retryAt ? [retryAt.getTime()] : [],
  );
  return left.length > 0 ? { againAt: new Date(Math.min(...left)) } : undefined;
};
