import { and, eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { auditLog, outbox, workflowEvents, workflowJobs, workflowRuns, workflowSteps } from "@/db/schema";
import {
  type Ctx,
  fromPublicId,
  inWorkspace,
  newId,
  PermissionDenied,
  platformScope,
  toPublicId,
} from "@/server/kernel";
import { makeWorkspace, testStart, useTestRuntime } from "@/server/testing";
import { defineEvent, type Workflow, type WorkflowHandler } from "../define";
import { cover } from "../mask";
import { type RunStatus, runStatuses } from "../rules";
import { RunAlone, RunEnded, RunGoesOn, RunNotFound, RunWorkflowGone } from "../run-errors";
import { sendEvent } from "../send-event";
import { serveWorkflows } from "../served-registry";
import { openTestEngine } from "../testing/open-engine";
import { cancelRunByHand } from "./cancel-run";
import { getRun, revealRun } from "./get-run";
import { listRuns, listRunWorkflows } from "./list-runs";
import { getRunFigures } from "./read-run-figures";
import { replayRun } from "./replay-run";

const state = useTestRuntime();

const personal = z.object({ name: z.string().default("Ayşe Yılmaz"), n: z.number().default(1) });
const eventOf = (id: string) => defineEvent(`seen/${id}`, 1, personal);
const workflow = (id: string, handler: WorkflowHandler, more: Partial<Workflow> = {}): Workflow => ({
  id,
  triggers: [{ event: eventOf(id) }],
  load: async () => handler,
  ...more,
});

const workflows: Workflow[] = [
  workflow("works", async ({ event, step }) => {
    await step.run("greet", () => ({ said: `Merhaba ${event.data.name}`, n: event.data.n }));
    return { ok: true };
  }),
  workflow(
    "breaks",
    async ({ step }) => {
      await step.run("write", () => {
        throw new Error("No mail to ayse@example.com");
      });
    },
    { retries: 0 },
  ),
  workflow("tries", async ({ step }) => {
    await step.run("again", () => {
      throw new Error("not yet");
    });
  }),
  workflow("sleeps", async ({ step }) => step.sleep("a while", "1d"), { singleton: { mode: "skip" } }),
  workflow("asks", async ({ step }) => {
    await step.waitForEvent("answer", { event: eventOf("answer"), timeout: "2h" });
  }),
  workflow("invokes", async ({ step }) => {
    await step.invoke("other", { workflow: "invoked", data: {} });
  }),
  { ...workflow("invoked", async ({ step }) => step.sleep("long", "3d")), triggers: [] },
];

let engine: Awaited<ReturnType<typeof openTestEngine>>;
let workspace: Awaited<ReturnType<typeof makeWorkspace>>;
let ctx: Ctx;

beforeAll(async () => {
  engine = await openTestEngine(state, workflows);
  serveWorkflows(state.runtime, workflows);
});
beforeEach(async () => {
  state.clock.set(testStart);
  workspace = await makeWorkspace(state.runtime);
  ctx = workspace.member("owner");
});

const send = (id: string, data: Partial<z.infer<typeof personal>> = {}) =>
  inWorkspace(ctx, (tx) => sendEvent(tx, ctx, eventOf(id), { name: "Ayşe Yılmaz", n: 1, ...data }));

/** Starts a workflow and carries out what is due. @returns its run as the list shows it */
async function run(id: string) {
  await send(id);
  await engine.settle();
  return rowOf(id);
}
const rowOf = async (workflow: string) =>
  (await listRuns({ ctx, input: { workflow } })).rows.filter(({ isAfterFailure }) => !isAfterFailure)[0]!;
const detailOf = (runId: string) => getRun({ ctx, input: { runId } });
const uuidOf = (runId: string) => fromPublicId("workflowRun", runId)!;
const auditOf = (action: string) =>
  inWorkspace(ctx, (tx) =>
    tx
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.workspaceId, ctx.workspace.id), eq(auditLog.action, action))),
  );

