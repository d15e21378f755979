import { and, desc, eq, sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { auditLog, outbox, platformAudit, workflowJobs } from "@/db/schema";
import {
  type Ctx,
  fromPublicId,
  inOperator,
  inWorkspace,
  newId,
  type OperatorCtx,
  PermissionDenied,
  toPublicId,
} from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { defineEvent, RunNotFound, sendEvent, serveWorkflows, type Workflow } from "@/server/workflows";
import { openTestEngine } from "@/server/workflows/testing/open-engine";
import { cancelRun, listActs, listRuns, readOneRun, readRunChoices, readRunFigures, replayRun } from ".";
import { forgetMeasures } from "./measure";

const state = useTestRuntime();
const actor = { kind: "operator", operatorId: newId(), name: "on-call@example.com" } as const;
const operator = (): OperatorCtx => ({ actor, clock: state.clock, requestId: "test" });

const asked = defineEvent("greeting/asked", 1, z.object({ name: z.string() }));
const workflows: Workflow[] = [
  {
    id: "greets",
    triggers: [{ event: asked }],
    load:
      async () =>
      async ({ event, step }) => {
        await step.run("greet", () => ({ said: `Merhaba ${event.data.name}` }));
        await step.sleep("a while", "2h");
        return { said: event.data.name };
      },
  },
  {
    id: "tidies",
    triggers: [{ cron: "0 * * * *" }],
    load:
      async () =>
      async ({ step }) => {
        await step.run("tidy", () => ({ said: "Every partition stands" }));
      },
  },
];

let engine: Awaited<ReturnType<typeof openTestEngine>>;
let mine: Ctx;
let other: Ctx;

beforeAll(async () => {
  engine = await openTestEngine(state, workflows);
  serveWorkflows(state.runtime, workflows);
  await engine.schedule();
});

beforeEach(async () => {
  [mine, other] = [
    (await makeWorkspace(state.runtime)).member("owner"),
    (await makeWorkspace(state.runtime)).member("owner"),
  ];
  forgetMeasures();
});

const greet = async (ctx: Ctx, name = "Ayşe Yılmaz") => {
  await inWorkspace(ctx, (tx) => sendEvent(tx, ctx, asked, { name }));
  await engine.settle();
  return (await listRuns({ ctx: operator(), input: { workspace: ctx.workspace.id, limit: 1 } })).rows[0]!;
};
const list = async (input: Parameters<typeof listRuns>[0]["input"]) =>
  (await listRuns({ ctx: operator(), input })).rows;
/** A tick of the platform's own work. */
async function tidy() {
  state.clock.advance(3_600_000);
  await engine.settle();
  return (await list({ workspace: "platform", limit: 1 }))[0]!;
}

describe("the list of all runs", () => {
  test("says whose each is, and is narrowed by workspace, work, state and time", async () => {
    const [first, second] = [await greet(mine), await greet(other)];
    expect(first).toMatchObject({
      workflow: "greets",
      status: "waiting",
      endedSteps: 1,
      workspace: { id: toPublicId("workspace", mine.workspace.id), name: mine.workspace.name },
    });
    expect(await list({ workspace: toPublicId("workspace", other.workspace.id) })).toEqual([second]);
    const own = await tidy();
    expect(own).toMatchObject({ workflow: "tidies", status: "completed", workspace: null });
    expect(await list({ workflow: "tidies" })).toContainEqual(own);
    expect(await list({ workflow: "greets", status: "completed" })).toEqual([]);
    const waiting = (await list({ status: "waiting" })).map(({ id }) => id);
    expect(waiting).toEqual(expect.arrayContaining([first.id, second.id]));
    expect(waiting).not.toContain(own.id);
    expect(await list({ search: first.id.toUpperCase() })).toEqual([first]);
    expect(await list({ search: fromPublicId("workflowRun", first.id)! })).toEqual([first]);
    const { events } = await readOneRun({ ctx: operator(), input: { runId: first.id } });
    expect(await list({ search: events[0]!.id })).toEqual([first]);
    for (const search of [toPublicId("workflowRun", newId()), "Ayşe"])
      expect(await list({ search })).toEqual([]);
    state.clock.advance(3 * 86_400_000);
    expect((await list({ span: "day" })).map(({ id }) => id)).not.toContain(first.id);
    expect((await list({ span: "week" })).map(({ id }) => id)).toContain(first.id);
  });

  test("comes in pages, each run once and newest first, also by how they stand", async () => {
    for (let n = 0; n < 3; n += 1) for (const ctx of [mine, other]) await greet(ctx, `n${n}`);
    const ofBoth = [mine, other].map((ctx) => toPublicId("workspace", ctx.workspace.id));
    for (const status of [null, "waiting"] as const) {
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const page = await listRuns({ ctx: operator(), input: { status, limit: 4, cursor } });
        expect(page.rows.length).toBeLessThanOrEqual(4);
        seen.push(...page.rows.filter((run) => ofBoth.includes(run.workspace?.id ?? "")).map(({ id }) => id));
        cursor = page.nextCursor;
      } while (cursor);
      expect(seen).toHaveLength(6);
      expect(new Set(seen).size).toBe(6);
    }
  });

  test("names what is stuck and why, in any workspace, and counts it", async () => {
    const { id } = await greet(mine);
    const before = await readRunFigures({ ctx: operator() });
    await inWorkspace(mine, (tx) => tx.delete(workflowJobs));
    expect(await list({ status: "stuck", workspace: mine.workspace.id })).toMatchObject([
      { id, stuck: "forgotten" },
    ]);
    state.clock.advance(60_000);
    const { open } = await readRunFigures({ ctx: operator() });
    expect(open.stuck).toBe(before.open.stuck + 1);
    expect(open.waiting).toBe(before.open.waiting - 1);
  });

  test("counts what ended in 24 hours, the platform's own among it", async () => {
    state.clock.advance(25 * 3_600_000);
    await engine.settle();
    const before = await readRunFigures({ ctx: operator() });
    await greet(mine);
    await greet(other);
    // Two ticks of the platform's own, and both sleepers wake.
    await tidy();
    await tidy();
    const after = await readRunFigures({ ctx: operator() });
    expect(after.ended).toBe(before.ended + 4);
    expect(after.hours.at(-1)!.completed).toBe(3);
  });

  test("offers the work of this build and every workspace", async () => {
    const { workflows: known, workspaces } = await readRunChoices({ ctx: operator() });
    expect(known).toEqual(["greets", "tidies"]);
    expect(workspaces.map(({ id }) => id)).toContain(toPublicId("workspace", mine.workspace.id));
  });
});

