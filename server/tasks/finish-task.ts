import { and, eq } from "drizzle-orm";
import { tasks } from "@/db/schema";
import { type Ctx, emit, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { toAudit } from "./add-task";
import { actingMemberId, bookReminder, lockTaskOrThrow, toTasks, withdrawReminder } from "./internal";
import { FinishTaskInput, type Task } from "./schemas";

/**
 * Marks a task as done, or opens it again. Done twice it stays the first one's.
 *
 * @throws TaskNotFound no such task in this workspace
 */
export async function finishTask({ ctx, input }: { ctx: Ctx; input: FinishTaskInput }): Promise<Task> {
  requirePermission(ctx, "task.save");
  const { taskId, isDone } = FinishTaskInput.parse(input);
  const memberId = actingMemberId(ctx);

  return inWorkspace(ctx, async (tx) => {
    const before = await lockTaskOrThrow(tx, ctx, taskId);
    if ((before.doneAt !== null) === isDone) return (await toTasks(tx, ctx, [before]))[0]!;
    const [after] = await tx
      .update(tasks)
      .set(isDone ? { doneAt: ctx.clock.now(), doneBy: memberId } : { doneAt: null, doneBy: null })
      .where(and(eq(tasks.workspaceId, ctx.workspace.id), eq(tasks.id, taskId)))
      .returning();
    if (!after) throw new Error(`Task ${taskId} went away under its lock.`);
    await bookReminder(tx, after);
    await withdrawReminder(tx, ctx, after, !isDone);
    await recordAudit(tx, ctx, {
      action: isDone ? "task.finish" : "task.reopen",
      entity: taskId,
      before: toAudit(before),
      after: toAudit(after),
    });
    await emit(tx, ctx, isDone ? "task/finished" : "task/reopened", { aggregateId: taskId });
    return (await toTasks(tx, ctx, [after]))[0]!;
  });
}
