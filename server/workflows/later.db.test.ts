import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { laterJobs, workflowEvents, workflowJobs, workflowRuns } from "@/db/schema";
import { inWorkspace, type LaterHandler, type LaterJob, runLater } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { laterWorkflows } from "./later";
import { openTestEngine } from "./testing/open-engine";

const state = useTestRuntime();
const kind = "test/later";
const minute = 60_000;

/** An engine with one kind of later job, and a workspace that asks for it. */
async function setUp(handler: LaterHandler, options: { atOnce?: number } = {}) {
  const { workspace } = await makeWorkspace(state.runtime);
  const engine = await openTestEngine(state, laterWorkflows({ [kind]: handler }, options));
  const inside = <T>(work: Parameters<typeof inWorkspace<T>>[1]) => inWorkspace({ workspace }, work);
  const ask = (inMs: number, subject = "a", replaceDueAt = false) =>
    inside((tx) =>
      runLater(
        tx,
        { workspaceId: workspace.id, kind, subject, dueAt: new Date(state.clock.now().getTime() + inMs) },
        { replaceDueAt },
      ),
    );
  return {
    workspace,
    engine,
    ask,
    asked: () => inside((tx) => tx.select().from(laterJobs).where(eq(laterJobs.workspaceId, workspace.id))),
    runs: () =>
      inside((tx) => tx.select().from(workflowRuns).where(eq(workflowRuns.workspaceId, workspace.id))),
    events: () =>
      inside((tx) => tx.select().from(workflowEvents).where(eq(workflowEvents.workspaceId, workspace.id))),
  };
}

describe("what is asked for later", () => {
  test("runs once when it is due, however often it was asked for, and leaves nothing", async () => {
    const told: LaterJob[] = [];
    const { workspace, engine, ask, asked, runs, events } = await setUp(async (job) => void told.push(job));
    await ask(10 * minute);
    await ask(2 * minute);
    await ask(5 * minute);
    await engine.settle();
    expect(told).toEqual([]);
    state.clock.advance(2 * minute);
    await engine.settle();
    await engine.settle();
    expect(told).toEqual([{ workspaceId: workspace.id, kind, subject: "a", attempts: 1 }]);
    expect([await asked(), await runs(), await events()]).toEqual([[], [], []]);
    const left = await state.runtime.worker
      .select()
      .from(workflowJobs)
      .where(eq(workflowJobs.workspaceId, workspace.id));
    expect(left).toEqual([]);
  });

  test("is put off by who asks for another moment, and comes again when it says so", async () => {
    const at: number[] = [];
    const start = state.clock.now().getTime();
    const { engine, ask } = await setUp(async () => {
      const now = state.clock.now().getTime();
      at.push((now - start) / minute);
      return at.length < 3 ? { againAt: new Date(now + minute) } : undefined;
    });
    await ask(minute);
    await ask(4 * minute, "a", true);
    for (let turn = 0; turn < 8; turn += 1) {
      state.clock.advance(minute);
      await engine.settle();
    }
    expect(at).toEqual([4, 5, 6]);
  });

  test("asked for while it goes on, it runs once more and never beside itself", async () => {
    let inHand = 0;
    let most = 0;
    const told: string[] = [];
    const made = await setUp(async ({ subject }) => {
      inHand += 1;
      most = Math.max(most, inHand);
      told.push(subject);
      if (told.length === 1) {
        await made.ask(0);
        await made.engine.later.runOnce();
        await made.engine.executor.runOnce();
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
      inHand -= 1;
      return undefined;
    });
    await made.ask(0);
    await made.engine.settle();
    state.clock.advance(1_000);
    await made.engine.settle();
    expect(told).toEqual(["a", "a"]);
    expect(most).toBe(1);
  });

  test("of a kind that takes long so many go on at once, whatever the workspaces", async () => {
    let inHand = 0;
    const seen: number[] = [];
    const handler: LaterHandler = async () => {
      inHand += 1;
      seen.push(inHand);
      await new Promise((resolve) => setTimeout(resolve, 20));
      inHand -= 1;
      return undefined;
    };
    const [one, other] = [await setUp(handler, { atOnce: 1 }), await setUp(handler, { atOnce: 1 })];
    for (const subject of ["a", "b", "c"]) {
      await one.ask(0, subject);
      await other.ask(0, subject);
    }
    await one.engine.settle();
    expect(seen).toEqual([1, 1, 1, 1, 1, 1]);
  });

  test("fails with pauses from two seconds on, and is kept with its error when it has failed for good", async () => {
    const attempts: number[] = [];
    const { engine, ask, runs } = await setUp(async (job) => {
      attempts.push(job.attempts);
      throw new Error("The shop's door is shut. 🚪");
    });
    await ask(0);
    await engine.settle();
    expect(attempts).toEqual([1]);
    // A pause is told in whole seconds by the real clock.
    state.clock.advance(4_000);
    await engine.settle();
    expect(attempts).toEqual([1, 2]);
    for (let turn = 0; turn < 20; turn += 1) {
      state.clock.advance(60 * minute);
      await engine.settle();
    }
    expect(attempts).toEqual(Array.from({ length: 21 }, (_, index) => index + 1));
    expect(await runs()).toMatchObject([
      { state: "failed", error: { message: "The shop's door is shut. 🚪" } },
    ]);
  });

  test("of a kind that this build does not have it waits for one that has it", async () => {
    const { workspace, engine, asked } = await setUp(async () => undefined);
    await inWorkspace({ workspace }, (tx) =>
      runLater(tx, {
        workspaceId: workspace.id,
        kind: "test/unknown",
        subject: "a",
        dueAt: state.clock.now(),
      }),
    );
    await engine.settle();
    expect(await asked()).toMatchObject([{ kind: "test/unknown" }]);
  });

  test("two processes hand each on once", async () => {
    const told: string[] = [];
    const made = await setUp(async ({ subject }) => void told.push(subject));
    for (let n = 0; n < 40; n += 1) await made.ask(0, String(n));
    await Promise.all([made.engine.later.runOnce(), made.engine.later.runOnce()]);
    await made.engine.settle();
    expect(told.toSorted()).toEqual(Array.from({ length: 40 }, (_, n) => String(n)).toSorted());
  });
});
