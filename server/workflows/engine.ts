import { inWorkspace, platformScope, type Runtime } from "@/server/kernel";
import type { Workflow } from "./define";
import { embeddedOrigin } from "./embedded/call-function";
import { scheduleCrons } from "./embedded/crons";
import { Executor } from "./embedded/executor";
import { Registry } from "./registry";
import { openSdk, signingKeyOf } from "./sdk";

const checkpointPath = /^\/v1\/checkpoint\/[^/]+\/async$/;

/** What carries workflows out in this process. */
export type Engine = {
  registry: Registry;
  executor: Executor;
  /** The SDK's own, which believes signed calls only. */
  handler(request: Request): Promise<Response>;
};

/**
 * Opens the embedded executor over these workflows: the SDK's handler, and the little of a server that the SDK asks while
 * a function runs. Nothing runs until its loop is started.
 *
 * @throws Error when two workflows have one id, or an expression of theirs is none
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
  const executor = new Executor(runtime, { registry, handler, signingKey });
  return { registry, executor, handler };
}

/** Gives every cron its next tick and starts carrying out what is due. */
export async function startEngine(runtime: Runtime, { registry, executor }: Engine): Promise<void> {
  await inWorkspace({ workspace: { id: platformScope } }, (tx) =>
    scheduleCrons(tx, registry, runtime.clock.now()),
  );
  runtime.startLoop(executor.loop());
}
