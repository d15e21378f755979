import { sql } from "drizzle-orm";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { type ConversationCounts, countLimit } from "./schemas";

/**
 * How many conversations are with the agent, with people, waiting for a person, the reader's own, nobody's and snoozed;
 * each counted up to `countLimit`, all of those with people in one look at them.
 */
export async function countConversations({ ctx }: { ctx: Ctx }): Promise<ConversationCounts> {
  requirePermission(ctx, "conversation.list");
  const { id } = ctx.workspace;
  const memberId = ctx.actor.kind === "member" ? ctx.actor.memberId : null;
  const now = ctx.clock.now().toISOString();
  const [row] = await inWorkspace(ctx, (tx) =>
    tx.execute<Record<keyof ConversationCounts, number>>(sql`
      select
        (select count(*)::int from (select 1 from conversations
          where workspace_id = ${id}::uuid and status = 'open' limit ${countLimit}) few) as open,
        count(*) filter (where not is_snoozed)::int as "handedOff",
        count(*) filter (where not is_snoozed and is_waiting)::int as waiting,
        count(*) filter (where not is_snoozed and is_mine)::int as mine,
        count(*) filter (where not is_snoozed and is_mine and is_waiting)::int as "mineWaiting",
        count(*) filter (where not is_snoozed and is_nobodys)::int as unassigned,
        count(*) filter (where is_snoozed)::int as snoozed,
        count(*) filter (where near_at <= ${now}::timestamptz)::int as near,
        count(*) filter (where due_at < ${now}::timestamptz)::int as missed
      from (select waiting_since is not null as is_waiting, snoozed_until is not null as is_snoozed,
          near_at, due_at, assigned_member_id is null as is_nobodys, assigned_member_id = ${memberId}::uuid as is_mine
        from conversations where workspace_id = ${id}::uuid and status = 'handed_off' limit ${countLimit}) few`),
  );
  return (
    row ?? {
      open: 0,
      handedOff: 0,
      waiting: 0,
      mine: 0,
      mineWaiting: 0,
      unassigned: 0,
      snoozed: 0,
      near: 0,
      missed: 0,
    }
  );
}
