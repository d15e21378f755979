import { and, eq, sql } from "drizzle-orm";
import postgres from "postgres";
import { afterEach, describe, expect, test } from "vitest";
import { auditLog, conversations, laterJobs, members, outbox, tasks } from "@/db/schema";
import { ConversationNotFound } from "@/server/conversations";
import { makeConversation, makeCustomer } from "@/server/conversations/testing";
import { CustomerNotFound } from "@/server/customers";
import { type Ctx, inWorkspace, newId, PermissionDenied, toPublicId } from "@/server/kernel";
import { listNotifications } from "@/server/notifications";
import { makeWorkspace, testStart, useTestRuntime } from "@/server/testing";
import { addTask } from "./add-task";
import { countTasks } from "./count-tasks";
import { deleteTask } from "./delete-task";
import { editTask } from "./edit-task";
import { TaskAssigneeInvalid, TaskDueInvalid, TaskIdTaken, TaskLimitReached, TaskNotFound } from "./errors";
import { finishTask } from "./finish-task";
import { remindJob } from "./internal";
import { listCustomerTasks } from "./list-customer-tasks";
import { listTasks } from "./list-tasks";
import { remindOfTask } from "./remind-of-task";
import { openTaskLimit } from "./schemas";

const test_ = useTestRuntime();
afterEach(() => test_.clock.set(testStart));

type Team = Awaited<ReturnType<typeof makeWorkspace>>;
type Wish = Partial<Parameters<typeof addTask>[0]["input"]>;

const memberOf = (team: Team, role: string) =>
  toPublicId("member", team.team.find((one) => one.role === role)!.memberId);
const someone = async (team: Team) => toPublicId("customer", (await makeCustomer(team)).customerId);
const add = (ctx: Ctx, about: { customerId: string } | { conversationId: string }, more: Wish = {}) =>
  addTask({
    ctx,
    input: {
      taskId: toPublicId("task", newId()),
      title: "Kargoyu sor",
      assigneeId: null,
      dueDay: null,
      dueTime: null,
      ...about,
      ...more,
    },
  });
const titles = async (ctx: Ctx, list: "mine" | "all" | "overdue" | "done") =>
  (await listTasks({ ctx, input: { list } })).items.map(({ title }) => title);
const idOf = (publicTaskId: string) =>
  publicTaskId.slice(4).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
const remind = (team: Team, taskId: string) =>
  remindOfTask({ workspaceId: team.workspace.id, kind: remindJob, subject: idOf(taskId), attempts: 1 });
const told = (team: Team) =>
  inWorkspace(team.member("owner"), (tx) =>
    tx
      .select({ id: outbox.aggregateId })
      .from(outbox)
      .where(and(eq(outbox.workspaceId, team.workspace.id), eq(outbox.name, "task/due"))),
  ).then((rows) => rows.map(({ id }) => id));

