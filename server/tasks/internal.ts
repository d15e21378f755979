import { and, eq, inArray, isNull } from "drizzle-orm";
import { customers, members, tasks } from "@/db/schema";
import { type Ctx, type MemberRole, runLater, type Transaction, toPublicId } from "@/server/kernel";
import { withdrawNotifications } from "@/server/notifications";
import { TaskAssigneeInvalid, TaskDueInvalid, TaskNotFound } from "./errors";
import { type Due, isOverdue, isReminderWanted, toDueMoments } from "./rules";
import type { Task } from "./schemas";

export type TaskRow = typeof tasks.$inferSelect;

/** Tells a task's assignee when it is due. */
export const remindJob = "tasks/remind";

/** The acting member; policy lets nobody else reach the verbs that ask. */
export function actingMemberId(ctx: Ctx): string {
  if (ctx.actor.kind !== "member") throw new Error(`A ${ctx.actor.kind} has no tasks.`);
  return ctx.actor.memberId;
}

/** @throws TaskNotFound no such task in this workspace, or one that was deleted */
export async function lockTaskOrThrow(
  tx: Transaction,
  ctx: Ctx,
  taskId: string,
  options: { isDeletedFound?: boolean } = {},
): Promise<TaskRow> {
  const [row] = await tx
    .select()
    .from(tasks)
    .where(and(eq(tasks.workspaceId, ctx.workspace.id), eq(tasks.id, taskId)))
    .for("update");
  if (!row || (row.deletedAt && !options.isDeletedFound)) throw new TaskNotFound(toPublicId("task", taskId));
  return row;
}

/** Roles that answer customers: who is to do something about one must be able to. */
const doers: MemberRole[] = ["owner", "admin", "supervisor", "support"];

/** @throws TaskAssigneeInvalid they are not of the team any more, or only read */
export async function checkAssignee(tx: Transaction, ctx: Ctx, memberId: string): Promise<void> {
  const found = await tx.$count(
    members,
    and(
      eq(members.workspaceId, ctx.workspace.id),
      eq(members.id, memberId),
      inArray(members.role, doers),
      isNull(members.removedAt),
    ),
  );
  if (found === 0) throw new TaskAssigneeInvalid();
}

/** @throws TaskDueInvalid there is no such day */
export function toDueColumns(ctx: Ctx, due: Due | null) {
  if (!due) return { dueDay: null, dueTime: null, dueAt: null, remindAt: null };
  const moments = toDueMoments(due, ctx.workspace.timeZone);
  if (!moments) throw new TaskDueInvalid(due.day);
  return { dueDay: due.day, dueTime: due.time, ...moments };
}

/** Books the moment at which its assignee hears of it, or, where nobody is to, makes it one that has been told. */
export function remindedAtOf(
  ctx: Ctx,
  task: Pick<TaskRow, "remindAt" | "assignedMemberId">,
): { remindedAt: Date | null; isWanted: boolean } {
  const now = ctx.clock.now();
  const isWanted = isReminderWanted({
    remindAt: task.remindAt,
    now,
    assignee: task.assignedMemberId,
    writer: actingMemberId(ctx),
  });
  const isPast = task.remindAt !== null && task.remindAt <= now && task.assignedMemberId !== null;
  return { isWanted, remindedAt: !isWanted && isPast ? now : null };
}

export async function bookReminder(tx: Transaction, row: TaskRow): Promise<void> {
  if (!row.remindAt || row.remindedAt || row.doneAt || row.deletedAt || !row.assignedMemberId) return;
  await runLater(
    tx,
    { workspaceId: row.workspaceId, kind: remindJob, subject: row.id, dueAt: row.remindAt },
    { replaceDueAt: true },
  );
}

/** What its assignee is told once of: the task, who it is, and the moment. */
export const reminderKey = (row: TaskRow): string =>
  `task-due ${row.id} ${row.assignedMemberId} ${row.remindAt?.getTime()}`;

/** Takes what its assignee was told back where it asks for nothing any more, or tells it again. */
export async function withdrawReminder(
  tx: Transaction,
  ctx: Ctx,
  row: TaskRow,
  isBack = false,
): Promise<void> {
  if (row.remindedAt) await withdrawNotifications(tx, ctx, { key: reminderKey(row), isBack });
}

/** Tasks as they are shown, with names; in the order of the rows. */
export async function toTasks(tx: Transaction, ctx: Ctx, rows: readonly TaskRow[]): Promise<Task[]> {
  if (rows.length === 0) return [];
  const now = ctx.clock.now();
  const memberIds = rows.flatMap(({ assignedMemberId, doneBy, createdBy }) => [
    ...(assignedMemberId ? [assignedMemberId] : []),
    ...(doneBy ? [doneBy] : []),
    createdBy,
  ]);
  const team = await tx
    .select({ id: members.id, name: members.displayName })
    .from(members)
    .where(and(eq(members.workspaceId, ctx.workspace.id), inArray(members.id, [...new Set(memberIds)])));
  const people = await tx
    .select({ id: customers.id, name: customers.displayName })
    .from(customers)
    .where(
      and(
        eq(customers.workspaceId, ctx.workspace.id),
        inArray(customers.id, [...new Set(rows.map(({ customerId }) => customerId))]),
      ),
    );
  const names = new Map([...team, ...people].map(({ id, name }) => [id, name]));
  const memberRef = (id: string) => ({ id: toPublicId("member", id), name: names.get(id) ?? "" });
  return rows.map((row) => ({
    id: toPublicId("task", row.id),
    title: row.title,
    customer: { id: toPublicId("customer", row.customerId), name: names.get(row.customerId) ?? "" },
    conversationId: row.conversationId && toPublicId("conversation", row.conversationId),
    assignee: row.assignedMemberId ? memberRef(row.assignedMemberId) : null,
    dueDay: row.dueDay,
    dueTime: row.dueTime,
    dueAt: row.dueAt?.toISOString() ?? null,
    isOverdue: isOverdue(row, now),
    doneAt: row.doneAt?.toISOString() ?? null,
    doneBy: row.doneBy ? memberRef(row.doneBy) : null,
    createdBy: memberRef(row.createdBy),
    createdAt: row.createdAt.toISOString(),
  }));
}
