import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Ctx, inWorkspace } from "@/server/kernel";
import { makeWorkspace, testStart, useTestRuntime } from "@/server/testing";
import { sendEvent } from "./send-event";
import type { Stage } from "./testing/case";
import { cases } from "./testing/cases";
import { openTestEngine } from "./testing/open-engine";

/** The suite over the embedded executor; `npm run test:inngest` plays the same over a server. */

const state = useTestRuntime();
let engine: Awaited<ReturnType<typeof openTestEngine>>;
let ctx: Ctx;

beforeAll(async () => {
  const workflows = cases.flatMap((each) => each.workflows);
  expect(workflows.length).toBeGreaterThanOrEqual(40);
  engine = await openTestEngine(state, workflows);
});

beforeEach(async () => {
  state.clock.set(testStart);
  ctx = (await makeWorkspace(state.runtime)).member("owner");
  await engine.schedule();
});

const patienceS = 120;

const stage: Omit<Stage, "said"> = {
  send: (type, data = {}, options = {}) => inWorkspace(ctx, (tx) => sendEvent(tx, ctx, type, data, options)),
  async pass(seconds) {
    await engine.settle();
    for (let second = 0; second < seconds; second += 1) {
      state.clock.advance(1_000);
      await engine.settle();
    }
  },
  async until(isSo) {
    await engine.settle();
    for (let second = 0; !isSo(); second += 1) {
      if (second > patienceS) throw new Error("It did not come to pass.");
      await stage.pass(1);
    }
  },
};

describe("the embedded executor", () => {
  test.each(cases.map((each) => [each.name, each] as const))(
    "%s",
    { timeout: 30_000 },
    async (_name, each) => {
      await each.play({ ...stage, said: [] });
    },
  );
});