describe("one run", () => {
  test("of a workspace is always covered, whatever it holds", async () => {
    const { id } = await greet(mine);
    const run = await readOneRun({ ctx: operator(), input: { runId: id } });
    expect(run).toMatchObject({ isMasked: true, mayReveal: false, workspace: { name: mine.workspace.name } });
    expect(run.steps.map(({ name }) => name)).toEqual(["greet", "a while"]);
    expect(JSON.stringify(run)).not.toMatch(/Ayşe|Yılmaz|Merhaba/);
  });

  test("of the platform itself is shown", async () => {
    const { id } = await tidy();
    const run = await readOneRun({ ctx: operator(), input: { runId: id } });
    expect(run).toMatchObject({ isMasked: false, workspace: null, status: "completed" });
    expect(run.steps[0]!.value!.json).toContain("Every partition stands");
  });

  test("of a workspace that was made a moment ago is never taken for the platform's own", async () => {
    await list({});
    const newest = await makeWorkspace(state.runtime);
    const { workspace } = await greet(newest.member("owner"));
    const id = toPublicId("workspace", newest.workspace.id);
    expect(workspace).toEqual({ id, name: id });
  });

  test("that does not exist is not found", async () => {
    const input = { runId: newId() };
    for (const verb of [readOneRun, cancelRun, replayRun])
      await expect(verb({ ctx: operator(), input })).rejects.toBeInstanceOf(RunNotFound);
  });
});

