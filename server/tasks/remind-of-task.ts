import { and, eq } from "drizzle-orm";
import { tasks } from "@/db/schema";
import {
  emit,
  inWorkspace,
  type LaterHandler,
  openSystemContext,
  recordAudit,
  requirePermission,
  toPublicId,
} from "@/server/kernel";
import { notify } from "@/server/notifications";
import { reminderKey } from "./internal";

/**
 * Tells a task's assignee that it is due, once: what says so is written with the notification. One that was done, deleted or told
 * meanwhile is left as it is; one that was put off waits for its new moment.
 */
export const remindOfTask: LaterHandler = async ({ workspaceId, subject }) => {
  const ctx = await openSystemContext(workspaceId, { kind: "system", name: "tasks" });
  requirePermission(ctx, "task.remind");
  return inWorkspace(ctx, async (tx) => {
    const [task] = await tx
      .select()
      .from(tasks)
      .where(and(eq(tasks.workspaceId, workspaceId), eq(tasks.id, subject)))
      .for("update");
    if (!task?.remindAt || !task.assignedMemberId) return undefined;
    if (task.remindedAt || task.doneAt || task.deletedAt) return undefined;
    const now = ctx.clock.now();
    if (task.remindAt > now) return { againAt: task.remindAt };
    await tx
      .update(tasks)
      .set({ remindedAt: now })
      .where(and(eq(tasks.workspaceId, workspaceId), eq(tasks.id, subject)));
    await recordAudit(tx, ctx, { action: "task.remind", entity: subject, after: { remindedAt: now } });
    await notify(tx, ctx, {
      kind: "task-due",
      key: reminderKey(task),
      memberIds: [task.assignedMemberId],
      subject: { kind: "task", id: subject },
      params: { title: task.title },
      href: task.conversationId
        ? `conversations?c=${toPublicId("conversation", task.conversationId)}`
        : `customers?customer=${toPublicId("customer", task.customerId)}`,
    });
    await emit(tx, ctx, "task/due", { aggregateId: subject });
    return undefined;
  });
};
