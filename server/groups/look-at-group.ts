import { and, eq, sql } from "drizzle-orm";
import { channels, groups } from "@/db/schema";
import { isObject } from "@/lib/json-fields";
import {
  BotApiRefusal,
  type BotApiTarget,
  BotApiUnreachable,
  callBotApi,
  findSendingChannel,
} from "@/server/channels";
import { type Ctx, emit, inWorkspace, newId, type Transaction } from "@/server/kernel";
import { readBotMember } from "./convert-group-update";
import type { GroupRow } from "./internal";
import { isInside } from "./rules";
import { type GroupChange, groupKinds } from "./schemas";

const timeoutMs = 8_000;
/** How often a look is begun anew because an update came in its midst; what such an update tells is as new as a look. */
const looksAtMost = 3;

/** Why a look at a group told nothing. */
export type LookFailure = "channel_disconnected" | "chat_not_found" | "provider_unavailable";

/**
 * Asks the platform what the bot is in a group now, how it is called and how many are in it, and keeps it as if an
 * update had told: what was lost while nobody listened is seen. What an update told meanwhile is never taken back by an
 * older answer: then it is asked again.
 *
 * @returns why it could not be told, or null
 */
export async function lookAtGroup(ctx: Ctx, group: GroupRow): Promise<LookFailure | null> {
  const channel = await findSendingChannel(ctx.workspace.id, group.channelId);
  if (!channel?.target) return keepFailure(ctx, group.id, "channel_disconnected");
  const botId = Number(await findBotId(ctx, group.channelId));
  let known: GroupRow | null = group;
  for (let look = 1; known && look <= looksAtMost; look++) {
    const seen = await ask(channel.target, botId, known);
    if (typeof seen === "string") return keepFailure(ctx, group.id, seen);
    known = await keep(ctx, known, seen);
  }
  return null;
}

/** What the platform says of a group; the member count is null where it has none for the bot. */
type Seen = { change: Partial<GroupChange>; memberCount: number | null };

async function ask(
  target: BotApiTarget,
  botId: number,
  { chatId: chat_id }: GroupRow,
): Promise<Seen | LookFailure> {
  const options = { timeoutMs };
  try {
    const member = await callBotApi(target, "getChatMember", { chat_id, user_id: botId }, options);
    const bot = readBotMember(member);
    if (!bot || !isInside(bot.status)) return { change: { bot }, memberCount: null };
    const chat = await callBotApi(target, "getChat", { chat_id }, options);
    const count = await callBotApi(target, "getChatMemberCount", { chat_id }, options);
    return { change: { bot, ...readChat(chat) }, memberCount: count };
  } catch (error) {
    if (error instanceof BotApiRefusal && error.migrateToChatId) {
      return { change: { migrateTo: error.migrateToChatId }, memberCount: null };
    }
    // "bot was kicked from the group chat", "bot is not a member of the channel chat", "the group chat was deleted"
    if (error instanceof BotApiRefusal && error.status === 403) {
      return { change: { bot: { status: "kicked", rights: [] } }, memberCount: null };
    }
    if (error instanceof BotApiRefusal) return "chat_not_found";
    if (error instanceof BotApiUnreachable) return "provider_unavailable";
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

/** @returns the group as it is by now when it has changed since it was asked about and nothing was kept, or null */
async function keep(
  ctx: Ctx,
  group: GroupRow,
  { change: seen, memberCount }: Seen,
): Promise<GroupRow | null> {
  const now = ctx.clock.now();
  const change: GroupChange = {
    kind: group.kind,
    title: group.title,
    username: group.username,
    at: now.toISOString(),
    actor: null,
    bot: null,
    // Of a group that was only heard of: what an update told of the bot is known, and what differs from it is news.
    isFirstLook: group.checkedAt === null && group.rights.length === 0,
    people: [],
    isPhotoChanged: false,
    migrateTo: null,
    migrateFrom: null,
    message: null,
    ...seen,
  };
  return inWorkspace(ctx, async (tx) => {
    const [row] = await tx
      .select()
      .from(groups)
      .where(and(eq(groups.workspaceId, ctx.workspace.id), eq(groups.id, group.id)))
      .for("update");
    if (!row) return null;
    if (row.version !== group.version) return row;
    await tx.execute(sql`select ingest_group_change(${ctx.workspace.id}::uuid, ${group.channelId}::uuid,
      ${group.chatId}, ${JSON.stringify(change)}::text::jsonb, ${newId()}::uuid, ${now.toISOString()}::timestamptz)`);
    await note(tx, ctx, group.id, { checkError: null, ...(memberCount === null ? {} : { memberCount }) });
    return null;
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