describe("the list", () => {
  test("says how runs stand, and is narrowed by that", async () => {
    for (const id of ["works", "breaks", "sleeps", "asks", "invokes"]) await run(id);
    await send("works", { n: 2 });
    await engine.executor.runOnce();
    await engine.executor.idle();
    const stands = async (status: RunStatus) =>
      (await listRuns({ ctx, input: { status } })).rows.map(({ workflow }) => workflow).sort();
    expect(await stands("completed")).toEqual(["works"]);
    expect(await stands("failed")).toEqual(["breaks"]);
    expect(await stands("waiting")).toEqual(["asks", "invoked", "invokes", "sleeps"]);
    expect(await stands("queued")).toEqual(["works"]);
    expect(await stands("running")).toEqual([]);
    expect(await stands("stuck")).toEqual([]);
    const all = await listRuns({ ctx, input: {} });
    expect(all.rows).toHaveLength(7);
    expect(runStatuses).toEqual(expect.arrayContaining(all.rows.map(({ status }) => status)));
    expect(await listRunWorkflows({ ctx })).toEqual([
      "asks",
      "breaks",
      "invoked",
      "invokes",
      "sleeps",
      "works",
    ]);
  });

  test("comes in pages, each run once, those of one moment too", async () => {
    for (let n = 0; n < 7; n += 1) await send("works", { n });
    await engine.settle();
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await listRuns({ ctx, input: { limit: 3, cursor } });
      seen.push(...page.rows.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toHaveLength(7);
    expect(new Set(seen).size).toBe(7);
  });

  test("finds by the id of a run or its event, however it is written, and by time", async () => {
    const eventId = await send("works");
    await engine.settle();
    const { id } = await rowOf("works");
    for (const search of [id, uuidOf(id), toPublicId("workflowEvent", eventId), eventId.replaceAll("-", "")])
      expect((await listRuns({ ctx, input: { search } })).rows.map((row) => row.id)).toEqual([id]);
    for (const search of ["Ayşe", newId(), toPublicId("workflowEvent", newId())])
      expect((await listRuns({ ctx, input: { search } })).rows).toEqual([]);
    state.clock.advance(2 * 86_400_000);
    expect((await listRuns({ ctx, input: { span: "day" } })).rows).toEqual([]);
    expect((await listRuns({ ctx, input: { span: "week" } })).rows).toHaveLength(1);
  });
});

describe("what is stuck", () => {
  const stuckOf = async (id: string) => {
    const { status, stuck } = await rowOf(id);
    return [status, stuck];
  };
  const change = (set: Partial<typeof workflowJobs.$inferInsert>) =>
    inWorkspace(ctx, (tx) => tx.update(workflowJobs).set(set));
  const at = (minutes: number) => new Date(state.clock.now().getTime() + minutes * 60_000);

  test("is whose holder has been silent for more than five minutes", async () => {
    await run("tries");
    await change({ leaseUntil: at(-4) });
    expect(await stuckOf("tries")).not.toContain("stuck");
    await change({ leaseUntil: at(-6) });
    expect(await stuckOf("tries")).toEqual(["stuck", "lost"]);
  });

  test("is what was due more than ten minutes ago, but not what waits for room or goes before others", async () => {
    await run("tries");
    await change({ leaseUntil: null, dueAt: at(-9) });
    expect(await stuckOf("tries")).not.toContain("stuck");
    await change({ dueAt: at(-11) });
    expect(await stuckOf("tries")).toEqual(["stuck", "late"]);
    await change({ slot: "s", slotLimit: 1, blockedOn: "s" });
    expect(await stuckOf("tries")).not.toContain("stuck");
    await change({ slot: null, slotLimit: null, blockedOn: null });
    await inWorkspace(ctx, (tx) => tx.update(workflowRuns).set({ priorityS: 600 }));
    expect(await stuckOf("tries")).not.toContain("stuck");
  });

  test("is what nothing will wake; a wait, a sleep and another run will", async () => {
    for (const id of ["sleeps", "asks", "invokes"]) {
      await run(id);
      expect(await stuckOf(id)).toEqual(["waiting", null]);
    }
    await inWorkspace(ctx, (tx) => tx.delete(workflowJobs));
    expect(await stuckOf("sleeps")).toEqual(["stuck", "forgotten"]);
    expect(await stuckOf("asks")).toEqual(["waiting", null]);
    expect(await stuckOf("invokes")).toEqual(["waiting", null]);
    expect((await getRunFigures({ ctx })).open).toMatchObject({ stuck: 2, waiting: 2 });
  });
});

describe("a run", () => {
  test("shows its event, steps and result, and covers what is personal", async () => {
    const { id } = await run("works");
    const detail = await detailOf(id);
    expect(detail).toMatchObject({ status: "completed", isMasked: true, mayReveal: true, pauses: [] });
    expect(detail.steps).toMatchObject([{ name: "greet", kind: "work", state: "done" }]);
    expect(JSON.parse(detail.events[0]!.data.json!)).toEqual({ name: cover, n: 1 });
    expect(JSON.parse(detail.steps[0]!.value!.json!)).toEqual({ said: cover, n: 1 });
    expect(JSON.parse(detail.output!.json!)).toEqual({ ok: true });
    expect(JSON.stringify(detail)).not.toContain("Ayşe");
  });

  test("shows why it failed without whom it was about", async () => {
    const { id } = await run("breaks");
    const { error, steps } = await detailOf(id);
    expect(error).toEqual({ name: "Error", message: `No mail to ${cover}`, stack: null });
    expect(JSON.stringify(steps)).not.toContain("ayse@");
  });

  test("says what it waits for and until when", async () => {
    const until = (hours: number) => new Date(testStart.getTime() + hours * 3_600_000).toISOString();
    expect((await detailOf((await run("sleeps")).id)).pauses).toEqual([
      { kind: "sleep", name: "a while", until: until(24) },
    ]);
    expect((await detailOf((await run("asks")).id)).pauses).toEqual([
      { kind: "event", name: "seen/answer", until: until(2) },
    ]);
    const tried = await detailOf((await run("tries")).id);
    expect(tried).toMatchObject({ pauses: [{ kind: "retry" }] });
    expect(tried.failedTries + tried.steps.reduce((sum, step) => sum + step.failedTries, 0)).toBe(1);
  });

  test("leads to the runs around it", async () => {
    const { id } = await run("invokes");
    const child = await rowOf("invoked");
    const detail = await detailOf(id);
    expect(detail.children.map((link) => link.id)).toEqual([child.id]);
    expect(detail.pauses).toMatchObject([{ kind: "run", name: "other" }]);
    expect((await detailOf(child.id)).parent?.id).toBe(id);
  });

  test("names a large value by its size", async () => {
    const { id } = await run("works");
    await inWorkspace(ctx, (tx) => tx.update(workflowSteps).set({ value: { text: "x".repeat(40_000) } }));
    const { value } = (await detailOf(id)).steps[0]!;
    expect(value).toMatchObject({ json: null });
    expect(value!.bytes).toBeGreaterThan(40_000);
  });
});

describe("who sees what", () => {
  test.each([
    ["owner", true, true],
    ["admin", true, true],
    ["supervisor", false, false],
    ["support", false, false],
    ["analyst", false, false],
  ] as const)("%s", async (role, maySee, mayUncover) => {
    const { id } = await run("works");
    const own = { ctx: workspace.member(role), input: { runId: id } };
    if (maySee) expect(await getRun(own)).toMatchObject({ isMasked: true, mayReveal: mayUncover });
    else await expect(getRun(own)).rejects.toBeInstanceOf(PermissionDenied);
    if (mayUncover) {
      const shown = await revealRun(own);
      expect(shown.events[0]!.data.json).toContain("Ayşe Yılmaz");
      expect(await auditOf("workflow.reveal")).toMatchObject([{ entityId: uuidOf(id), actorKind: "member" }]);
    } else await expect(revealRun(own)).rejects.toBeInstanceOf(PermissionDenied);
  });

  test("the platform's operator sees runs, and never whom they are about", async () => {
    const { id } = await run("works");
    const operator = workspace.as({ kind: "operator", operatorId: newId(), name: "Test" });
    const shown = await getRun({ ctx: operator, input: { runId: id } });
    expect(shown).toMatchObject({ isMasked: true, mayReveal: false });
    expect(JSON.stringify(shown)).not.toContain("Ayşe");
    await expect(revealRun({ ctx: operator, input: { runId: id } })).rejects.toBeInstanceOf(PermissionDenied);
  });

  test("another workspace's run is not found, to see, to stop and to begin anew", async () => {
    const { id } = await run("sleeps");
    const stranger = (await makeWorkspace(state.runtime)).member("owner");
    const input = { runId: id };
    for (const verb of [getRun, revealRun, cancelRunByHand, replayRun])
      await expect(verb({ ctx: stranger, input })).rejects.toBeInstanceOf(RunNotFound);
    expect((await listRuns({ ctx: stranger, input: { search: id } })).rows).toEqual([]);
    expect((await rowOf("sleeps")).status).toBe("waiting");
  });
});

describe("stopping a run", () => {
  test("ends it and all that it waits for, audited and announced", async () => {
    const { id } = await run("sleeps");
    expect(await cancelRunByHand({ ctx, input: { runId: id } })).toMatchObject({ status: "cancelled" });
    expect((await detailOf(id)).pauses).toEqual([]);
    state.clock.advance(2 * 86_400_000);
    await engine.settle();
    expect((await rowOf("sleeps")).status).toBe("cancelled");
    const [entry] = await auditOf("workflow.cancel");
    expect(entry).toMatchObject({ entityId: uuidOf(id), actorKind: "member" });
    expect(entry!.changes).toEqual({ status: { before: "waiting", after: "cancelled" } });
    const told = await inWorkspace(ctx, (tx) =>
      tx.select().from(outbox).where(eq(outbox.name, "workflow/changed")),
    );
    expect(told).toMatchObject([{ aggregateId: uuidOf(id) }]);
  });

  test("two members at once: one does it, the other is told", async () => {
    const { id } = await run("sleeps");
    const results = await Promise.allSettled(
      ["owner", "admin"].map((role) =>
        cancelRunByHand({ ctx: workspace.member(role as "owner"), input: { runId: id } }),
      ),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(cancelRunByHand({ ctx, input: { runId: id } })).rejects.toBeInstanceOf(RunEnded);
  });

  test("is for owners and admins", async () => {
    const { id } = await run("sleeps");
    for (const verb of [cancelRunByHand, replayRun])
      await expect(
        verb({ ctx: workspace.member("supervisor"), input: { runId: id } }),
      ).rejects.toBeInstanceOf(PermissionDenied);
  });
});

describe("beginning a run anew", () => {
  test("is a run of its own with the same event, audited, as often as it is asked for", async () => {
    const { id } = await run("breaks");
    const first = await replayRun({ ctx, input: { runId: id } });
    state.clock.advance(1_000);
    const second = await replayRun({ ctx, input: { runId: id } });
    await engine.settle();
    expect(new Set([id, first.runId, second.runId]).size).toBe(3);
    const shown = await revealRun({ ctx, input: { runId: first.runId } });
    expect(shown).toMatchObject({ status: "failed", replayOf: { id } });
    expect(JSON.parse(shown.events[0]!.data.json!)).toEqual({ name: "Ayşe Yılmaz", n: 1 });
    expect((await detailOf(id)).replays.map((link) => link.id)).toEqual([first.runId, second.runId]);
    const events = await inWorkspace(ctx, (tx) =>
      tx.select().from(workflowEvents).orderBy(workflowEvents.id),
    );
    expect(events.map(({ key }) => key).slice(1)).toEqual([
      `replay:${uuidOf(id)}:1`,
      `replay:${uuidOf(id)}:2`,
    ]);
    expect(await auditOf("workflow.replay")).toMatchObject([
      { entityId: uuidOf(id), changes: { replayedBy: { after: uuidOf(first.runId) } } },
      { entityId: uuidOf(id) },
    ]);
  });

  test("is refused while it goes on, and where one of its kind runs at a time", async () => {
    const { id } = await run("sleeps");
    await expect(replayRun({ ctx, input: { runId: id } })).rejects.toBeInstanceOf(RunGoesOn);
    await cancelRunByHand({ ctx, input: { runId: id } });
    await replayRun({ ctx, input: { runId: id } });
    await expect(replayRun({ ctx, input: { runId: id } })).rejects.toBeInstanceOf(RunAlone);
  });

  test("is refused for what this build does not know any more", async () => {
    const { id } = await run("works");
    await inWorkspace(ctx, (tx) => tx.update(workflowRuns).set({ functionId: "santral-gone" }));
    await expect(replayRun({ ctx, input: { runId: id } })).rejects.toBeInstanceOf(RunWorkflowGone);
  });

  test("copies all events of a batch", async () => {
    const { id } = await run("works");
    const [event] = await inWorkspace(ctx, (tx) => tx.select().from(workflowEvents));
    const other = newId();
    await inWorkspace(ctx, async (tx) => {
      await tx.insert(workflowEvents).values({ ...event!, id: other, key: other });
      await tx.update(workflowRuns).set({ batch: [event!.id, other] });
    });
    for (let time = 0; time < 2; time += 1) await replayRun({ ctx, input: { runId: id } });
    await engine.settle();
    const runs = await inWorkspace(ctx, (tx) => tx.select().from(workflowRuns));
    const batches = runs.map(({ batch }) => batch ?? []);
    expect(batches.map((batch) => batch.length)).toEqual([2, 2, 2]);
    expect(new Set(batches.flat()).size).toBe(6);
  });
});

describe("the figures", () => {
  test("count what ended in 24 hours, how well and how fast", async () => {
    for (const id of ["works", "breaks", "sleeps"]) await run(id);
    await cancelRunByHand({ ctx, input: { runId: (await rowOf("sleeps")).id } });
    await inWorkspace(ctx, (tx) =>
      tx
        .update(workflowRuns)
        .set({ startedAt: new Date(testStart.getTime() - 4_000) })
        .where(eq(workflowRuns.state, "failed")),
    );
    const figures = await getRunFigures({ ctx });
    expect(figures).toMatchObject({
      ended: 3,
      failedShare: 0.5,
      medianMs: 0,
      p95Ms: 4_000,
      open: { queued: 0, running: 0, waiting: 0, stuck: 0 },
    });
    expect(figures.hours).toHaveLength(24);
    expect(figures.hours.at(-1)).toEqual({
      at: "2026-11-20T09:00:00.000Z",
      completed: 1,
      failed: 1,
      cancelled: 1,
    });
    state.clock.advance(25 * 3_600_000);
    expect(await getRunFigures({ ctx })).toMatchObject({ ended: 0, failedShare: null, medianMs: null });
  });

  test("are a workspace's own", async () => {
    await run("works");
    const stranger = (await makeWorkspace(state.runtime)).member("owner");
    expect((await getRunFigures({ ctx: stranger })).ended).toBe(0);
    expect(ctx.workspace.id).not.toBe(platformScope);
  });
});
