import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { workflowJobs } from "@/db/schema";
import { type Ctx, inWorkspace, newId } from "@/server/kernel";
import { losingOneAnswer, makeWorkspace, testStart, useTestRuntime } from "@/server/testing";
import { defineEvent, type Workflow, type WorkflowHandler } from "../define";
import { sendEvent } from "../send-event";
import { openTestEngine } from "../testing/open-engine";
import { advance } from "./advance";
import { type Claimed, claimJobs, freeForgottenSlots, giveBackClaims } from "./claim";
import { keepEvent, readEvent } from "./events";
import { cancelRun, endReturned, goOn, holdRun, startRun } from "./runs";

const state = useTestRuntime();

let done: string[] = [];
function say<T = undefined>(what: string, value?: T): T {
  done.push(what);
  return value as T;
}

const eventOf = (id: string) => defineEvent(`test/${id}`, 1, z.object({}));
const workflow = (id: string, handler: WorkflowHandler, more: Partial<Workflow> = {}): Workflow => ({
  id,
  triggers: [{ event: eventOf(id) }],
  load: async () => handler,
  ...more,
});

let inStep = async (): Promise<void> => {};

const workflows = [
  workflow("chain", async ({ step }) => {
    await step.run("one", () => say("one"));
    await step.run("two", () => say("two"));
    return step.run("three", () => say("three", 3));
  }),
  workflow("robbed", async ({ step }) => {
    await step.run("first", async () => {
      say("first");
      await inStep();
    });
    return step.run("second", () => say("second", "second"));
  }),
  workflow("hangs", async ({ step }) => step.run("hang", () => new Promise(() => {})), {
    longestCall: "1s",
    retries: 0,
  }),
  workflow("alone", async ({ step }) => step.run("work", () => sleep(5)), { concurrency: 1 }),
];

let engine: Awaited<ReturnType<typeof openTestEngine>>;
let ctx: Ctx;

beforeAll(async () => {
  engine = await openTestEngine(state, workflows);
});

beforeEach(async () => {
  done = [];
  inStep = async () => {};
  state.clock.set(testStart);
  ctx = (await makeWorkspace(state.runtime)).member("owner");
});

const sendIn = (sender: Ctx, id: string) =>
  inWorkspace(sender, (tx) => sendEvent(tx, sender, eventOf(id), {}));
const send = (id: string) => sendIn(ctx, id);
const jobs = () => inWorkspace(ctx, (tx) => tx.select().from(workflowJobs));

async function look(id: string) {
  const [only, ...others] = await engine.runsOf(ctx.workspace.id, id);
  expect(others).toEqual([]);
  return only!;
}

/** Takes up what is due, once. */
async function turn() {
  await engine.executor.runOnce();
  await engine.executor.idle();
}

test("a run whose function this build does not have waits, and loses no attempt", async () => {
  const gone = { id: "santral-gone", maxAttempts: 1, workflow: { triggers: [] } };
  const { id: workspaceId } = ctx.workspace;
  const at = { registry: engine.registry, now: state.clock.now(), tell: () => {} };
  await inWorkspace(ctx, async (tx) => {
    const { id } = await keepEvent(tx, {
      ...{ workspaceId, id: newId(), key: "k", name: "test/gone", version: 1, data: {} },
      ...{ actorKind: "system", actorId: null, chain: [], occurredAt: at.now },
    });
    await startRun(tx, gone, [await readEvent(tx, workspaceId, id)], at);
  });
  for (let nth = 0; nth < 3; nth += 1) {
    await engine.settle();
    state.clock.advance(5 * 60_000);
  }
  expect(await look("gone")).toMatchObject({ state: "running" });
  expect(await jobs()).toMatchObject([{ attempts: 0, generation: 3, leaseUntil: null }]);
});

test("a run in whose step the process ends again and again ends by name", async () => {
  await send("chain");
  await turn();
  await state.runtime.worker.execute(sql`
    update workflow_jobs set crashes = 20 where workspace_id = ${ctx.workspace.id}::uuid`);
  await engine.settle();
  expect(await look("chain")).toMatchObject({ state: "failed", error: { name: "ProcessEnded" } });
  expect(done).toEqual([]);
});

