import { eq, sql } from "drizzle-orm";
import { NonRetriableError, RetryAfterError } from "inngest";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { workflowJobs, workflowRuns } from "@/db/schema";
import { type Ctx, inWorkspace, platformScope } from "@/server/kernel";
import { makeWorkspace, testStart, useTestRuntime } from "@/server/testing";
import { defineEvent, type StepTools, type Workflow, type WorkflowHandler } from "./define";
import { nextTick, scheduleCrons } from "./embedded/crons";
import { startRuns } from "./embedded/runs";
import { EventInvalid, EventTooLarge } from "./errors";
import { sendEvent } from "./send-event";
import { openTestEngine } from "./testing";

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

let inStep = async (): Promise<void> => {};
let failures = 0;
const failTimes = (times: number, error: () => Error = () => new Error("not yet")) => {
  failures += 1;
  if (failures <= times) throw error();
};

const workflows: Workflow[] = [
  workflow("returns", async ({ event }) => ({ text: event.data.text, n: event.data.n })),
  workflow("returns-nothing", async () => undefined),
  workflow("seq", async ({ step }) => {
    const one = await step.run("one", () => say("one", 1));
    const two = await step.run("two", () => say("two", one + 1));
    return step.run("three", () => say("three", two + 1));
  }),
  workflow("same-name", async ({ step }) => {
    const all: number[] = [];
    for (let n = 0; n < 3; n += 1) all.push(await step.run("again", () => say(`again ${n}`, n)));
    return all;
  }),
  workflow("sleeps", async ({ step }) => {
    await step.run("before", () => say("before"));
    await step.sleep("pause", "2h");
    await step.run("after", () => say("after"));
    return "woken";
  }),
  workflow("sleeps-until", async ({ step }) => {
    await step.sleepUntil("morning", new Date("2026-11-21T06:00:00.000Z"));
    return "morning";
  }),
  workflow("parallel", async ({ step }) => {
    const both = await Promise.all(
      ["a", "b", "c"].map((name) => step.run(name, () => say(name, name.toUpperCase()))),
    );
    return step.run("joined", () => say("joined", both.join("")));
  }),
  workflow("parallel-sleeps", async ({ step }) => {
    await Promise.all([step.sleep("short", "1m"), step.sleep("long", "1h")]);
    return "both";
  }),
  workflow("step-retries", async ({ step }) => {
    await step.run("kept", () => say("kept"));
    return step.run("flaky", () => {
      say("flaky");
      failTimes(2);
      return "at last";
    });
  }),
  workflow("function-retries", async ({ step, attempt }) => {
    await step.run("kept", () => say("kept"));
    say(`attempt ${attempt}`);
    failTimes(1);
    return "at last";
  }),
  workflow("gives-up", async ({ step }) => step.run("bad", () => failTimes(99)), { retries: 1 }),
  workflow(
    "catches",
    async ({ step }) => {
      try {
        await step.run("bad", () => failTimes(99, () => new TypeError("no such thing")));
      } catch (error) {
        return step.run("mend", () => `mended: ${(error as Error).message}`);
      }
      return "never";
    },
    { retries: 0 },
  ),
  workflow("asks-for-time", async ({ step }) =>
    step.run("limited", () => {
      failTimes(1, () => new RetryAfterError("slow down", "40m"));
      return "now";
    }),
  ),
  workflow("final", async ({ step }) =>
    step.run("bad", () => {
      say("tried");
      throw new NonRetriableError("never again");
    }),
  ),
  workflow("told", async ({ step }) => step.run("bad", () => failTimes(99)), {
    retries: 0,
    onFailure: async ({ run, error }) =>
      run.step.run("tell", () =>
        say(`${run.event.name}: ${error.message} in ${run.event.workspaceId.length}`),
      ),
  }),
  workflow("robbed", async ({ step }) => {
    await step.run("first", async () => {
      say("first");
      await inStep();
    });
    return step.run("second", () => say("second", "second"));
  }),
  workflow("too-large", async ({ step }) => step.run("much", () => "x".repeat(5 * 1024 * 1024))),
  workflow("too-many", async ({ step }) => {
    for (let n = 0; n < 1_001; n += 1) await step.run(`s${n}`, () => n);
  }),
  workflow("waits", async ({ step }) =>
    (step as StepTools & { waitForEvent(id: string, of: object): Promise<unknown> }).waitForEvent("w", {
      event: "test/other",
      timeout: "1h",
    }),
  ),
  workflow("json", async ({ step }) =>
    step.run("odd", () => ({
      z: 1,
      a: [null, "\u0000", "şığ 👩‍⚕️", "مرحبا"],
      n: 1e21,
      nested: { data: { data: 1 } },
    })),
  ),
  workflow("wrapped", async ({ step }) => {
    const value = await step.run("looks like a memo", () => ({ data: 5 }));
    await step.run("next", () => say(JSON.stringify(value)));
    return value;
  }),
  workflow("twice-a", async () => say("a"), { triggers: [{ event: eventOf("twice") }] }),
  workflow("twice-b", async () => say("b"), { triggers: [{ event: eventOf("twice") }] }),
  workflow(
    "nightly",
    async ({ event, step }) => step.run("work", () => say("tick", event.data.scheduledAt)),
    {
      triggers: [{ cron: "TZ=Europe/Istanbul 0 3 * * *" }],
    },
  ),
];

