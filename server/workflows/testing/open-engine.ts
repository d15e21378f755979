import { and, eq, sql } from "drizzle-orm";
import { workflowEvents, workflowRuns, workflowSteps } from "@/db/schema";
import { inWorkspace, platformScope, type Runtime } from "@/server/kernel";
import type { Workflow } from "../define";
import { scheduleCrons } from "../embedded/crons";
import { openEngine } from "../engine";
import { createLaterLoop } from "../later";

type Clock = { now(): Date; advance(ms: number): void };

/** An engine over these workflows whose time the test moves. */
export async function openTestEngine(
  state: { runtime: Runtime; clock: Clock },
  workflows: readonly Workflow[],
) {
  const engine = await openEngine(state.runtime, workflows);
  const later = createLaterLoop(state.runtime, engine.registry, {
    beginsRuns: true,
    presence: engine.presence,
  });
  return {
    ...engine,
    later,
    /** Gives every cron its next tick, as the start of a process does. */
    schedule: () =>
      inWorkspace({ workspace: { id: platformScope } }, (tx) =>
        scheduleCrons(tx, engine.registry, state.clock.now()),
      ),
    /** Carries out all that is due, and all that becomes due of it. */
    async settle(): Promise<void> {
      const { executor } = engine;
      for (let turn = 0; turn < 2_000; turn += 1) {
        await later.runOnce();
        await executor.runOnce();
        await executor.idle();
        const [row] = await state.runtime.worker.execute<{ due: number }>(sql`
          select count(*)::int as due from workflow_jobs where due_at <= ${state.clock.now().toISOString()}::timestamptz
            and blocked_on is null and (lease_until is null or lease_until < ${state.clock.now().toISOString()}::timestamptz)`);
        if (row!.due === 0) return;
      }
      throw new Error("The workflows do not come to rest.");
    },
    /** The runs of a function with their steps, oldest first. */
    runsOf(workspaceId: string, workflow: string) {
      return inWorkspace({ workspace: { id: workspaceId } }, async (tx) => {
        const runs = await tx
          .select()
          .from(workflowRuns)
          .where(
            and(
              eq(workflowRuns.workspaceId, workspaceId),
              eq(workflowRuns.functionId, `santral-${workflow}`),
            ),
          )
          .orderBy(workflowRuns.id);
        const steps = await tx
          .select()
          .from(workflowSteps)
          .where(eq(workflowSteps.workspaceId, workspaceId))
          .orderBy(workflowSteps.nth);
        const events = await tx
          .select()
          .from(workflowEvents)
          .where(eq(workflowEvents.workspaceId, workspaceId));
        return runs.map((run) => ({
          ...run,
          event: events.find(({ id }) => id === run.eventId),
          steps: steps.filter(({ runId }) => runId === run.id),
        }));
      });
    },
  };
}
