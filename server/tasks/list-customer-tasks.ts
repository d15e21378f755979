import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { tasks } from "@/db/schema";
import { getCustomerOrThrow } from "@/server/customers";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { toTasks } from "./internal";
import { customerTaskLimit, ListCustomerTasksInput, type Task } from "./schemas";

/**
 * A customer's tasks: the open ones by their due moment, then the done ones, the newest first.
 *
 * @throws CustomerNotFound no such customer in this workspace
 */
export async function listCustomerTasks({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: ListCustomerTasksInput;
}): Promise<Task[]> {
  requirePermission(ctx, "task.list");
  const { customerId } = ListCustomerTasksInput.parse(input);
  return inWorkspace(ctx, async (tx) => {
    const { id } = await getCustomerOrThrow(tx, ctx, customerId);
    const rows = await tx
      .select()
      .from(tasks)
      .where(and(eq(tasks.workspaceId, ctx.workspace.id), eq(tasks.customerId, id), isNull(tasks.deletedAt)))
      .orderBy(
        sql`${tasks.doneAt} is not null`,
        desc(tasks.doneAt),
        sql`${tasks.dueAt} asc nulls last`,
        tasks.id,
      )
      .limit(customerTaskLimit);
    return toTasks(tx, ctx, rows);
  });
}
