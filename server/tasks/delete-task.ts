import { and, eq } from "drizzle-orm";
import { tasks } from "@/db/schema";
import { type Ctx, emit, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { toAudit } from "./add-task";
import { bookReminder, lockTaskOrThrow, toTasks, withdrawReminder } from "./internal";
import { DeleteTaskInput, type Task } from "./schemas";

/**
 * Takes a task away, or puts it back. Its row stays for the audit.
 *
 * @throws TaskNotFound no such task in this workspace
 */
export async function deleteTask({ ctx, input }: { ctx: Ctx; input: DeleteTaskInput }): Promise<Task> {
  requirePermission(ctx, "task.save");
  const { taskId, isDeleted } = DeleteTaskInput.parse(input);

  return inWorkspace(ctx, async (tx) => {
    const before = await lockTaskOrThrow(tx, ctx, taskId, { isDeletedFound: true });
    const deletedAt = isDeleted ? (before.deletedAt ?? ctx.clock.now()) : null;
    const [after] = await tx
      .update(tasks)
      .set({ deletedAt })
      .where(and(eq(tasks.workspaceId, ctx.workspace.id), eq(tasks.id, taskId)))
      .returning();
    if (!after) throw new Error(`Task ${taskId} went away under its lock.`);
    await bookReminder(tx, after);
    await withdrawReminder(tx, ctx, after, !isDeleted);
    await recordAudit(tx, ctx, {
      action: isDeleted ? "task.delete" : "task.restore",
      entity: taskId,
      before: toAudit(before),
      after: toAudit(after),
    });
    await emit(tx, ctx, isDeleted ? "task/deleted" : "task/added", { aggregateId: taskId });
    return (await toTasks(tx, ctx, [after]))[0]!;
  });
}
