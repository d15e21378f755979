import { and, desc, eq, ne } from "drizzle-orm";
import { channels } from "@/db/schema";
import { decrypt, getRuntime, inWorkspace, openSystemContext, requirePermission } from "@/server/kernel";
import { forEachWorkspace } from "./workspaces";

export type ReplayTarget = {
  workspaceId: string;
  channelId: string;
  bot: string;
  /** Where its webhook is, and what proves a sender. */
  path: string;
  secret: string;
};

/**
 * The bot that recorded updates are sent to: one of the local Telegram, so that no replay ever writes to people.
 *
 * @param input.bot its name, with or without @; without it the demo's, the oldest
 */
export async function findReplayTarget(input: { bot?: string | undefined }): Promise<ReplayTarget | null> {
  const { env } = getRuntime();
  const wanted = input.bot?.replace(/^@/, "").toLowerCase();
  let oldest: (ReplayTarget & { createdAt: Date }) | null = null;
  await forEachWorkspace(async (workspaceId) => {
    const ctx = await openSystemContext(workspaceId, { kind: "system", name: "sandbox" });
    requirePermission(ctx, "conversation.get");
    const rows = await inWorkspace(ctx, (tx) =>
      tx
        .select()
        .from(channels)
        .where(and(eq(channels.workspaceId, workspaceId), ne(channels.state, "deleted")))
        .orderBy(desc(channels.createdAt)),
    );
    for (const row of rows) {
      const isWanted = !wanted || row.username.toLowerCase() === wanted;
      // A local bot's address is a path of our own.
      if (!isWanted || !row.apiRoot.startsWith("/") || (oldest && row.createdAt >= oldest.createdAt))
        continue;
      oldest = {
        workspaceId,
        channelId: row.id,
        bot: row.username,
        path: `/api/webhooks/telegram/${row.key}`,
        secret: decrypt(env, row.secretEncrypted, `channel:${row.id}:secret`),
        createdAt: row.createdAt,
      };
    }
  });
  return oldest;
}
