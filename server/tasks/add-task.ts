import { and, eq, isNull } from "drizzle-orm";
import { conversations, tasks } from "@/db/schema";
import { ConversationNotFound } from "@/server/conversations";
import { lockCustomerOrThrow } from "@/server/customers";
import {
  type Ctx,
  emit,
  inWorkspace,
  recordAudit,
  requirePermission,
  type Transaction,
  toPublicId,
} from "@/server/kernel";
import { TaskIdTaken, TaskLimitReached } from "./errors";
import {
  actingMemberId,
  bookReminder,
  checkAssignee,
  remindedAtOf,
  type TaskRow,
  toDueColumns,
  toTasks,
} from "./internal";
import { AddTaskInput, openTaskLimit, type Task } from "./schemas";

/**
 * Writes down what is to be done about a customer; with a due day its assignee hears of it then. The same `taskId`
 * again adds nothing and returns the first.
 *
 * @throws CustomerNotFound     no such customer in this workspace
 * @throws ConversationNotFound no such conversation in this workspace
 * @throws TaskAssigneeInvalid  whoever is to do it is not of the team, or only reads
 * @throws TaskDueInvalid       there is no such day
 * @throws TaskLimitReached     the customer has as many open tasks as fit
 * @throws TaskIdTaken          the id is another task's
 */
export async function addTask({ ctx, input }: { ctx: Ctx; input: AddTaskInput }): Promise<Task> {
  requirePermission(ctx, "task.save");
  const { taskId, title, assigneeId, dueDay, dueTime, ...about } = AddTaskInput.parse(input);
  const createdBy = actingMemberId(ctx);

  return inWorkspace(ctx, async (tx) => {
    const subject = await findSubject(tx, ctx, about);
    if (assigneeId) await checkAssignee(tx, ctx, assigneeId);
    const due = toDueColumns(ctx, dueDay ? { day: dueDay, time: dueTime } : null);
    const row = await insertOnce(tx, {
      workspaceId: ctx.workspace.id,
      id: taskId,
      ...subject,
      title,
      assignedMemberId: assigneeId,
      ...due,
      remindedAt: remindedAtOf(ctx, { remindAt: due.remindAt, assignedMemberId: assigneeId }).remindedAt,
      doneAt: null,
      doneBy: null,
      deletedAt: null,
      createdBy,
      createdAt: ctx.clock.now(),
    });
    if (row.isNew) {
      await refuseTooMany(tx, ctx, subject.customerId);
      await bookReminder(tx, row.task);
      await recordAudit(tx, ctx, { action: "task.add", entity: taskId, after: toAudit(row.task) });
      await emit(tx, ctx, "task/added", { aggregateId: taskId });
    }
    const [task] = await toTasks(tx, ctx, [row.task]);
    return task!;
  });
}

/** What the audit says of a task; its words are personal, as a note's are. */
export const toAudit = ({ title, customerId, assignedMemberId, dueAt, doneAt, deletedAt }: TaskRow) => ({
  text: title,
  customerId,
  assignedMemberId,
  dueAt,
  doneAt,
  deletedAt,
});

async function findSubject(
  tx: Transaction,
  ctx: Ctx,
  about: { customerId?: string | undefined; conversationId?: string | undefined },
): Promise<{ customerId: string; conversationId: string | null }> {
  if (about.conversationId) {
    const [conversation] = await tx
      .select({ customerId: conversations.customerId })
      .from(conversations)
      .where(and(eq(conversations.workspaceId, ctx.workspace.id), eq(conversations.id, about.conversationId)))
      .for("share");
    if (!conversation) throw new ConversationNotFound(toPublicId("conversation", about.conversationId));
    return { customerId: conversation.customerId, conversationId: about.conversationId };
  }
  // Held, so that a merge at this moment comes before the task or takes it along.
  const { id: customerId } = await lockCustomerOrThrow(tx, ctx, about.customerId!);
  return { customerId, conversationId: null };
}

async function insertOnce(tx: Transaction, values: TaskRow): Promise<{ task: TaskRow; isNew: boolean }> {
  const [added] = await tx.insert(tasks).values(values).onConflictDoNothing().returning();
  if (added) return { task: added, isNew: true };
  const [held] = await tx
    .select()
    .from(tasks)
    .where(and(eq(tasks.workspaceId, values.workspaceId), eq(tasks.id, values.id)));
  if (held?.createdBy !== values.createdBy || held.customerId !== values.customerId) throw new TaskIdTaken();
  return { task: held, isNew: false };
}

async function refuseTooMany(tx: Transaction, ctx: Ctx, customerId: string): Promise<void> {
  const open = await tx.$count(
    tasks,
    and(
      eq(tasks.workspaceId, ctx.workspace.id),
      eq(tasks.customerId, customerId),
      isNull(tasks.doneAt),
      isNull(tasks.deletedAt),
    ),
  );
  if (open > openTaskLimit) throw new TaskLimitReached(openTaskLimit);
}
