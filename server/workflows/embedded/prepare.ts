import { type SQL, sql } from "drizzle-orm";
import { inWorkspace, type Runtime } from "@/server/kernel";
import { type KeptEvent, toSentEvent } from "../envelope";
import type { Registered } from "../registry";
import type { Claimed } from "./claim";
import { putOff } from "./jobs";
import { type Call, type Memo, type SerialisedError, sleepEnd } from "./protocol";
import { type At, endRun, holdClaimedRun } from "./runs";

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

type Opened = {
  function_id: string;
  request_version: number | null;
  is_begun: boolean;
  is_awaited: boolean;
  steps: { id: string; state: "planned" | "done" | "failed"; value: unknown; error: unknown }[] | null;
  events: (Omit<KeptEvent, "occurredAt"> & { occurredAt: string })[] | null;
};

/** All that a function is called with; undefined when there is nothing to call. */
export async function prepareCall(
  { worker }: Pick<Runtime, "worker">,
  claimed: Claimed,
  at: At,
): Promise<Call | undefined> {
  const { workspaceId, runId } = claimed;
  const [run] = await worker.execute<Opened>(
    sql`select * from open_workflow_call(${workspaceId}::uuid, ${runId}::uuid)`,
  );
  if (!run) return undefined;
  const { function_id: functionId } = run;
  const registered = at.registry.get(functionId);
  if (!registered) {
    // A build that knows it may come back; until then the run waits, and costs it no attempt.
    at.tell("this build does not have the function of a run", { functionId, runId });
    await putOff(worker, claimed, new Date(at.now.getTime() + unknownPauseMs));
    return undefined;
  }
  if (claimed.crashes >= mostCrashes) {
    await inWorkspace({ workspace: { id: workspaceId } }, async (tx) => {
      const held = await holdClaimedRun(tx, claimed);
      if (held) await endRun(tx, held, { error: crashed }, at);
    });
    return undefined;
  }
  const events = (run.events ?? []).map((event) =>
    toSentEvent({ ...event, occurredAt: new Date(event.occurredAt) }),
  );
  const newer = events.find(({ name, data }) =>
    at.registry.events.isNewer({ name, version: data._santral.version }),
  );
  if (newer) {
    const { version } = newer.data._santral;
    at.tell("this build does not know the version of a run's event", { event: newer.name, version, runId });
    await putOff(worker, claimed, new Date(at.now.getTime() + unknownPauseMs));
    return undefined;
  }
  if (!run.is_begun)
    await worker.execute(sql`
      select begin_workflow_run(${workspaceId}::uuid, ${runId}::uuid, ${instant(at.now)}, ${endsBy(registered, at.now)})`);
  const steps = run.steps ?? [];
  const ended = steps.filter(({ state }) => state !== "planned");
  return {
    functionId,
    runId,
    isAwaited: run.is_awaited,
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
    requestVersion: run.request_version ?? unknownVersion,
    isOnlyPlanning: steps.length > ended.length,
    claim: { id: `${workspaceId}.${runId}.${claimed.step}`, generation: claimed.generation },
  };
}

const instant = (at: Date): SQL => sql`${at.toISOString()}::timestamptz`;

/** When a run whose first call begins now is ended, whatever it does then. */
function endsBy({ workflow }: Registered, now: Date): SQL {
  const finish = workflow.timeouts?.finish;
  return finish ? instant(sleepEnd(finish, now)) : sql`null`;
}