test.each([
  ["a claim whose answer was lost", "crashes = crashes +", true],
  ["a call that the database did not let begin", "open_workflow_call", false],
])("%s is taken up again at once, and is no crash", async (_label, text, isLoopTold) => {
  const runtime = losingOneAnswer(state.runtime, text);
  const { executor } = await openTestEngine({ runtime, clock: state.clock }, workflows);
  await send("chain");
  const outcome = await executor.runOnce().then(
    () => "no error",
    (error: Error) => error.message,
  );
  await executor.idle();
  expect(outcome.includes("CONNECTION_CLOSED")).toBe(isLoopTold);
  // The clock stands still: no lease runs out.
  for (let nth = 0; nth < 10; nth += 1) {
    await executor.runOnce();
    await executor.idle();
  }
  expect(await look("chain")).toMatchObject({ state: "completed", output: 3 });
  expect(done).toEqual(["one", "two", "three"]);
});

test("what a process works on is not given back, nor what another one holds", async () => {
  const [holder, another] = [newId(), newId()];
  for (let n = 0; n < 3; n += 1) await send("chain");
  const [busy] = await claimJobs(state.runtime, holder, { inHand: [], places: 1 });
  const [left] = await claimJobs(state.runtime, holder, { inHand: [], places: 1 });
  const [others] = await claimJobs(state.runtime, another, { inHand: [], places: 1 });
  await giveBackClaims(state.runtime, holder, [busy!]);
  const held = Object.fromEntries((await jobs()).map((job) => [job.runId, job]));
  expect(held[busy!.runId]).toMatchObject({ leaseHolder: holder });
  expect(held[left!.runId]).toMatchObject({ leaseHolder: null, leaseUntil: null, crashes: 0 });
  expect(held[others!.runId]).toMatchObject({ leaseHolder: another });
  await inWorkspace(ctx, (tx) => tx.delete(workflowJobs));
});

test("an operation that the executor does not know ends the run, and is named", async () => {
  await send("chain");
  await turn();
  const [claimed] = await claimJobs(state.runtime, newId(), { inHand: [], places: 1 });
  const at = { registry: engine.registry, now: state.clock.now(), tell: () => {} };
  const operations = [{ id: "x", op: "Gateway", displayName: "fetch" }];
  const answer = { kind: "operations" as const, operations, requestVersion: 2, isFinal: false };
  await inWorkspace(ctx, (tx) => advance(tx, claimed!, answer, at));
  const error = {
    name: "OperationUnknown",
    message: expect.stringContaining('"Gateway" of the step "fetch"'),
  };
  expect(await look("chain")).toMatchObject({ state: "failed", error });
});

test("a run that is asked what comes next while it is being asked is asked anew, and the first answer is refused", async () => {
  await send("chain");
  await turn();
  const [claimed] = await claimJobs(state.runtime, newId(), { inHand: [], places: 1 });
  const at = { registry: engine.registry, now: state.clock.now(), tell: () => {} };
  await inWorkspace(ctx, async (tx) => {
    const run = await holdRun(tx, { workspaceId: ctx.workspace.id, id: claimed!.runId });
    await goOn(tx, run!, at.now);
  });
  const answer = { kind: "returned" as const, value: "too early" };
  await inWorkspace(ctx, (tx) => advance(tx, claimed!, answer, at));
  await endReturned(state.runtime, claimed!, { functionId: "santral-chain" }, "too early", at);
  expect(await look("chain")).toMatchObject({ state: "running" });
  await engine.settle();
  expect(await look("chain")).toMatchObject({ state: "completed", output: 3 });
});

test("a run that is cancelled between the look at it and its first call leaves nothing that comes due", async () => {
  await send("chain");
  await turn();
  const [claimed] = await claimJobs(state.runtime, newId(), { inHand: [], places: 1 });
  const at = { registry: engine.registry, now: state.clock.now(), tell: () => {} };
  const name = { workspaceId: ctx.workspace.id, id: claimed!.runId };
  await inWorkspace(ctx, (tx) => cancelRun(tx, name, { name: "RunCancelled", message: "" }, at));
  const now = at.now.toISOString();
  await state.runtime.worker.execute(sql`
    select begin_workflow_run(${name.workspaceId}::uuid, ${name.id}::uuid, ${now}::timestamptz, ${now}::timestamptz)`);
  expect(await jobs()).toEqual([]);
  expect(await look("chain")).toMatchObject({ state: "cancelled", startedAt: null });
});