describe("tasks", () => {
  test("of a conversation is its customer's, moves nothing there, and is audited without its words", async () => {
    const team = await makeWorkspace(test_.runtime);
    const { publicId, customerId } = await makeConversation(team, { name: "Ayşe Kaya" });
    const ctx = team.member("support");
    const read = () => inWorkspace(ctx, (tx) => tx.select().from(conversations));
    const before = await read();
    const task = await add(
      ctx,
      { conversationId: publicId },
      {
        title: "İadeyi sor",
        assigneeId: memberOf(team, "supervisor"),
        dueDay: "2026-11-21",
        dueTime: "14:30",
      },
    );
    expect(task).toMatchObject({
      title: "İadeyi sor",
      customer: { id: toPublicId("customer", customerId), name: "Ayşe Kaya" },
      conversationId: publicId,
      assignee: { name: "Deniz supervisor" },
      dueAt: "2026-11-21T11:30:00.000Z",
      isOverdue: false,
      doneAt: null,
      createdBy: { name: "Deniz support" },
    });
    expect(await read()).toEqual(before);
    expect(
      await listCustomerTasks({
        ctx: team.member("analyst"),
        input: { customerId: toPublicId("customer", customerId) },
      }),
    ).toEqual([task]);
    const audit = await inWorkspace(ctx, (tx) => tx.select().from(auditLog));
    expect(audit.map(({ action }) => action)).toEqual(["task.add"]);
    expect(JSON.stringify(audit)).not.toContain("İade");
  });

  test("the same call again adds nothing; another's id is refused", async () => {
    const team = await makeWorkspace(test_.runtime);
    const customerId = await someone(team);
    const taskId = toPublicId("task", newId());
    await Promise.all([1, 2, 3].map(() => add(team.member("support"), { customerId }, { taskId })));
    expect(await titles(team.member("owner"), "all")).toEqual(["Kargoyu sor"]);
    await expect(add(team.member("owner"), { customerId }, { taskId })).rejects.toBeInstanceOf(TaskIdTaken);
  });

  test("lists: mine, all by due moment and those without one last, overdue, done; counted alike", async () => {
    const team = await makeWorkspace(test_.runtime);
    const customerId = await someone(team);
    const ctx = team.member("support");
    const mine = { assigneeId: memberOf(team, "support") };
    await add(ctx, { customerId }, { title: "günsüz" });
    await add(ctx, { customerId }, { title: "yarın", dueDay: "2026-11-21", ...mine });
    await add(ctx, { customerId }, { title: "dün", dueDay: "2026-11-19", ...mine });
    await add(ctx, { customerId }, { title: "bugün 12:00", dueDay: "2026-11-20", dueTime: "12:00" });
    const done = await add(ctx, { customerId }, { title: "bitti", dueDay: "2026-11-01", ...mine });
    await finishTask({ ctx, input: { taskId: done.id } });
    expect(await titles(ctx, "mine")).toEqual(["dün", "yarın"]);
    expect(await titles(ctx, "all")).toEqual(["dün", "bugün 12:00", "yarın", "günsüz"]);
    // 12:00 in Istanbul is now, and now is late.
    expect(await titles(ctx, "overdue")).toEqual(["dün", "bugün 12:00"]);
    expect(await titles(ctx, "done")).toEqual(["bitti"]);
    expect(await countTasks({ ctx })).toEqual({ mine: 2, all: 4, overdue: 2, mineOverdue: 1 });
    expect(await countTasks({ ctx: team.member("analyst") })).toMatchObject({ mine: 0, all: 4 });
  });

  test.each(["all", "done"] as const)("%s is read page by page, each task once", async (list) => {
    const team = await makeWorkspace(test_.runtime);
    const customerId = await someone(team);
    const ctx = team.member("owner");
    for (let n = 0; n < 7; n += 1) {
      // Equal moments too, and some without.
      const task = await add(ctx, { customerId }, { title: `${n}`, dueDay: n < 4 ? "2026-11-25" : null });
      if (list === "done") await finishTask({ ctx, input: { taskId: task.id } });
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listTasks({ ctx, input: { list, limit: 2, ...(cursor ? { cursor } : {}) } });
      seen.push(...page.items.map(({ title }) => title));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toHaveLength(7);
    expect(new Set(seen).size).toBe(7);
    expect((await listTasks({ ctx, input: { list, cursor: "no~cursor" } })).items).toHaveLength(7);
  });

  test("is finished and opened again, deleted and put back; finished by two at once it is the first one's", async () => {
    const team = await makeWorkspace(test_.runtime);
    const customerId = await someone(team);
    const { id: taskId } = await add(team.member("support"), { customerId });
    const both = await Promise.all(
      (["support", "owner"] as const).map((role) =>
        finishTask({ ctx: team.member(role), input: { taskId } }),
      ),
    );
    expect(both[0]!.doneBy).toEqual(both[1]!.doneBy);
    const ctx = team.member("support");
    expect((await finishTask({ ctx, input: { taskId, isDone: false } })).doneBy).toBeNull();
    await deleteTask({ ctx, input: { taskId } });
    expect(await titles(ctx, "all")).toEqual([]);
    await expect(finishTask({ ctx, input: { taskId } })).rejects.toBeInstanceOf(TaskNotFound);
    await deleteTask({ ctx, input: { taskId, isDeleted: false } });
    expect(await titles(ctx, "all")).toEqual(["Kargoyu sor"]);
    const audit = await inWorkspace(ctx, (tx) => tx.select().from(auditLog).orderBy(auditLog.id));
    expect(audit.map(({ action }) => action)).toEqual([
      "task.add",
      "task.finish",
      "task.reopen",
      "task.delete",
      "task.restore",
    ]);
  });

  test("nobody is given one who reads only, has left or is a stranger; who left keeps what they had", async () => {
    const [team, others] = [await makeWorkspace(test_.runtime), await makeWorkspace(test_.runtime)];
    const customerId = await someone(team);
    const ctx = team.member("owner");
    for (const assigneeId of [memberOf(team, "analyst"), memberOf(others, "support")])
      await expect(add(ctx, { customerId }, { assigneeId })).rejects.toBeInstanceOf(TaskAssigneeInvalid);
    const assigneeId = memberOf(team, "support");
    const task = await add(ctx, { customerId }, { assigneeId });
    const gone = team.team.find(({ role }) => role === "support")!.memberId;
    await inWorkspace(ctx, (tx) =>
      tx.update(members).set({ removedAt: test_.clock.now() }).where(eq(members.id, gone)),
    );
    const content = { title: "Yeni sözler", dueDay: null, dueTime: null };
    const kept = await editTask({ ctx, input: { taskId: task.id, assigneeId, ...content } });
    expect(kept).toMatchObject({ title: "Yeni sözler", assignee: { id: assigneeId } });
    await editTask({ ctx, input: { taskId: task.id, assigneeId: null, ...content } });
    await expect(
      editTask({ ctx, input: { taskId: task.id, assigneeId, ...content } }),
    ).rejects.toBeInstanceOf(TaskAssigneeInvalid);
  });

  test("bad input: no such day, no words, both subjects or none, too many", async () => {
    const team = await makeWorkspace(test_.runtime);
    const { publicId, customerId: rowId } = await makeConversation(team);
    const customerId = toPublicId("customer", rowId);
    const ctx = team.member("owner");
    // What zod takes for a day and the calendar does not is refused by either.
    await expect(add(ctx, { customerId }, { dueDay: "2026-02-30" })).rejects.toThrow();
    await expect(add(ctx, { customerId }, { dueDay: "2026-11-21", dueTime: "25:00" })).rejects.toThrow();
    await expect(add(ctx, { customerId }, { title: "  " })).rejects.toThrow();
    await expect(add(ctx, { customerId, conversationId: publicId })).rejects.toThrow();
    expect(new TaskDueInvalid("2026-02-30").message).toContain("Choose another");
    await inWorkspace(ctx, (tx) =>
      tx.execute(sql`
        insert into tasks (workspace_id, id, customer_id, title, created_by, created_at)
        select ${team.workspace.id}::uuid, gen_random_uuid(), ${rowId}::uuid, 'x', ${team.team[0]!.memberId}::uuid, now()
        from generate_series(1, ${openTaskLimit}::int)`),
    );
    await expect(add(ctx, { customerId })).rejects.toBeInstanceOf(TaskLimitReached);
  });

  test("an analyst writes none; another workspace's customer, conversation and task are not found", async () => {
    const [team, others] = [await makeWorkspace(test_.runtime), await makeWorkspace(test_.runtime)];
    const { publicId, customerId: rowId } = await makeConversation(others);
    const customerId = toPublicId("customer", rowId);
    const ctx = team.member("owner");
    await expect(add(others.member("analyst"), { customerId })).rejects.toBeInstanceOf(PermissionDenied);
    await expect(add(ctx, { customerId })).rejects.toBeInstanceOf(CustomerNotFound);
    await expect(add(ctx, { conversationId: publicId })).rejects.toBeInstanceOf(ConversationNotFound);
    await expect(listCustomerTasks({ ctx, input: { customerId } })).rejects.toBeInstanceOf(CustomerNotFound);
    const { id: taskId } = await add(others.member("owner"), { customerId });
    const content = { title: "x", assigneeId: null, dueDay: null, dueTime: null };
    await expect(editTask({ ctx, input: { taskId, ...content } })).rejects.toBeInstanceOf(TaskNotFound);
    await expect(finishTask({ ctx, input: { taskId } })).rejects.toBeInstanceOf(TaskNotFound);
    await expect(deleteTask({ ctx, input: { taskId } })).rejects.toBeInstanceOf(TaskNotFound);
    expect(await titles(ctx, "all")).toEqual([]);
  });
});

describe("a due task", () => {
  const tomorrow = { dueDay: "2026-11-21", dueTime: "12:00" };

  test("is announced at its moment, once, however often it is looked at", async () => {
    const team = await makeWorkspace(test_.runtime);
    const customerId = await someone(team);
    const task = await add(
      team.member("owner"),
      { customerId },
      { ...tomorrow, assigneeId: memberOf(team, "support") },
    );
    const [job] = await inWorkspace(team.member("owner"), (tx) =>
      tx.select().from(laterJobs).where(eq(laterJobs.workspaceId, team.workspace.id)),
    );
    expect(job).toMatchObject({ kind: remindJob, dueAt: new Date("2026-11-21T09:00:00Z") });
    expect(await remind(team, task.id)).toEqual({ againAt: new Date("2026-11-21T09:00:00Z") });
    expect(await told(team)).toEqual([]);
    test_.clock.set(new Date("2026-11-21T09:00:00Z"));
    await Promise.all([1, 2, 3, 4].map(() => remind(team, task.id)));
    expect(await remind(team, task.id)).toBeUndefined();
    expect(await told(team)).toEqual([idOf(task.id)]);
    const { items } = await listNotifications({ ctx: team.member("support") });
    expect(items).toMatchObject([{ kind: "task-due", params: { title: "Kargoyu sor" }, isRead: false }]);
    expect(items[0]!.href).toBe(`customers?customer=${customerId}`);
    expect((await listNotifications({ ctx: team.member("owner") })).items).toEqual([]);
    // What is done needs nobody's eye any more.
    await finishTask({ ctx: team.member("owner"), input: { taskId: task.id } });
    expect((await listNotifications({ ctx: team.member("support") })).items).toEqual([]);
  });

  test("is announced once when whoever announced it is killed before the commit", async () => {
    const team = await makeWorkspace(test_.runtime);
    const customerId = await someone(team);
    const task = await add(
      team.member("owner"),
      { customerId },
      { ...tomorrow, assigneeId: memberOf(team, "support") },
    );
    test_.clock.set(new Date("2026-11-22T00:00:00Z"));
    const admin = postgres(test_.urls.adminUrl, { max: 2, onnotice: () => {} });
    // Another holds the event's table, so that the announcement stands written and not committed.
    const holder = await admin.reserve();
    await holder`begin`;
    await holder`lock table outbox in exclusive mode`;
    const fate: { is: "open" | "done" | "killed" } = { is: "open" };
    remind(team, task.id).then(
      () => {
        fate.is = "done";
      },
      () => {
        fate.is = "killed";
      },
    );
    // As often as it begins anew in another session, until it is given up.
    await expect
      .poll(async () => {
        await admin`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock' and query ilike '%insert into "outbox"%'`;
        return fate.is;
      })
      .toBe("killed");
    await holder`rollback`;
    holder.release();
    await admin.end({ timeout: 5 });
    expect(await told(team)).toEqual([]);
    await remind(team, task.id);
    await remind(team, task.id);
    expect(await told(team)).toEqual([idOf(task.id)]);
    expect((await listNotifications({ ctx: team.member("support") })).items).toHaveLength(1);
  });

  test("that was done, deleted or is nobody's is announced to nobody; put off, it waits", async () => {
    const team = await makeWorkspace(test_.runtime);
    const customerId = await someone(team);
    const ctx = team.member("owner");
    const wish = { ...tomorrow, assigneeId: memberOf(team, "support") };
    const [done, deleted, nobodys, later] = [
      await add(ctx, { customerId }, wish),
      await add(ctx, { customerId }, wish),
      await add(ctx, { customerId }, tomorrow),
      await add(ctx, { customerId }, wish),
    ];
    await finishTask({ ctx, input: { taskId: done.id } });
    await deleteTask({ ctx, input: { taskId: deleted.id } });
    await editTask({
      ctx,
      input: {
        taskId: later.id,
        title: "x",
        assigneeId: wish.assigneeId,
        dueDay: "2026-11-23",
        dueTime: null,
      },
    });
    test_.clock.set(new Date("2026-11-22T00:00:00Z"));
    for (const { id } of [done, deleted, nobodys]) expect(await remind(team, id)).toBeUndefined();
    expect(await remind(team, later.id)).toEqual({ againAt: new Date("2026-11-23T06:00:00Z") });
    expect(await told(team)).toEqual([]);
  });

  test("given to another or put on another day it is announced anew; one's own after its moment is not", async () => {
    const team = await makeWorkspace(test_.runtime);
    const customerId = await someone(team);
    const ctx = team.member("owner");
    const past = { dueDay: "2026-11-20", dueTime: "11:00" };
    const own = await add(ctx, { customerId }, { ...past, assigneeId: memberOf(team, "owner") });
    await remind(team, own.id);
    expect(await told(team)).toEqual([]);
    const content = { taskId: own.id, title: "x", ...past };
    await editTask({ ctx, input: { ...content, assigneeId: memberOf(team, "support") } });
    await remind(team, own.id);
    expect(await told(team)).toEqual([idOf(own.id)]);
    // Other words are no news.
    await editTask({ ctx, input: { ...content, title: "y", assigneeId: memberOf(team, "support") } });
    await remind(team, own.id);
    expect(await told(team)).toHaveLength(1);
  });

  test("stays the moment it was when the workspace moves to another zone", async () => {
    const team = await makeWorkspace(test_.runtime);
    const customerId = await someone(team);
    const ctx = team.member("owner");
    const task = await add(ctx, { customerId }, tomorrow);
    const moved = { ...ctx, workspace: { ...ctx.workspace, timeZone: "America/New_York" } };
    const edited = await editTask({
      ctx: moved,
      input: { taskId: task.id, title: "y", assigneeId: null, ...tomorrow },
    });
    expect(edited.dueAt).toBe(task.dueAt);
    const [row] = await inWorkspace(ctx, (tx) =>
      tx
        .select()
        .from(tasks)
        .where(eq(tasks.id, idOf(task.id))),
    );
    expect(row).toMatchObject({ dueDay: "2026-11-21", dueTime: "12:00" });
  });
});
