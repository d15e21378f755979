import { and, eq, sql } from "drizzle-orm";
import { channels } from "@/db/schema";
import { type Ctx, decrypt, encrypt, getRuntime, type Transaction, toPublicId } from "@/server/kernel";
import { ChannelNotFound } from "./errors";
import { replyModeAt } from "./reply-mode-at";
import { isLocalRoot, resolveApiRoot } from "./rules";
import { type Channel, countLimit } from "./schemas";
import type { BotApiTarget } from "./telegram/bot-api";

export type ChannelRow = typeof channels.$inferSelect;

/** A secret of a bot as stored: bound to the bot and to what it is. */
export const sealSecret = (channelId: string, name: "token" | "secret", plain: string): string =>
  encrypt(getRuntime().env.secret, plain, `channel:${channelId}:${name}`);

export const openSecret = (
  row: Pick<ChannelRow, "id" | "tokenEncrypted" | "secretEncrypted">,
  name: "token" | "secret",
) =>
  decrypt(
    getRuntime().env,
    name === "token" ? row.tokenEncrypted : row.secretEncrypted,
    `channel:${row.id}:${name}`,
  );

/** Where and as whom to call the platform for this bot. */
export const targetOf = (
  row: Pick<ChannelRow, "id" | "apiRoot" | "tokenEncrypted" | "secretEncrypted">,
): BotApiTarget => ({
  apiRoot: resolveApiRoot(row.apiRoot, getRuntime().env.origin),
  token: openSecret(row, "token"),
});

/** The address the platform pushes a bot's updates to. */
export const webhookAddress = (key: string): string =>
  `${getRuntime().env.origin}/api/webhooks/telegram/${key}`;

/** @throws ChannelNotFound also for one that was disconnected */
export async function getChannelOrThrow(tx: Transaction, ctx: Ctx, channelId: string): Promise<ChannelRow> {
  const [row] = await tx
    .select()
    .from(channels)
    .where(and(eq(channels.workspaceId, ctx.workspace.id), eq(channels.id, channelId)))
    .for("update");
  if (!row || row.state === "deleted") throw new ChannelNotFound();
  return row;
}

/** What a list needs beside the row; both by an index, both small. */
export const channelExtras = {
  // The newest receipt by the platform's number, which grows: the key's last entry instead of a walk by time.
  lastUpdateAt: sql<string | null>`(
    select r.received_at from update_receipts r
    where r.workspace_id = ${channels.workspaceId} and r.channel_id = ${channels.id} order by r.update_id desc limit 1)`,
  waitingCount: sql<string>`(
    select count(*) from (select 1 from delivery_queue q
      where q.workspace_id = ${channels.workspaceId} and q.channel_id = ${channels.id} limit ${sql.raw(String(countLimit))}) few)`,
};

export function toChannel(
  ctx: Pick<Ctx, "workspace" | "clock">,
  row: ChannelRow,
  extras: { lastUpdateAt: string | null; waitingCount: string },
): Channel {
  return {
    replyMode: replyModeAt(row.replyPlan, ctx.clock.now(), ctx.workspace.timeZone),
    id: toPublicId("channel", row.id),
    kind: row.kind,
    username: row.username,
    name: row.displayName,
    state: row.state,
    updateMode: row.updateMode,
    isLocal: isLocalRoot(row.apiRoot),
    lastUpdateAt: extras.lastUpdateAt ? new Date(extras.lastUpdateAt).toISOString() : null,
    waitingCount: Number(extras.waitingCount),
    lastError:
      row.lastError && row.lastErrorAt ? { code: row.lastError, at: row.lastErrorAt.toISOString() } : null,
    createdAt: row.createdAt.toISOString(),
  };
}
