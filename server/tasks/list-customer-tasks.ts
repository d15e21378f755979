import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { customers, tasks } from "@/db/schema";
import { CustomerNotFound } from "@/server/customers";
import { type Ctx, inWorkspace, requirePermission, toPublicId } from "@/server/kernel";
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
    const [customer] = await tx
      .select({ id: customers.id })
      .from(customers)
      .where(and(eq(customers.workspaceId, ctx.workspace.id), eq(customers.id, customerId)));
    if (!customer) throw new CustomerNotFound(toPublicId("customer", customerId));
    const rows = await tx
      .select()
      .from(tasks)
      .where(
        and(
          eq(tasks.workspaceId, ctx.workspace.id),
          eq(tasks.customerId, customerId),
          isNull(tasks.deletedAt),
        ),
      )
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