let engine: Awaited<ReturnType<typeof openTestEngine>>;
let ctx: Ctx;

beforeAll(async () => {
  engine = await openTestEngine(state, workflows);
});

beforeEach(async () => {
  done = [];
  failures = 0;
  state.clock.set(testStart);
  ctx = (await makeWorkspace(state.runtime)).member("owner");
});

const send = (id: string, data: Partial<z.infer<typeof input>> = {}, options: { key?: string } = {}) =>
  inWorkspace(ctx, (tx) => sendEvent(tx, ctx, eventOf(id), { n: 0, text: "", ...data }, options));

/** Starts a workflow, carries out all that is due and tells its run. */
async function run(id: string, data?: Partial<z.infer<typeof input>>) {
  await send(id, data);
  await engine.settle();
  return look(id);
}

async function look(id: string) {
  const [only, ...others] = await engine.runsOf(ctx.workspace.id, id);
  expect(others).toEqual([]);
  return only!;
}

const jobsLeft = () => inWorkspace(ctx, (tx) => tx.select().from(workflowJobs));

describe("a run", () => {
  test("is given its event and keeps what it returns", async () => {
    const ended = await run("returns", { n: 7, text: "Çağrı" });
    expect(ended).toMatchObject({ state: "completed", output: { n: 7, text: "Çağrı" }, error: null });
    expect(await jobsLeft()).toEqual([]);
  });

  test("may return nothing", async () => {
    expect(await run("returns-nothing")).toMatchObject({ state: "completed", output: null });
  });

  test("runs each step once, in order, and hands its result on", async () => {
    expect(await run("seq")).toMatchObject({ state: "completed", output: 3 });
    expect(done).toEqual(["one", "two", "three"]);
  });

  test("knows steps of one name apart", async () => {
    expect(await run("same-name")).toMatchObject({ output: [0, 1, 2] });
    expect(done).toEqual(["again 0", "again 1", "again 2"]);
  });

  test("keeps what a step returns as it was, whatever its form", async () => {
    const value = { z: 1, a: [null, "\u0000", "şığ 👩‍⚕️", "مرحبا"], n: 1e21, nested: { data: { data: 1 } } };
    const ended = await run("json");
    expect(ended.output).toEqual(value);
    expect(Object.keys(ended.output as object)).toEqual(Object.keys(value));
    expect(await run("wrapped")).toMatchObject({ output: { data: 5 } });
    expect(done).toEqual(['{"data":5}']);
  });

  test("of two functions that one event starts is each its own", async () => {
    await send("twice");
    await engine.settle();
    expect(done.sort()).toEqual(["a", "b"]);
  });
});

