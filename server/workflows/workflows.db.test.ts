import { like } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { workflowEvents, workflowJobs, workflowRuns, workflowWaits } from "@/db/schema";
import { type Ctx, inWorkspace, platformScope } from "@/server/kernel";
import { makeWorkspace, testStart, useTestRuntime } from "@/server/testing";
import { defineEvent, type Workflow, type WorkflowHandler } from "./define";
import { EventInvalid, EventLoop, EventTooLarge } from "./errors";
import { forgetRuns } from "./forget";
import { sendEvent } from "./send-event";
import { openTestEngine } from "./testing/open-engine";

/** What is the embedded executor's own, beside what the conformance suite plays over every driver. */

const state = useTestRuntime();

/** What the handlers of a test have done, in order. */
let done: string[] = [];
function say<T = undefined>(what: string, value?: T): T {
  done.push(what);
  return value as T;
}

const input = z.object({ n: z.number().default(0), text: z.string().default("") });
const eventOf = (id: string) => defineEvent(`test/${id}`, 1, input);

/** A workflow that its own event starts. */
function workflow(id: string, handler: WorkflowHandler, more: Partial<Workflow> = {}): Workflow {
  return { id, triggers: [{ event: eventOf(id) }], load: async () => handler, ...more };
}

const workflows: Workflow[] = [
  workflow("returns", async ({ event }) => ({ text: event.data.text, n: event.data.n })),
  workflow("chain", async ({ step }) => {
    await step.run("one", () => say("one"));
    await step.run("two", () => say("two"));
  }),
  workflow("odd", async ({ step }) => step.run("odd", () => ({ z: 1, a: "\u0000", b: [null] }))),
  workflow("too-large", async ({ step }) => step.run("much", () => "x".repeat(5 * 1024 * 1024))),
  workflow("too-heavy", async ({ step }) => {
    for (let n = 0; n < 12; n += 1) await step.run(`s${n}`, () => "x".repeat(3 * 1024 * 1024));
  }),
  workflow("too-many", async ({ step }) => {
    for (let n = 0; n < 1_001; n += 1) await step.run(`s${n}`, () => n);
  }),
  workflow("ping", async ({ step }) => {
    done.push("ping");
    await step.sendEvent("on", eventOf("pong"), { n: 0, text: "" });
  }),
  workflow(
    "pong",
    async ({ step }) => {
      await step.sendEvent("on", eventOf("ping"), { n: 0, text: "" });
    },
    { retries: 0, onFailure: async ({ error }) => say(error.message) },
  ),
  workflow(
    "abroad",
    async ({ step }) =>
      step.sendEvent("there", eventOf("chain"), { n: 0, text: "" }, { workspaceId: platformScope }),
    { retries: 0 },
  ),
  workflow(
    "waits",
    async ({ step }) => {
      await step.waitForEvent("w", { event: eventOf("answer"), timeout: "1h" });
      return say("answered");
    },
    { cancelOn: [{ event: eventOf("stop") }] },
  ),
  workflow("invokes-nobody", async ({ step }) => step.invoke("who", { workflow: "nobody", data: {} }), {
    retries: 0,
  }),
  workflow(
    "nightly",
    async ({ event, step }) => step.run("work", () => say("tick", event.data.scheduledAt)),
    { triggers: [{ cron: "TZ=Europe/Istanbul 0 3 * * *" }] },
  ),
  workflow("each-minute", async () => undefined, { triggers: [{ cron: "* * * * *" }] }),
];

let engine: Awaited<ReturnType<typeof openTestEngine>>;
let ctx: Ctx;

beforeAll(async () => {
  engine = await openTestEngine(state, workflows);
});

beforeEach(async () => {
  done = [];
  state.clock.set(testStart);
  ctx = (await makeWorkspace(state.runtime)).member("owner");
});

const send = (id: string, data: Partial<z.infer<typeof input>> = {}, options: { key?: string } = {}) =>
  inWorkspace(ctx, (tx) => sendEvent(tx, ctx, eventOf(id), { n: 0, text: "", ...data }, options));

