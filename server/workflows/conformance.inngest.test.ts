import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, test } from "vitest";
import { serveDoor } from "@/sandbox/testing/http";
import { type Ctx, inWorkspace, readEnv } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { Presence } from "./drivers";
import { InngestDriver } from "./inngest-driver";
import { openSdk } from "./sdk";
import { sendEvent } from "./send-event";
import type { Stage } from "./testing/case";
import { cases } from "./testing/cases";
import { createWorkflowsCore } from "./workflows-core";

/**
 * The suite over a real Inngest server (`npm run test:inngest`), with the same expectations as over the embedded executor.
 * The server is named as the product's is, and calls this process at 127.0.0.1: it runs on this machine.
 */

const state = useTestRuntime();
let driver: InngestDriver;
let server: { close(): Promise<void> };
let ctx: Ctx;
let isOver = false;

beforeAll(async () => {
  const { inngest } = readEnv({
    ...process.env,
    DATABASE_URL: state.runtime.env.databaseUrl,
    DATABASE_WORKER_URL: state.runtime.env.databaseWorkerUrl,
    DATA_DIR: state.runtime.env.dataDir,
    SANTRAL_SECRET: state.runtime.env.secret.toString("base64"),
  });
  if (!inngest)
    throw new Error(
      "Name the server: INNGEST_BASE_URL, INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY are not set.",
    );
  const workflows = cases.flatMap((each) => each.workflows);
  let core: ReturnType<typeof createWorkflowsCore> = () => null;
  const served = await serveDoor((request) => core(request));
  server = served;
  const sdk = await openSdk(workflows, { ...inngest, serveOrigin: served.origin, fetch });
  core = createWorkflowsCore(sdk);
  driver = new InngestDriver(state.runtime, {
    sdk,
    presence: new Presence(state.runtime, "inngest"),
    serveUrl: `${served.origin}/api/inngest`,
  });
  state.clock.set(new Date());
  await driver.runOnce();
  void sendOn();
});
afterAll(async () => {
  isOver = true;
  await server?.close();
});

beforeEach(async () => {
  state.clock.set(new Date());
  ctx = (await makeWorkspace(state.runtime)).member("owner");
});

async function sendOn(): Promise<void> {
  while (!isOver) {
    await driver.runOnce();
    await sleep(50);
  }
}

const patienceMs = 120_000;

const stage: Omit<Stage, "said"> = {
  send(type, data = {}, options = {}) {
    state.clock.set(new Date());
    return inWorkspace(ctx, (tx) => sendEvent(tx, ctx, type, data, options));
  },
  pass: (seconds) => sleep(seconds * 1_000),
  async until(isSo) {
    const deadline = Date.now() + patienceMs;
    while (!isSo()) {
      if (Date.now() > deadline) throw new Error("It did not come to pass.");
      await sleep(50);
    }
  },
};

describe("an Inngest server", () => {
  test.each(cases.map((each) => [each.name, each] as const))(
    "%s",
    { timeout: 2 * patienceMs },
    async (_name, each) => {
      await each.play({ ...stage, said: [] });
    },
  );
});