describe("an event", () => {
  test("whose key is known starts nothing", async () => {
    const first = await send("seq", {}, { key: "once" });
    expect(await send("seq", {}, { key: "once" })).toBe(first);
    await engine.settle();
    expect(done).toEqual(["one", "two", "three"]);
  });

  test("of a transaction that is rolled back starts nothing", async () => {
    const undone = inWorkspace(ctx, async (tx) => {
      await sendEvent(tx, ctx, eventOf("seq"), { n: 0, text: "" });
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    await engine.settle();
    expect(await engine.runsOf(ctx.workspace.id, "seq")).toEqual([]);
  });

  test("of another form, or too large, is refused with what to do", async () => {
    const wrong = inWorkspace(ctx, (tx) => sendEvent(tx, ctx, eventOf("seq"), { n: "one" } as never));
    await expect(wrong).rejects.toThrow(EventInvalid);
    await expect(send("seq", { text: "x".repeat(600_000) })).rejects.toThrow(EventTooLarge);
  });

  test("of one workspace is not seen from another", async () => {
    await run("seq");
    const other = (await makeWorkspace(state.runtime)).member("owner");
    expect(await inWorkspace(other, (tx) => tx.select().from(workflowRuns))).toEqual([]);
  });
});

describe("a sleep", () => {
  test("ends at its time, and what came before it is not run again", async () => {
    expect(await run("sleeps")).toMatchObject({ state: "running" });
    state.clock.advance(2 * 3_600_000 - 1_000);
    await engine.settle();
    expect(done).toEqual(["before"]);
    state.clock.advance(1_000);
    await engine.settle();
    expect(done).toEqual(["before", "after"]);
    expect(await look("sleeps")).toMatchObject({ state: "completed", output: "woken" });
  });

  test("until a moment ends at that moment", async () => {
    await run("sleeps-until");
    state.clock.set("2026-11-21T05:59:59.000Z");
    await engine.settle();
    expect(await look("sleeps-until")).toMatchObject({ state: "running" });
    state.clock.set("2026-11-21T06:00:00.000Z");
    await engine.settle();
    expect(await look("sleeps-until")).toMatchObject({ state: "completed", output: "morning" });
  });

  test("beside another one ends with the longer", async () => {
    await run("parallel-sleeps");
    state.clock.advance(60_000);
    await engine.settle();
    expect(await look("parallel-sleeps")).toMatchObject({ state: "running" });
    state.clock.advance(3_540_000);
    await engine.settle();
    expect(await look("parallel-sleeps")).toMatchObject({ state: "completed", output: "both" });
  });
});

test("parallel steps run once each, and what follows them when all have ended", async () => {
  expect(await run("parallel")).toMatchObject({ state: "completed", output: "ABC" });
  expect(done.slice(0, 3).sort()).toEqual(["a", "b", "c"]);
  expect(done.slice(3)).toEqual(["joined"]);
});

describe("a failure", () => {
  test("of a step is tried again after a pause, and steps before it are not", async () => {
    await run("step-retries");
    expect(done).toEqual(["kept", "flaky"]);
    state.clock.advance(14_000);
    await engine.settle();
    expect(done).toEqual(["kept", "flaky"]);
    for (let hour = 0; hour < 2; hour += 1) {
      state.clock.advance(3_600_000);
      await engine.settle();
    }
    expect(done).toEqual(["kept", "flaky", "flaky", "flaky"]);
    expect(await look("step-retries")).toMatchObject({ state: "completed", output: "at last" });
  });

  test("between the steps is tried again, too", async () => {
    await run("function-retries");
    state.clock.advance(3_600_000);
    await engine.settle();
    expect(done.filter((each) => each === "kept")).toEqual(["kept"]);
    expect(await look("function-retries")).toMatchObject({ state: "completed", output: "at last" });
  });

  test("for good ends the run with its error", async () => {
    await run("gives-up");
    state.clock.advance(3_600_000);
    await engine.settle();
    expect(failures).toBe(2);
    expect(await look("gives-up")).toMatchObject({ state: "failed", error: { message: "not yet" } });
    expect(await jobsLeft()).toEqual([]);
  });

  test("of a step may be caught by its function", async () => {
    expect(await run("catches")).toMatchObject({ state: "completed", output: "mended: no such thing" });
  });

  test("that asks for a pause has that pause", async () => {
    await run("asks-for-time");
    state.clock.advance(39 * 60_000);
    await engine.settle();
    expect(failures).toBe(1);
    state.clock.advance(61_000);
    await engine.settle();
    expect(await look("asks-for-time")).toMatchObject({ state: "completed", output: "now" });
  });

  test("that is said to be final is not tried again", async () => {
    expect(await run("final")).toMatchObject({ state: "failed", error: { message: "never again" } });
    expect(done).toEqual(["tried"]);
  });

  test("for good is told to what follows it, with its event and in its workspace, once", async () => {
    expect(await run("told")).toMatchObject({ state: "failed" });
    expect(done).toEqual(["inngest/function.failed: not yet in 36"]);
    expect(await engine.runsOf(ctx.workspace.id, "told-failure")).toMatchObject([{ state: "completed" }]);
  });
});

describe("what is too much ends the run by name", () => {
  test("a step that returns five megabytes", async () => {
    expect(await run("too-large")).toMatchObject({ state: "failed", error: { name: "StepTooLarge" } });
  });

  test("a thousand and one steps", { timeout: 60_000 }, async () => {
    const ended = await run("too-many");
    expect(ended).toMatchObject({ state: "failed", error: { name: "TooManySteps" } });
    expect(ended.steps).toHaveLength(1_000);
  });

  test("an operation that the executor does not know", async () => {
    expect(await run("waits")).toMatchObject({ state: "failed", error: { name: "OperationUnknown" } });
  });
});

describe("a cron", () => {
  const ticks = async () =>
    (await engine.runsOf(platformScope, "nightly")).map(
      ({ event }) => (event!.data as { scheduledAt: string }).scheduledAt,
    );

  test("comes at its time in its zone, once, whoever looks, and goes on after it", async () => {
    const platform = { workspace: { id: platformScope } };
    await inWorkspace(platform, (tx) => scheduleCrons(tx, engine.registry, state.clock.now()));
    await Promise.all([engine.settle(), engine.settle()]);
    expect(await ticks()).toEqual([]);
    state.clock.set("2026-11-21T00:00:00.000Z");
    await Promise.all([engine.settle(), engine.settle()]);
    expect(await ticks()).toEqual(["2026-11-21T00:00:00.000Z"]);
    // Three nights without a process: the first of them is made up for, then it is tonight's turn.
    state.clock.set("2026-11-24T12:00:00.000Z");
    await engine.settle();
    expect(await ticks()).toEqual(["2026-11-21T00:00:00.000Z", "2026-11-22T00:00:00.000Z"]);
    const [job] = await state.runtime.worker.select().from(workflowJobs).where(eq(workflowJobs.kind, "tick"));
    expect(job!.dueAt.toISOString()).toBe("2026-11-25T00:00:00.000Z");
  });
});

test.each([
  [
    "when the clocks go forward over it, the moment after",
    "2026-03-28T12:00:00Z",
    "2026-03-29T01:00:00.000Z",
  ],
  ["when the clocks go back over it, once", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00.000Z"],
])("a cron comes, %s", (_when, after, expected) => {
  const cron = "TZ=Europe/Paris 30 2 * * *";
  const first = nextTick(cron, new Date(after));
  expect(first.toISOString()).toBe(expected);
  expect(nextTick(cron, first).getTime() - first.getTime()).toBeGreaterThan(22 * 3_600_000);
});

test("a run whose function this build does not have waits, and loses no attempt", async () => {
  const gone = { id: "santral-gone", maxAttempts: 1, triggers: [] };
  const { id: workspaceId } = ctx.workspace;
  const event = { workspaceId, key: "k", name: "test/gone", version: 1, data: {}, now: state.clock.now() };
  await inWorkspace(ctx, (tx) => startRuns(tx, [gone], event));
  for (let turn = 0; turn < 3; turn += 1) {
    await engine.settle();
    state.clock.advance(5 * 60_000);
  }
  expect(await look("gone")).toMatchObject({ state: "running" });
  expect(await jobsLeft()).toMatchObject([{ attempts: 0, generation: 3, leaseUntil: null }]);
});

test("a run whose process ends during each attempt ends with them", async () => {
  await send("final");
  await state.runtime.worker.execute(sql`
    update workflow_jobs set attempts = 5 where workspace_id = ${ctx.workspace.id}::uuid`);
  await engine.settle();
  expect(await look("final")).toMatchObject({ state: "failed", error: { name: "AttemptsExhausted" } });
  expect(done).toEqual([]);
});

test("two executors share fifty runs, and no step is run twice", async () => {
  const beside = await openTestEngine(state, workflows);
  for (let n = 0; n < 50; n += 1) await send("seq", { n });
  await Promise.all([engine.settle(), beside.settle()]);
  await Promise.all([engine.settle(), beside.settle()]);
  const runs = await engine.runsOf(ctx.workspace.id, "seq");
  expect(runs.map(({ state: at, output }) => `${at} ${output}`)).toEqual(Array(50).fill("completed 3"));
  for (const name of ["one", "two", "three"]) expect(done.filter((each) => each === name)).toHaveLength(50);
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
    await engine.executor.runOnce();
    await engine.executor.idle();
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