async function look(id: string) {
  const [only, ...others] = await engine.runsOf(ctx.workspace.id, id);
  expect(others).toEqual([]);
  return only!;
}

/** Starts a workflow, carries out all that is due and tells its run. */
async function run(id: string, data?: Partial<z.infer<typeof input>>) {
  await send(id, data);
  await engine.settle();
  return look(id);
}

const rowsOf = (table: typeof workflowJobs | typeof workflowWaits) =>
  inWorkspace(ctx, (tx) => tx.select().from(table));

describe("a run", () => {
  test("leaves nothing to do behind", async () => {
    const ended = await run("returns", { n: 7, text: "Çağrı" });
    expect(ended).toMatchObject({ state: "completed", output: { n: 7, text: "Çağrı" }, error: null });
    expect(await rowsOf(workflowJobs)).toEqual([]);
  });

  test("keeps what a step returns with its order and U+0000", async () => {
    const { output } = await run("odd");
    expect(JSON.stringify(output)).toBe('{"z":1,"a":"\\u0000","b":[null]}');
  });

  test("that invokes what is not there fails and names it", async () => {
    expect(await run("invokes-nobody")).toMatchObject({
      state: "failed",
      error: { message: expect.stringContaining("santral-nobody") },
    });
  });
});

describe("an event", () => {
  test("whose key is known starts nothing, even at the same time", async () => {
    const ids = await Promise.all([1, 2, 3].map(() => send("chain", {}, { key: "once" })));
    expect(new Set(ids).size).toBe(1);
    await engine.settle();
    expect(done).toEqual(["one", "two"]);
  });

  test("of a transaction that is rolled back starts nothing", async () => {
    const undone = inWorkspace(ctx, async (tx) => {
      await sendEvent(tx, ctx, eventOf("chain"), { n: 0, text: "" });
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    await engine.settle();
    expect(await engine.runsOf(ctx.workspace.id, "chain")).toEqual([]);
  });

  test("of another form, or too large, is refused with what to do", async () => {
    const wrong = inWorkspace(ctx, (tx) => sendEvent(tx, ctx, eventOf("chain"), { n: "one" } as never));
    await expect(wrong).rejects.toThrow(EventInvalid);
    await expect(send("chain", { text: "x".repeat(600_000) })).rejects.toThrow(EventTooLarge);
  });

  test("ends no wait and no run of another workspace", async () => {
    await run("waits");
    const other = (await makeWorkspace(state.runtime)).member("owner");
    for (const id of ["answer", "stop"])
      await inWorkspace(other, (tx) => sendEvent(tx, other, eventOf(id), { n: 0, text: "" }));
    await engine.settle();
    expect(await look("waits")).toMatchObject({ state: "running" });
    expect(await inWorkspace(other, (tx) => tx.select().from(workflowRuns))).toEqual([]);
    await send("answer");
    await engine.settle();
    expect(await look("waits")).toMatchObject({ state: "completed" });
    expect(await rowsOf(workflowWaits)).toEqual([]);
  });

  test("that a run of one workspace sends to another is refused", async () => {
    expect(await run("abroad")).toMatchObject({ state: "failed" });
    expect(await engine.runsOf(platformScope, "chain")).toEqual([]);
  });

  test("that goes round is refused in the end, and the round is named", async () => {
    await send("ping");
    await engine.settle();
    expect(done.filter((each) => each === "ping").length).toBeLessThan(30);
    const failed = [
      ...(await engine.runsOf(ctx.workspace.id, "ping")),
      ...(await engine.runsOf(ctx.workspace.id, "pong")),
    ].filter(({ state: at }) => at === "failed");
    expect(failed).toMatchObject([{ error: { message: expect.stringMatching(/ping → pong|pong → ping/) } }]);
    expect(new EventLoop({ name: "a", cycle: ["b", "a"] }).message).toContain("b → a");
  });
});

describe("what is too much ends the run by name", () => {
  test("a step that returns five megabytes", async () => {
    expect(await run("too-large")).toMatchObject({ state: "failed", error: { name: "StepTooLarge" } });
  });

  test("steps that return more than a run holds", async () => {
    expect(await run("too-heavy")).toMatchObject({ state: "failed", error: { name: "RunTooLarge" } });
  });

  test("a thousand and one steps", { timeout: 60_000 }, async () => {
    const ended = await run("too-many");
    expect(ended).toMatchObject({ state: "failed", error: { name: "TooManySteps" } });
    expect(ended.steps).toHaveLength(1_000);
  });
});

describe("a cron", () => {
  const ticks = async () =>
    (await engine.runsOf(platformScope, "nightly")).map(
      ({ event }) => (event!.data as { scheduledAt: string }).scheduledAt,
    );

  test("comes at its time in its zone, once, whoever looks, and goes on after it", async () => {
    await engine.schedule();
    await Promise.all([engine.settle(), engine.settle()]);
    expect(await ticks()).toEqual([]);
    state.clock.set("2026-11-21T00:00:00.000Z");
    await Promise.all([engine.settle(), engine.settle()]);
    expect(await ticks()).toEqual(["2026-11-21T00:00:00.000Z"]);
    // Three nights without a process: the first of them is made up for, then it is tonight's turn.
    state.clock.set("2026-11-24T12:00:00.000Z");
    await engine.settle();
    expect(await ticks()).toEqual(["2026-11-21T00:00:00.000Z", "2026-11-22T00:00:00.000Z"]);
    const nextTicks = () =>
      state.runtime.worker.select().from(workflowJobs).where(like(workflowJobs.step, "santral-nightly%"));
    expect((await nextTicks()).map(({ dueAt }) => dueAt.toISOString())).toEqual(["2026-11-25T00:00:00.000Z"]);
    // A clock that was ahead is set back: the next start brings the tick back to its time, and what was is not repeated.
    state.clock.set("2026-11-21T12:00:00.000Z");
    await engine.schedule();
    expect((await nextTicks()).map(({ dueAt }) => dueAt.toISOString())).toEqual(["2026-11-22T00:00:00.000Z"]);
    state.clock.set("2026-11-22T00:00:00.000Z");
    await engine.settle();
    expect(await ticks()).toHaveLength(2);
  });
});

test("ticks that a busy machine is late for all come", async () => {
  await engine.schedule();
  state.clock.advance(7 * 60_000);
  await engine.settle();
  const runs = await engine.runsOf(platformScope, "each-minute");
  const ticks = runs.map(({ event }) => (event!.data as { scheduledAt: string }).scheduledAt);
  expect(ticks.filter((tick) => tick.startsWith("2026-11-20T09:0")).sort()).toEqual(
    [1, 2, 3, 4, 5, 6, 7].map((n) => `2026-11-20T09:0${n}:00.000Z`),
  );
});

test("what ended a month ago is forgotten; what still goes on keeps the event that it began with", async () => {
  state.clock.set(new Date());
  await run("returns");
  await run("waits");
  const events = () => inWorkspace(ctx, (tx) => tx.select().from(workflowEvents));
  await forgetRuns(ctx.workspace.id);
  expect(await events()).toHaveLength(2);
  state.clock.advance(31 * 86_400_000);
  await forgetRuns(ctx.workspace.id);
  expect((await events()).map(({ name }) => name)).toEqual(["test/waits"]);
  expect(await engine.runsOf(ctx.workspace.id, "returns")).toEqual([]);
  expect(await look("waits")).toMatchObject({ state: "running" });
});

test("events carry who acted", async () => {
  await run("returns");
  const [event] = await inWorkspace(ctx, (tx) => tx.select().from(workflowEvents));
  expect(event).toMatchObject({ actorKind: "member", version: 1, chain: [] });
});
