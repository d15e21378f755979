import { and, asc, eq } from "drizzle-orm";
import { workflowRuns, workflowSteps } from "@/db/schema";
import type { Transaction } from "@/server/kernel";
import type { Claimed } from "./claim";
import { readEvents } from "./events";
import { putOff } from "./jobs";
import type { Call, Memo, SerialisedError } from "./protocol";
import { type At, beginRun, endRun, holdClaimedRun } from "./runs";

/** A version that leaves the choice to the SDK, until its first answer has told one. */
const unknownVersion = -1;

/** How long what this build does not have, a function or the version of an event, waits for one that does. */
export const unknownPauseMs = 5 * 60_000;

/** A process may end for many reasons; one that ends here again and again ends by what it does here. */
const mostCrashes = 20;
const crashed: SerialisedError = {
  name: "ProcessEnded",
  message: `The process that ran it ended ${mostCrashes} times in the same step.`,
};

/** All that a function is called with; undefined when there is nothing to call. */
export async function prepareCall(tx: Transaction, claimed: Claimed, at: At): Promise<Call | undefined> {
  const { workspaceId, runId } = claimed;
  const [[run], steps] = await Promise.all([
    tx
      .select()
      .from(workflowRuns)
      .where(and(eq(workflowRuns.workspaceId, workspaceId), eq(workflowRuns.id, runId))),
    tx
      .select()
      .from(workflowSteps)
      .where(and(eq(workflowSteps.workspaceId, workspaceId), eq(workflowSteps.runId, runId)))
      .orderBy(asc(workflowSteps.nth)),
  ]);
  if (run?.state !== "running") return undefined;
  const registered = at.registry.get(run.functionId);
  if (!registered) {
    // A build that knows it may come back; until then the run waits, and costs it no attempt.
    at.tell("this build does not have the function of a run", { functionId: run.functionId, runId });
    await putOff(tx, claimed, new Date(at.now.getTime() + unknownPauseMs));
    return undefined;
  }
  if (claimed.crashes >= mostCrashes) {
    const held = await holdClaimedRun(tx, claimed);
    if (held) await endRun(tx, held, { error: crashed }, at);
    return undefined;
  }
  const events = await readEvents(tx, workspaceId, run.batch ?? [run.eventId]);
  const newer = events.find(({ name, data }) =>
    at.registry.events.isNewer({ name, version: data._santral.version }),
  );
  if (newer) {
    const { version } = newer.data._santral;
    at.tell("this build does not know the version of a run's event", { event: newer.name, version, runId });
    await putOff(tx, claimed, new Date(at.now.getTime() + unknownPauseMs));
    return undefined;
  }
  if (!run.startedAt) await beginRun(tx, run, registered, at.now);
  const ended = steps.filter(({ state }) => state !== "planned");
  return {
    functionId: run.functionId,
    runId,
    step: claimed.step,
    attempt: claimed.attempts,
    maxAttempts: registered.maxAttempts,
    events,
    memos: Object.fromEntries(
      ended.map(({ id, state, value, error }): [string, Memo] => [
        id,
        state === "done" ? { type: "data", data: value ?? null } : { type: "error", error },
      ]),
    ),
    stack: ended.map(({ id }) => id),
    requestVersion: run.requestVersion ?? unknownVersion,
    isOnlyPlanning: steps.length > ended.length,
    claim: { id: `${workspaceId}.${runId}.${claimed.step}`, generation: claimed.generation },
  };
}