test("of each slot that nobody freed whoever waited longest is looked at again, and no other", async () => {
  const waiting = (["a 2", "a 1", "b 1", "c 3", "c 1", "c 2"] as const).map((step) => ({
    ...{ workspaceId: ctx.workspace.id, runId: newId(), kind: "call" as const, step },
    ...{ slot: step[0]!, slotLimit: 1, blockedOn: step[0]! },
    dueAt: new Date(state.clock.now().getTime() + Number(step.at(-1)) * 1_000),
  }));
  await inWorkspace(ctx, (tx) => tx.insert(workflowJobs).values(waiting));
  await freeForgottenSlots(state.runtime);
  const free = (await jobs()).filter(({ blockedOn }) => blockedOn === null);
  expect(free.map(({ step }) => step).sort()).toEqual(["a 1", "b 1", "c 1"]);
});

test("two executors share fifty runs, and no step is run twice", async () => {
  const beside = await openTestEngine(state, workflows);
  for (let n = 0; n < 50; n += 1) await send("chain");
  await Promise.all([engine.settle(), beside.settle()]);
  await Promise.all([engine.settle(), beside.settle()]);
  const runs = await engine.runsOf(ctx.workspace.id, "chain");
  expect(runs.map(({ state: at, output }) => `${at} ${output}`)).toEqual(Array(50).fill("completed 3"));
  for (const name of ["one", "two", "three"]) expect(done.filter((each) => each === name)).toHaveLength(50);
});

test("a function that hangs fails its attempt, and leaves its place", async () => {
  await send("hangs");
  await turn();
  await turn();
  expect(await look("hangs")).toMatchObject({ state: "failed", error: { name: "CallTimedOut" } });
});

describe("a claim that was lost", () => {
  /** As another process would that finds the lease run out. */
  const takeAway = () =>
    state.runtime.worker.execute(sql`
      update workflow_jobs set generation = generation + 1 where workspace_id = ${ctx.workspace.id}::uuid`);

  test("changes nothing any more: the new holder brings the result, once", async () => {
    // While a step's body runs, after which its holder sends what it returned.
    inStep = async () => void (await takeAway());
    await send("robbed");
    await turn();
    await turn();
    expect(await look("robbed")).toMatchObject({ state: "running", steps: [] });
    inStep = async () => {};
    state.clock.advance(31_000);
    await engine.settle();
    const ended = await look("robbed");
    expect(ended).toMatchObject({ state: "completed", output: "second" });
    expect(ended.steps.map(({ name }) => name)).toEqual(["first", "second"]);
    expect(done).toEqual(["first", "first", "second"]);
  });
});

describe("who gets a place", () => {
  const claim = (inHand: Claimed[], places: number) => claimJobs(state.runtime, newId(), { inHand, places });

  test("a workspace with much to do leaves places to others", async () => {
    for (let n = 0; n < 20; n += 1) await send("chain");
    const crowded = await claim([], 8);
    expect(crowded).toHaveLength(6);
    const other = (await makeWorkspace(state.runtime)).member("owner");
    await sendIn(other, "chain");
    const next = await claim(crowded, 8);
    expect(next.map(({ workspaceId }) => workspaceId)).toEqual([other.workspace.id]);
    state.clock.advance(60_000);
    await engine.settle();
  });

  test("what waits for a slot is found when its holder's process has ended", async () => {
    await send("alone");
    await send("alone");
    await turn();
    await turn();
    const held = await claim([], 8);
    expect(held.length).toBeLessThanOrEqual(1);
    state.clock.advance(60_000);
    await engine.settle();
    const runs = await engine.runsOf(ctx.workspace.id, "alone");
    expect(runs.map(({ state: at }) => at)).toEqual(["completed", "completed"]);
  });
});
