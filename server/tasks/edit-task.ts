import { and, eq } from "drizzle-orm";
import { tasks } from "@/db/schema";
import { type Ctx, emit, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { toAudit } from "./add-task";
import {
  bookReminder,
  checkAssignee,
  lockTaskOrThrow,
  remindedAtOf,
  toDueColumns,
  toTasks,
  withdrawReminder,
} from "./internal";
import { EditTaskInput, type Task } from "./schemas";

/**
 * Changes what is to be done, by whom or until when. Another day or another assignee is told anew.
 *
 * @throws TaskNotFound        no such task in this workspace
 * @throws TaskAssigneeInvalid whoever is to do it is not of the team, or only reads
 * @throws TaskDueInvalid      there is no such day
 */
export async function editTask({ ctx, input }: { ctx: Ctx; input: EditTaskInput }): Promise<Task> {
  requirePermission(ctx, "task.save");
  const { taskId, title, assigneeId, dueDay, dueTime } = EditTaskInput.parse(input);

  return inWorkspace(ctx, async (tx) => {
    const before = await lockTaskOrThrow(tx, ctx, taskId);
    // One who has left since stays its assignee until somebody chooses another.
    if (assigneeId && assigneeId !== before.assignedMemberId) await checkAssignee(tx, ctx, assigneeId);
    // The same day stays the moment that it was, also when the workspace has moved to another zone.
    const isSameDue = before.dueDay === dueDay && (dueDay === null || before.dueTime === dueTime);
    const due = isSameDue ? {} : toDueColumns(ctx, dueDay ? { day: dueDay, time: dueTime } : null);
    const changed = { ...before, ...due, title, assignedMemberId: assigneeId };
    const isTellable = !isSameDue || assigneeId !== before.assignedMemberId;
    const [after] = await tx
      .update(tasks)
      .set({
        title,
        assignedMemberId: assigneeId,
        ...due,
        ...(isTellable ? { remindedAt: remindedAtOf(ctx, changed).remindedAt } : {}),
      })
      .where(and(eq(tasks.workspaceId, ctx.workspace.id), eq(tasks.id, taskId)))
      .returning();
    if (!after) throw new Error(`Task ${taskId} went away under its lock.`);
    if (isTellable) await withdrawReminder(tx, ctx, before);
    await bookReminder(tx, after);
    await recordAudit(tx, ctx, {
      action: "task.edit",
      entity: taskId,
      before: toAudit(before),
      after: toAudit(after),
    });
    await emit(tx, ctx, "task/edited", { aggregateId: taskId });
    const [task] = await toTasks(tx, ctx, [after]);
    return task!;
  });
}
