import { and, eq, sql } from "drizzle-orm";
import { channels, groups } from "@/db/schema";
import { isObject } from "@/lib/json-fields";
import { BotApiRefusal, BotApiUnreachable, callBotApi, findSendingChannel } from "@/server/channels";
import { type Ctx, emit, inWorkspace, newId, type Transaction } from "@/server/kernel";
import { readBotMember } from "./convert-group-update";
import type { GroupRow } from "./internal";
import { isInside } from "./rules";
import { type GroupChange, groupKinds } from "./schemas";

const timeoutMs = 8_000;

/** Why a look at a group told nothing. */
export type LookFailure = "channel_disconnected" | "chat_not_found" | "provider_unavailable";

/**
 * Asks the platform what the bot is in a group now, how it is called and how many are in it, and keeps it as if an
 * update had told: what was lost while nobody listened is seen.
 *
 * @returns why it could not be told, or null
 */
export async function lookAtGroup(ctx: Ctx, group: GroupRow): Promise<LookFailure | null> {
  const channel = await findSendingChannel(ctx.workspace.id, group.channelId);
  if (!channel?.target) return keepFailure(ctx, group.id, "channel_disconnected");
  const { target } = channel;
  const botId = Number(await findBotId(ctx, group.channelId));
  const options = { timeoutMs };
  const chat_id = group.chatId;
  try {
    const member = await callBotApi(target, "getChatMember", { chat_id, user_id: botId }, options);
    const bot = readBotMember(member);
    const chat =
      bot && isInside(bot.status) ? await callBotApi(target, "getChat", { chat_id }, options) : null;
    const count = chat ? await callBotApi(target, "getChatMemberCount", { chat_id }, options) : null;
    await keep(ctx, group, { bot, ...(chat ? readChat(chat) : {}) }, count);
    return null;
  } catch (error) {
    if (error instanceof BotApiRefusal && error.migrateToChatId) {
      await keep(ctx, group, { migrateTo: error.migrateToChatId }, null);
      return null;
    }
    // "bot was kicked from the group chat", "bot is not a member of the channel chat", "the group chat was deleted"
    if (error instanceof BotApiRefusal && error.status === 403) {
      await keep(ctx, group, { bot: { status: "kicked", rights: [] } }, null);
      return null;
    }
    if (error instanceof BotApiRefusal) return keepFailure(ctx, group.id, "chat_not_found");
    if (error instanceof BotApiUnreachable) return keepFailure(ctx, group.id, "provider_unavailable");
    throw error;
  }
}

function readChat(chat: unknown): Partial<GroupChange> {
  if (!isObject(chat)) return {};
  const kind = groupKinds.find((candidate) => candidate === chat.type);
  return {
    ...(kind ? { kind } : {}),
    ...(typeof chat.title === "string" ? { title: chat.title } : {}),
    username: typeof chat.username === "string" ? chat.username : null,
  };
}

async function keep(ctx: Ctx, group: GroupRow, seen: Partial<GroupChange>, memberCount: number | null) {
  const now = ctx.clock.now();
  const change: GroupChange = {
    kind: group.kind,
    title: group.title,
    username: group.username,
    at: now.toISOString(),
    actor: null,
    bot: null,
    isFirstLook: group.checkedAt === null,
    people: [],
    isPhotoChanged: false,
    migrateTo: null,
    migrateFrom: null,
    message: null,
    ...seen,
  };
  await inWorkspace(ctx, async (tx) => {
    await tx.execute(sql`select ingest_group_change(${ctx.workspace.id}::uuid, ${group.channelId}::uuid,
      ${group.chatId}, ${JSON.stringify(change)}::text::jsonb, ${newId()}::uuid, ${now.toISOString()}::timestamptz)`);
    await note(tx, ctx, group.id, { checkError: null, ...(memberCount === null ? {} : { memberCount }) });
  });
}

async function keepFailure(ctx: Ctx, groupId: string, failure: LookFailure): Promise<LookFailure> {
  await inWorkspace(ctx, (tx) => note(tx, ctx, groupId, { checkError: failure }));
  return failure;
}

async function note(
  tx: Transaction,
  ctx: Ctx,
  groupId: string,
  seen: { checkError: LookFailure | null; memberCount?: number },
): Promise<void> {
  const [row] = await tx
    .update(groups)
    .set({ ...seen, checkedAt: ctx.clock.now(), version: sql`${groups.version} + 1` })
    .where(and(eq(groups.workspaceId, ctx.workspace.id), eq(groups.id, groupId)))
    .returning({ version: groups.version });
  if (row) await emit(tx, ctx, "group/changed", { aggregateId: groupId, version: row.version });
}

async function findBotId(ctx: Ctx, channelId: string): Promise<string> {
  const [row] = await inWorkspace(ctx, (tx) =>
    tx
      .select({ botId: channels.providerAccountId })
      .from(channels)
      .where(and(eq(channels.workspaceId, ctx.workspace.id), eq(channels.id, channelId))),
  );
  return row!.botId;
}
