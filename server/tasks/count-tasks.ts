import { sql } from "drizzle-orm";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { actingMemberId } from "./internal";
import type { TaskCounts } from "./schemas";

/** How many are open, in each of the lists that ask for something. */
export async function countTasks({ ctx }: { ctx: Ctx }): Promise<TaskCounts> {
  requirePermission(ctx, "task.list");
  const memberId = actingMemberId(ctx);
  const now = ctx.clock.now().toISOString();
  const [row] = await inWorkspace(ctx, (tx) =>
    tx.execute<{ mine: number; all: number; overdue: number; mine_overdue: number }>(sql`
      select count(*) filter (where assigned_member_id = ${memberId}::uuid)::int as mine,
        count(*)::int as all,
        count(*) filter (where due_at <= ${now}::timestamptz)::int as overdue,
        count(*) filter (where due_at <= ${now}::timestamptz and assigned_member_id = ${memberId}::uuid)::int as mine_overdue
      from tasks where workspace_id = ${ctx.workspace.id}::uuid and done_at is null and deleted_at is null`),
  );
  if (!row) throw new Error("A count came back without a row.");
  return { mine: row.mine, all: row.all, overdue: row.overdue, mineOverdue: row.mine_overdue };
}
