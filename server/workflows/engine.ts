import { inWorkspace, platformScope, type Runtime } from "@/server/kernel";
import type { Workflow } from "./define";
import { Presence } from "./drivers";
import { embeddedOrigin } from "./embedded/call-function";
import { scheduleCrons } from "./embedded/crons";
import { Executor } from "./embedded/executor";
import { InngestDriver } from "./inngest-driver";
import { createLaterLoop } from "./later";
import { Registry } from "./registry";
import { openSdk, type Sdk, signingKeyOf } from "./sdk";

const checkpointPath = /^\/v1\/checkpoint\/[^/]+\/async$/;

/** What carries workflows out in this process. */
export type Engine = {
  registry: Registry;
  executor: Executor;
  presence: Presence;
  /** The SDK's own, which believes signed calls only. */
  handler: Sdk["handler"];
};

/**
 * Opens the embedded executor over these workflows: the SDK's handler, and the little of a server that the SDK asks while
 * a function runs. Nothing runs until its loop is started.
 *
 * @throws Error when two workflows have one id, or an expression, a duration or a cron of theirs is none
 */
export async function openEngine(runtime: Runtime, workflows: readonly Workflow[]): Promise<Engine> {
  const registry = new Registry(workflows);
  const signingKey = signingKeyOf(runtime.env);
  const { handler } = await openSdk(workflows, {
    signingKey,
    eventKey: "embedded",
    baseUrl: embeddedOrigin,
    serveOrigin: embeddedOrigin,
    async fetch(input, init) {
      const request = new Request(input, init);
      if (!checkpointPath.test(new URL(request.url).pathname))
        return Response.json({ error: "Not known to the embedded executor." }, { status: 404 });
      return Response.json({}, { status: await executor.takeCheckpoint(await request.json()) });
    },
  });
  const presence = new Presence(runtime, "embedded");
  const executor = new Executor(runtime, { registry, handler, signingKey, presence });
  return { registry, executor, presence, handler };
}

/** Gives every cron its next tick and starts carrying out what is due. */
export async function startEngine(runtime: Runtime, { registry, executor, presence }: Engine): Promise<void> {
  await inWorkspace({ workspace: { id: platformScope } }, (tx) =>
    scheduleCrons(tx, registry, runtime.clock.now()),
  );
  runtime.startLoop(executor.loop());
  runtime.startLoop(createLaterLoop(runtime, registry, { beginsRuns: true, presence }));
}

/** What a process needs of its workflows: the SDK's handler for its door, and the start of its own share of the work. */
export type Workflows = { handler: Sdk["handler"]; start(): Promise<void> };

/**
 * The workflows of this build over the driver that the environment names: an Inngest server, or the embedded executor.
 *
 * @throws Error when two workflows have one id, or an expression, a duration or a cron of theirs is none
 */
export async function openWorkflows(runtime: Runtime, workflows: readonly Workflow[]): Promise<Workflows> {
  const { inngest, origin, worker } = runtime.env;
  const isWorking = worker !== "off";
  if (!inngest) {
    const engine = await openEngine(runtime, workflows);
    return {
      handler: engine.handler,
      async start() {
        if (isWorking) await startEngine(runtime, engine);
      },
    };
  }
  // Refused here as the embedded executor would, whatever the server thinks of them.
  const registry = new Registry(workflows);
  const sdk = await openSdk(workflows, { ...inngest, serveOrigin: origin, fetch });
  const presence = new Presence(runtime, "inngest");
  const driver = new InngestDriver(runtime, { sdk, presence, serveUrl: `${origin}/api/inngest` });
  return {
    handler: sdk.handler,
    async start() {
      if (!isWorking) return;
      runtime.startLoop(driver.loop());
      runtime.startLoop(createLaterLoop(runtime, registry, { beginsRuns: false, presence }));
    },
  };
}
