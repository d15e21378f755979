import { sql } from "drizzle-orm";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { type ConversationCounts, countLimit } from "./schemas";

/** How many conversations are with the agent, with people, and waiting for a person; each counted up to `countLimit`. */
export async function countConversations({ ctx }: { ctx: Ctx }): Promise<ConversationCounts> {
  requirePermission(ctx, "conversation.list");
  const { id } = ctx.workspace;
  const [row] = await inWorkspace(ctx, (tx) =>
    tx.execute<{ open: number; handed_off: number; waiting: number }>(sql`
      select
        (select count(*)::int from (select 1 from conversations
          where workspace_id = ${id}::uuid and status = 'open' limit ${countLimit}) few) as open,
        with_people.total as handed_off, with_people.waiting
      from (select count(*)::int as total, count(waiting_since)::int as waiting
        from (select waiting_since from conversations
          where workspace_id = ${id}::uuid and status = 'handed_off' limit ${countLimit}) few) with_people`),
  );
  return { open: row?.open ?? 0, handedOff: row?.handed_off ?? 0, waiting: row?.waiting ?? 0 };
}
