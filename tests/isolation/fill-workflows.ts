import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { conversations } from "@/db/schema";
import { type Ctx, inWorkspace, type Runtime } from "@/server/kernel";
import { workspaceCheckAsked, workspaceChecksWorkflow } from "@/server/operations";
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
  const workflows = [remembers, workspaceChecksWorkflow];
  serveWorkflows(runtime, workflows);
  const { executor } = await runtime.keep("test-workflows", () => openEngine(runtime, workflows));
  await inWorkspace(ctx, (tx) => sendEvent(tx, ctx, asked, { word }));
  // The event, then the run that it starts.
  for (let turn = 0; turn < 2; turn += 1) {
    await executor.runOnce();
    await executor.idle();
  }
  const { rows } = await inWorkspace(ctx, (tx) => readRuns(tx, ctx.workspace.id, {}, runtime.clock.now()));
  return rows[0]!.id;
}

/** A night's checks of the workspace, in which one counter is wrong. */
export async function fillChecks(runtime: Runtime, ctx: Ctx): Promise<void> {
  const { executor } = await runtime.keep("test-workflows", () =>
    openEngine(runtime, [remembers, workspaceChecksWorkflow]),
  );
  const mine = eq(conversations.workspaceId, ctx.workspace.id);
  await inWorkspace(ctx, async (tx) => {
    await tx
      .update(conversations)
      .set({ answerCount: sql`${conversations.answerCount} + 7` })
      .where(mine);
    await sendEvent(tx, ctx, workspaceCheckAsked, { night: "2026-11-20" });
  });
  // A part that has to stand for a while is left waiting.
  for (let turn = 0; turn < 4; turn += 1) {
    await executor.runOnce();
    await executor.idle();
  }
}