describe("steering", () => {
  const lastActs = (n: number) => listActs({ ctx: operator() }).then((acts) => acts.slice(0, n));
  const ownAudit = (ctx: Ctx, action: string) =>
    inWorkspace(ctx, (tx) =>
      tx
        .select()
        .from(auditLog)
        .where(and(eq(auditLog.workspaceId, ctx.workspace.id), eq(auditLog.action, action))),
    );

  test("a workspace's run stands in both audits, and its people are told", async () => {
    const { id } = await greet(mine);
    expect(await cancelRun({ ctx: operator(), input: { runId: id } })).toMatchObject({ status: "cancelled" });
    state.clock.advance(1_000);
    const { runId } = await replayRun({ ctx: operator(), input: { runId: id } });
    await engine.settle();
    expect(await list({ search: runId })).toMatchObject([{ status: "waiting" }]);
    expect(await lastActs(2)).toMatchObject([
      { action: "workflow.replay", workspace: mine.workspace.name, operator: actor.name, runId: id },
      { action: "workflow.cancel", workspace: mine.workspace.name, runId: id },
    ]);
    for (const action of ["workflow.cancel", "workflow.replay"])
      expect(await ownAudit(mine, action)).toMatchObject([
        { actorKind: "operator", entityId: fromPublicId("workflowRun", id) },
      ]);
    const told = await inWorkspace(mine, (tx) => tx.select().from(outbox));
    expect(told.filter(({ name }) => name === "workflow/changed")).toHaveLength(2);
    expect(await ownAudit(other, "workflow.cancel")).toEqual([]);
  });

  test("the platform's own run is begun again, and stands in the platform's audit alone", async () => {
    const { id } = await tidy();
    await replayRun({ ctx: operator(), input: { runId: id } });
    await engine.settle();
    const [newest] = await list({ workspace: "platform", limit: 1 });
    expect(newest).toMatchObject({ workflow: "tidies", status: "completed" });
    expect(newest!.id).not.toBe(id);
    const [act] = await inOperator(actor.operatorId, (tx) =>
      tx.select().from(platformAudit).orderBy(desc(platformAudit.at), desc(platformAudit.id)).limit(1),
    );
    expect(act).toMatchObject({ action: "workflow.replay", workspaceId: null });
  });

  test("what is refused leaves no trace", async () => {
    const { id } = await tidy();
    const before = await lastActs(1);
    await expect(cancelRun({ ctx: operator(), input: { runId: id } })).rejects.toMatchObject({
      code: "RUN_ENDED",
    });
    expect(await lastActs(1)).toEqual(before);
  });

  test("is for operators: no member may, whatever the role", async () => {
    const { id } = await greet(mine);
    const ctx = mine as unknown as OperatorCtx;
    for (const verb of [readOneRun, cancelRun, replayRun])
      await expect(verb({ ctx, input: { runId: id } })).rejects.toThrow(PermissionDenied);
    await expect(listRuns({ ctx, input: {} })).rejects.toThrow(PermissionDenied);
    for (const verb of [readRunChoices, readRunFigures])
      await expect(verb({ ctx })).rejects.toThrow(PermissionDenied);
  });
});

describe("the database", () => {
  const refused = { cause: { code: "42501" } };

  test("gives requests no run across workspaces, and nobody what a run was about", async () => {
    await greet(mine);
    const look = sql`select * from resolve_runs(null, null, null, null, null, null, null, null)`;
    await expect(state.runtime.app.execute(look)).rejects.toMatchObject(refused);
    const rows = await state.runtime.worker.execute(look);
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toMatch(/Ayşe|Merhaba/);
    const columns = ["output", "error", "batch", "singleton_key"];
    for (const column of columns) expect(Object.keys(rows[0]!)).not.toContain(column);
    const granted = await state.runtime.worker.execute<{ allowed: boolean }>(
      sql`select has_column_privilege('santral_resolver', 'workflow_runs', name, 'SELECT') as allowed
        from unnest(string_to_array(${columns.join(" ")}, ' ')) name`,
    );
    expect(granted.map(({ allowed }) => allowed)).toEqual(columns.map(() => false));
    expect(await state.runtime.worker.execute(sql`select 1 from workflow_runs`)).toHaveLength(0);
  });
});
