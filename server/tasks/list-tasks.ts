import { and, asc, desc, eq, isNotNull, isNull, lte, type SQL, sql } from "drizzle-orm";
import { tasks } from "@/db/schema";
import { fromPublicId } from "@/lib/public-id";
import { type Ctx, inWorkspace, requirePermission, toPublicId } from "@/server/kernel";
import { actingMemberId, type TaskRow, toTasks } from "./internal";
import { ListTasksInput, type TaskPage } from "./schemas";

/** After every moment: where tasks without a day stand in the order. */
const noDay = "9999-12-31T00:00:00.000Z";

/** The team's tasks: open ones by their due moment, those without one last; done ones by when they were done. */
export async function listTasks({ ctx, input }: { ctx: Ctx; input: ListTasksInput }): Promise<TaskPage> {
  requirePermission(ctx, "task.list");
  const { list, cursor, limit } = ListTasksInput.parse(input);
  const isDone = list === "done";
  const parts: (SQL | undefined)[] = [
    eq(tasks.workspaceId, ctx.workspace.id),
    isNull(tasks.deletedAt),
    isDone ? isNotNull(tasks.doneAt) : isNull(tasks.doneAt),
    list === "mine" ? eq(tasks.assignedMemberId, actingMemberId(ctx)) : undefined,
    list === "overdue" ? lte(tasks.dueAt, ctx.clock.now()) : undefined,
  ];
  const due = sql`coalesce(${tasks.dueAt}, ${noDay}::timestamptz)`;
  const after = readCursor(cursor);
  if (after) {
    parts.push(
      isDone
        ? sql`(${tasks.doneAt}, ${tasks.id}) < (${after.at}::timestamptz, ${after.id}::uuid)`
        : sql`(${due}, ${tasks.id}) > (${after.at}::timestamptz, ${after.id}::uuid)`,
    );
  }
  return inWorkspace(ctx, async (tx) => {
    const rows = await tx
      .select()
      .from(tasks)
      .where(and(...parts))
      .orderBy(...(isDone ? [desc(tasks.doneAt), desc(tasks.id)] : [asc(tasks.dueAt), asc(tasks.id)]))
      .limit(limit + 1);
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return { items: await toTasks(tx, ctx, page), nextCursor: last ? writeCursor(last, isDone) : null };
  });
}

const writeCursor = (row: TaskRow, isDone: boolean): string =>
  `${(isDone ? row.doneAt : row.dueAt)?.toISOString() ?? noDay}~${toPublicId("task", row.id)}`;

/** A cursor that cannot be read is the beginning. */
function readCursor(cursor: string | undefined): { at: string; id: string } | null {
  const [at = "", id = ""] = cursor?.split("~") ?? [];
  const taskId = fromPublicId("task", id);
  return taskId && !Number.isNaN(Date.parse(at)) ? { at: new Date(at).toISOString(), id: taskId } : null;
}
