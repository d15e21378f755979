import { sql } from "drizzle-orm";
import { getRuntime, inWorkspace, openSystemContext, requirePermission } from "@/server/kernel";
import type { ConversationStatus } from "./schemas";

/**
 * The newest conversation of a Telegram user on a bot of ours, whatever the workspace; what the sandbox shows to scripts.
 *
 * @param botUsername only with this bot; without it the newest of all
 */
export async function findLatestConversation(input: {
  telegramUserId: number;
  botUsername?: string;
}): Promise<{ status: ConversationStatus; lastBand: "answer" | "clarify" | "handoff" | null } | null> {
  const workspaces = await getRuntime().worker.execute<{ workspace_id: string }>(
    sql`select workspace_id from resolve_workspaces()`,
  );
  let newest: {
    status: ConversationStatus;
    last_band: "answer" | "clarify" | "handoff" | null;
    at: string;
  } | null = null;
  for (const { workspace_id: workspaceId } of workspaces) {
    const ctx = await openSystemContext(workspaceId, { kind: "system", name: "sandbox" });
    requirePermission(ctx, "conversation.get");
    const [row] = await inWorkspace(ctx, (tx) =>
      tx.execute<NonNullable<typeof newest>>(sql`
        select c.status, c.last_band, c.created_at::text as at
        from addresses a
        join channels ch on ch.workspace_id = a.workspace_id and ch.id = a.channel_id
        join conversations c on c.workspace_id = a.workspace_id and c.address_id = a.id
        where a.workspace_id = ${workspaceId}::uuid and a.chat_id = ${String(input.telegramUserId)}
          and (${input.botUsername ?? null}::text is null or ch.username = ${input.botUsername ?? null})
        order by c.created_at desc limit 1`),
    );
    if (row && (!newest || row.at > newest.at)) newest = row;
  }
  return newest && { status: newest.status, lastBand: newest.last_band };
}
