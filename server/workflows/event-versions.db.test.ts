import { beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { workflowJobs } from "@/db/schema";
import { type Ctx, inWorkspace } from "@/server/kernel";
import { makeWorkspace, testStart, useTestRuntime } from "@/server/testing";
import { defineEvent, type EventData, type EventType, type Workflow, type WorkflowHandler } from "./define";
import { getRun } from "./runs/get-run";
import { listRuns } from "./runs/list-runs";
import { sendEvent } from "./send-event";
import { serveWorkflows } from "./served-registry";
import { openTestEngine } from "./testing/open-engine";

/** Two builds over one database, as before and after a deploy, and back: no handler is given what it cannot read. */
const state = useTestRuntime();
let ctx: Ctx;
let said: string[];

const first = z.object({ order: z.string() });
const paidBefore = defineEvent("versions/paid", 1, first);
/** What was sent as the first version still fits. */
const paidWider = defineEvent("versions/paid", 2, first.extend({ note: z.string().optional() }));
/** It does not. */
const paidNow = defineEvent("versions/paid", 3, first.extend({ totalMinor: z.string() }));

const thanks = (type: EventType, handler: WorkflowHandler, more: Partial<Workflow> = {}): Workflow => ({
  id: "versions-thank",
  triggers: [{ event: type }],
  load: async () => handler,
  ...more,
});
const tell =
  (build: string): WorkflowHandler =>
  async ({ event }) => {
    said.push(`${build}: ${event.version} ${JSON.stringify(event.data)}`);
  };

beforeEach(async () => {
  state.clock.set(testStart);
  await state.runtime.worker.delete(workflowJobs);
  ctx = (await makeWorkspace(state.runtime)).member("owner");
  said = [];
});

const open = (...workflows: Workflow[]) => openTestEngine(state, workflows);
const send = <Data extends EventData>(type: EventType<Data>, data: Data) =>
  inWorkspace(ctx, (tx) => sendEvent(tx, ctx, type, data));
const runs = async () => (await listRuns({ ctx, input: {} })).rows;
const jobs = () => inWorkspace(ctx, (tx) => tx.select().from(workflowJobs));
const minutes = (count: number) => state.clock.advance(count * 60_000);

describe("an event of a version that this build does not know", () => {
  test("of a later one: starts nothing here, costs no try, and starts its run once where it is known", async () => {
    const before = await open(thanks(paidBefore, tell("before")));
    const after = await open(thanks(paidNow, tell("after")));
    await send(paidNow, { order: "A-1", totalMinor: "1000" });
    for (let look = 0; look < 3; look += 1) {
      await before.settle();
      minutes(6);
    }
    await before.settle();
    expect(await runs()).toEqual([]);
    expect(await jobs()).toMatchObject([{ kind: "event", attempts: 0, leaseUntil: null }]);
    minutes(6);
    await after.settle();
    await after.settle();
    expect(said).toEqual(['after: 3 {"order":"A-1","totalMinor":"1000"}']);
    expect(await runs()).toMatchObject([{ status: "completed" }]);
  });

  test("of a later one that would end runs: ends them where it is known", async () => {
    const begun = defineEvent("versions/begun", 1, z.object({ order: z.string() }));
    const waiting = (cancelOn: EventType) =>
      thanks(begun, async ({ step }) => step.sleep("long", "1d"), {
        cancelOn: [{ event: cancelOn, match: "data.order" }],
      });
    const before = await open(waiting(paidBefore));
    const after = await open(waiting(paidNow));
    await send(begun, { order: "A-2" });
    await before.settle();
    await send(paidNow, { order: "A-2", totalMinor: "1" });
    await before.settle();
    expect(await runs()).toMatchObject([{ status: "waiting" }]);
    minutes(6);
    await after.settle();
    expect(await runs()).toMatchObject([{ status: "cancelled" }]);
  });

  test("of an older one that still fits: the handler has it, and is told its version", async () => {
    const after = await open(thanks(paidWider, tell("after")));
    await send(paidBefore, { order: "A-3" });
    await after.settle();
    expect(said).toEqual(['after: 1 {"order":"A-3"}']);
  });

  test("of an older one that does not fit: its run fails at once by name, and what follows a failure is told", async () => {
    const failures: { name: string; message: string }[] = [];
    const after = await open(
      thanks(paidNow, tell("after"), {
        onFailure: async ({ error: { name, message } }) => failures.push({ name, message }),
      }),
    );
    await send(paidBefore, { order: "A-4" });
    await after.settle();
    expect(said).toEqual([]);
    const [failed] = (await runs()).filter(({ isAfterFailure }) => !isAfterFailure);
    const { status, error, steps } = await getRun({ ctx, input: { runId: failed!.id } });
    const message =
      "The event versions/paid is of version 1 and does not fit version 3, which this build knows: " +
      "totalMinor: Invalid input: expected string, received undefined";
    expect({ status, error, steps }).toMatchObject({
      status: "failed",
      error: { name: "EventVersionUnknown", message },
      steps: [],
    });
    expect(failures).toEqual([{ name: "EventVersionUnknown", message }]);
  });
});

describe("a run whose event is of a later version than this build knows", () => {
  const sleeping =
    (build: string): WorkflowHandler =>
    async ({ event, step }) => {
      await step.run("begin", () => void said.push(`${build}: begins`));
      await step.sleep("a while", "10m");
      await step.run("end", () => void said.push(`${build}: ends ${event.data.totalMinor}`));
    };

  test("waits for a build that knows it, shown as stuck with the reason, and goes on where it stood", async () => {
    const before = thanks(paidBefore, sleeping("before"));
    const after = thanks(paidNow, sleeping("after"));
    const [old, young] = [await open(before), await open(after)];
    serveWorkflows(state.runtime, [before]);
    await send(paidNow, { order: "A-5", totalMinor: "7" });
    await young.settle();
    expect(await runs()).toMatchObject([{ status: "waiting", stuck: null }]);
    minutes(11);
    await old.settle();
    minutes(6);
    await old.settle();
    expect(said).toEqual(["after: begins"]);
    const [shown] = await runs();
    expect(shown).toMatchObject({ status: "stuck", stuck: "build" });
    expect(await listRuns({ ctx, input: { status: "stuck" } })).toMatchObject({ rows: [{ id: shown!.id }] });
    // The build that knows it shows nothing of the kind.
    serveWorkflows(state.runtime, [after]);
    expect(await runs()).toMatchObject([{ status: "waiting", stuck: null }]);
    minutes(6);
    await young.settle();
    expect(said).toEqual(["after: begins", "after: ends 7"]);
    expect(await runs()).toMatchObject([{ status: "completed" }]);
  });

  test("is shown so where the build lacks the function itself", async () => {
    const young = await open(thanks(paidNow, sleeping("after")));
    const old = await open();
    serveWorkflows(state.runtime, []);
    await send(paidNow, { order: "A-6", totalMinor: "7" });
    await young.settle();
    minutes(11);
    await old.settle();
    expect(await runs()).toMatchObject([{ status: "stuck", stuck: "build" }]);
  });

  test("fails by name where the event came to a wait that cannot read it", async () => {
    const begun = defineEvent("versions/begun", 1, z.object({}));
    const engine = await open(
      thanks(begun, async ({ step }) => {
        await step.waitForEvent("payment", { event: paidBefore, timeout: "1d" });
        said.push("read it");
      }),
    );
    await send(begun, {});
    await engine.settle();
    await send(paidNow, { order: "A-7", totalMinor: "7" });
    await engine.settle();
    expect(said).toEqual([]);
    const [failed] = await runs();
    const { error } = await getRun({ ctx, input: { runId: failed!.id } });
    expect(error).toMatchObject({
      name: "EventVersionUnknown",
      message: "The event versions/paid is of version 3; this build knows versions up to 1.",
    });
  });
});
