import { z } from "zod";
import { type Ctx, inWorkspace, type Runtime } from "@/server/kernel";
import {
  defineEvent,
  openEngine,
  readRuns,
  sendEvent,
  serveWorkflows,
  type Workflow,
} from "@/server/workflows";

const asked = defineEvent("test/asked", 1, z.object({ word: z.string() }));

const answered = defineEvent("test/answered", 1, z.object({}));

const remembers: Workflow = {
  id: "test-remembers",
  triggers: [{ event: asked }],
  idempotency: "event.data.word",
  cancelOn: [{ event: answered, match: "data.word" }],
  load:
    async () =>
    async ({ event, step }) => {
      await step.run("repeat", () => event.data.word);
      await step.sleep("a while", "30d");
    },
};

/** A run that has kept a step and sleeps, and that an event would end. @returns its id */
export async function fillWorkflows(runtime: Runtime, ctx: Ctx, word: string): Promise<string> {
  serveWorkflows(runtime, [remembers]);
  const { executor } = await runtime.keep("test-workflows", () => openEngine(runtime, [remembers]));
  await inWorkspace(ctx, (tx) => sendEvent(tx, ctx, asked, { word }));
  // The event, then the run that it starts.
  for (let turn = 0; turn < 2; turn += 1) {
    await executor.runOnce();
    await executor.idle();
  }
  const { rows } = await inWorkspace(ctx, (tx) => readRuns(tx, ctx.workspace.id, {}, runtime.clock.now()));
  return rows[0]!.id;
}
