import { and, eq, inArray, sql } from "drizzle-orm";
import { workflowEvents, workflowRuns } from "@/db/schema";
import {
  type Ctx,
  emit,
  getRuntime,
  inWorkspace,
  newId,
  recordAudit,
  requirePermission,
  type Transaction,
  toPublicId,
} from "@/server/kernel";
import { keepEvent, readEvents } from "../embedded/events";
import { type At, type Run, startRun } from "../embedded/runs";
import { holdSingletons } from "../embedded/singleton";
import type { SentEvent } from "../envelope";
import { readFunctionId } from "../rules";
import { RunAlone, RunEventGone, RunGoesOn, RunNotFound, RunWorkflowGone } from "../run-errors";
import { type ReplayedRun, RunInput } from "../schemas";
import { servedRegistry } from "../served-registry";
import { isReplayOf, replayKey } from "./internal";

/**
 * Begins a run that has ended anew, with the same event from its first step on. It is a run of its own: the one before
 * stays as it is, and nobody waits for what this one returns.
 *
 * @throws RunNotFound
 * @throws RunGoesOn          it has not ended
 * @throws RunWorkflowGone    this build does not have its function
 * @throws RunEventGone       its event is not kept any more
 * @throws RunAlone           one of its kind runs at a time, and one does
 * @throws WorkflowsNotServed
 */
export async function replayRun({ ctx, input }: { ctx: Ctx; input: RunInput }): Promise<ReplayedRun> {
  requirePermission(ctx, "workflow.steer");
  const { runId } = RunInput.parse(input);
  return inWorkspace(ctx, async (tx) => {
    const replayedBy = await beginAgain(tx, { workspaceId: ctx.workspace.id, runId, now: ctx.clock.now() });
    await recordAudit(tx, ctx, { action: "workflow.replay", entity: runId, after: { replayedBy } });
    await emit(tx, ctx, "workflow/changed", { aggregateId: replayedBy });
    return { runId: toPublicId("workflowRun", replayedBy) };
  });
}

/**
 * The same for a run of one workspace or of the platform itself, with the same errors; who may, and the record of it, is
 * the caller's care.
 *
 * @returns the id of the new run
 */
export async function beginAgain(
  tx: Transaction,
  { workspaceId, runId, now }: { workspaceId: string; runId: string; now: Date },
): Promise<string> {
  const tell = (message: string, fields: object) => getRuntime().logger.warn(fields, message);
  const at: At = { registry: servedRegistry(), now, tell };
  const run = await holdRunOrThrow(tx, workspaceId, runId);
  const publicRunId = toPublicId("workflowRun", runId);
  if (run.state === "running") throw new RunGoesOn({ runId: publicRunId });
  const registered = at.registry.get(run.functionId);
  if (!registered) throw new RunWorkflowGone(readFunctionId(run.functionId));
  const events = await copyEvents(tx, run);
  if (!events) throw new RunEventGone({ runId: publicRunId });
  if (registered.workflow.singleton && (await holdSingletons(tx, registered, events[0], at)).length > 0)
    throw new RunAlone({ runId: publicRunId });
  await startRun(tx, registered, events, at);
  const [started] = await tx
    .select({ id: workflowRuns.id })
    .from(workflowRuns)
    .where(
      and(
        eq(workflowRuns.workspaceId, workspaceId),
        eq(workflowRuns.functionId, run.functionId),
        eq(workflowRuns.eventId, events[0].id),
      ),
    );
  return started!.id;
}

/** Held, so that two members who press at once begin two runs and not half of one. */
async function holdRunOrThrow(tx: Transaction, workspaceId: string, id: string): Promise<Run> {
  const [run] = await tx
    .select()
    .from(workflowRuns)
    .where(and(eq(workflowRuns.workspaceId, workspaceId), eq(workflowRuns.id, id)))
    .for("update");
  if (!run) throw new RunNotFound();
  return run;
}

/** The run's events under names of their own: as they are, they would start it no second time. */
async function copyEvents(tx: Transaction, run: Run): Promise<[SentEvent, ...SentEvent[]] | undefined> {
  const { workspaceId } = run;
  const ids = run.batch ?? [run.eventId];
  const kept = await tx
    .select()
    .from(workflowEvents)
    .where(and(eq(workflowEvents.workspaceId, workspaceId), inArray(workflowEvents.id, ids)));
  const events = ids.flatMap((id) => kept.filter((event) => event.id === id));
  const [first] = events;
  if (!first || events.length < ids.length) return undefined;
  const [before] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(workflowEvents)
    .where(
      and(
        eq(workflowEvents.workspaceId, workspaceId),
        inArray(
          workflowEvents.name,
          events.map(({ name }) => name),
        ),
        isReplayOf(run.id),
      ),
    );
  // Those of a batch are counted together: each replay of it has left as many keys.
  const nth = before!.count + 1;
  const copies: string[] = [];
  for (const [place, event] of events.entries()) {
    const { id } = await keepEvent(tx, { ...event, id: newId(), key: replayKey(run.id, nth + place) });
    copies.push(id);
  }
  const [head, ...rest] = await readEvents(tx, workspaceId, copies);
  return head && [head, ...rest];
}
