import { newId, type Transaction } from "@/server/kernel";
import type { Claimed } from "./claim";
import { keepEvent, readEvent } from "./events";
import { askFor, endJob, putOff } from "./jobs";
import {
  type Answer,
  Invocation,
  isKnownOperation,
  type Operation,
  pauseBefore,
  readError,
  type SerialisedError,
  sleepEnd,
  WaitOptions,
} from "./protocol";
import {
  type At,
  askForStep,
  cancelRun,
  endRun,
  endStep,
  goOn,
  holdClaimedRun,
  noteRun,
  type Run,
  startRun,
} from "./runs";
import { type EndedStep, keepSteps, planStep, toEndedStep } from "./steps";
import { endWait, keepWaits } from "./waits";

/** The event of an invoked run. */
const invokedEvent = "inngest/function.invoked";

/**
 * Takes a function's answer into its run, in one transaction: steps are kept, the job ends, the next ones are asked for.
 * Nothing happens when the claim was lost meanwhile: whoever has it now brings the same.
 */
export async function advance(tx: Transaction, claimed: Claimed, answer: Answer, at: At): Promise<void> {
  const run = await holdClaimedRun(tx, claimed);
  if (!run) return;
  switch (answer.kind) {
    case "returned":
      return endRun(tx, run, { output: answer.value }, at);
    case "threw":
      return fail(tx, claimed, run, answer, at);
    case "operations":
      await noteVersion(tx, run, answer.requestVersion);
      return carryOut(tx, claimed, run, answer, at);
  }
}

/** The first answer says how the function is called from then on. */
async function noteVersion(tx: Transaction, run: Run, requestVersion: number): Promise<void> {
  if (run.requestVersion !== null) return;
  await noteRun(tx, run, { requestVersion });
  run.requestVersion = requestVersion;
}

/** An attempt that failed: put back with a pause, or the end of the run. */
async function fail(
  tx: Transaction,
  claimed: Claimed,
  run: Run,
  failure: { error: SerialisedError; isFinal: boolean; retryAfterMs?: number },
  at: At,
): Promise<void> {
  const maxAttempts = at.registry.get(run.functionId)?.maxAttempts ?? 1;
  if (failure.isFinal || claimed.attempts + 1 >= maxAttempts)
    return endRun(tx, run, { error: failure.error }, at);
  const pauseMs = pauseBefore(claimed.attempts, failure.retryAfterMs);
  await putOff(tx, claimed, new Date(at.now.getTime() + pauseMs), claimed.attempts + 1);
}

async function carryOut(
  tx: Transaction,
  claimed: Claimed,
  run: Run,
  { operations, retryAfterMs }: Extract<Answer, { kind: "operations" }>,
  at: At,
): Promise<void> {
  const { now } = at;
  const unknown = operations.find((operation) => !isKnownOperation(operation));
  if (unknown) {
    const message = `The embedded executor does not know the operation "${unknown.op}" of the step "${unknown.displayName ?? unknown.id}".`;
    return endRun(tx, run, { error: { name: "OperationUnknown", message } }, at);
  }
  const thrown = operations.find(({ op }) => op === "StepError");
  if (thrown) {
    // The other steps of the same answer are kept; this one is called again under the same job.
    const others = operations.filter(({ op }) => op === "StepRun").map(toEndedStep);
    const outcome = await keepSteps(tx, run, others, now);
    if (typeof outcome === "object") return endRun(tx, run, { error: outcome }, at);
    return fail(tx, claimed, run, { error: readError(thrown.error), isFinal: false, retryAfterMs }, at);
  }
  await endJob(tx, claimed);
  const isRace = run.isRace || operations.some(({ opts }) => opts?.parallelMode === "race");
  if (isRace !== run.isRace) await noteRun(tx, run, { isRace });
  run.isRace = isRace;
  let hasEnded = false;
  for (const operation of operations) {
    const outcome = await carryOutOne(tx, run, operation, at);
    if (outcome.error) return endRun(tx, run, { error: outcome.error }, at);
    hasEnded ||= outcome.isEnded;
  }
  const complete = operations.find(({ op }) => op === "RunComplete");
  if (complete) return endRun(tx, run, { output: complete.data }, at);
  if (hasEnded) await goOn(tx, run, now);
}

type Outcome = { isEnded: boolean; error?: SerialisedError };
const later: Outcome = { isEnded: false };

async function carryOutOne(tx: Transaction, run: Run, operation: Operation, at: At): Promise<Outcome> {
  const { now } = at;
  const { workspaceId, id: runId } = run;
  switch (operation.op) {
    case "StepRun":
    case "StepFailed":
      return keep(tx, run, toEndedStep(operation), now);
    case "DiscoveryRequest":
      return { isEnded: true };
    case "StepPlanned":
      await planStep(tx, run, operation, now);
      await askForStep(tx, run, operation.id, now);
      return later;
    case "Sleep": {
      const dueAt = sleepEnd(operation.name ?? "", now);
      await planStep(tx, run, operation, now);
      await askFor(tx, { workspaceId, runId, step: operation.id, kind: "wake", dueAt });
      return later;
    }
    case "WaitForEvent":
      return waitForEvent(tx, run, operation, at);
    case "InvokeFunction":
      return invoke(tx, run, operation, at);
    default:
      return later;
  }
}

async function keep(tx: Transaction, run: Run, step: EndedStep, now: Date): Promise<Outcome> {
  const outcome = await keepSteps(tx, run, [step], now);
  return { isEnded: true, error: typeof outcome === "object" ? outcome : undefined };
}

async function waitForEvent(tx: Transaction, run: Run, operation: Operation, { now }: At): Promise<Outcome> {
  const { workspaceId, id: runId } = run;
  const read = WaitOptions.safeParse(operation.opts);
  if (!read.success || !operation.name) return unreadable(operation);
  const expiresAt = sleepEnd(read.data.timeout, now);
  const event = await readEvent(tx, workspaceId, run.eventId);
  await planStep(tx, run, operation, now);
  await keepWaits(tx, run, event, [
    { step: operation.id, eventName: operation.name, expression: read.data.if, expiresAt },
  ]);
  await askFor(tx, { workspaceId, runId, step: operation.id, kind: "wait", dueAt: expiresAt });
  return later;
}

async function invoke(tx: Transaction, run: Run, operation: Operation, at: At): Promise<Outcome> {
  const { workspaceId, id: runId } = run;
  const read = Invocation.safeParse(operation.opts);
  if (!read.success) return unreadable(operation);
  const { function_id: functionId, payload, timeout } = read.data;
  const registered = at.registry.get(functionId);
  if (!registered) {
    const error = { name: "FunctionUnknown", message: `There is no function "${functionId}" to invoke.` };
    return keep(tx, run, { ...operation, error }, at.now);
  }
  await planStep(tx, run, operation, at.now);
  const own = await readEvent(tx, workspaceId, run.eventId);
  const { _santral: sent, ...data } = payload.data;
  const { actor } = own.data._santral;
  const { id } = await keepEvent(tx, {
    workspaceId,
    id: newId(),
    key: `${runId} ${operation.id}`,
    name: invokedEvent,
    version: 1,
    data,
    actorKind: actor.kind,
    actorId: actor.id,
    chain: sent.chain,
    occurredAt: at.now,
  });
  await startRun(tx, registered, [await readEvent(tx, workspaceId, id)], at, { runId, step: operation.id });
  if (timeout)
    await askFor(tx, {
      workspaceId,
      runId,
      step: operation.id,
      kind: "wait",
      dueAt: sleepEnd(timeout, at.now),
    });
  return later;
}

const unreadable = (operation: Operation): Outcome => ({
  isEnded: true,
  error: {
    name: "OperationUnreadable",
    message: `The operation "${operation.op}" of the step "${operation.displayName ?? operation.id}" came in a form that is not known.`,
  },
});

/** Nothing came in time: of an event the step ends with nothing, of an invoked run with an error. */
export async function endWaiting(tx: Transaction, claimed: Claimed, at: At): Promise<void> {
  const run = await holdClaimedRun(tx, claimed);
  if (!run) return;
  await endJob(tx, claimed);
  const { workspaceId, runId, step } = claimed;
  if (await endWait(tx, { workspaceId, runId, step }))
    return endStep(tx, run, { id: step, op: "WaitForEvent" }, { value: null }, at);
  const error = { name: "InvokeTimeout", message: "The invoked function took longer than the step waits." };
  return endStep(tx, run, { id: step, op: "InvokeFunction" }, { error }, at);
}

/** A run that was not called in time, or has not ended in time. */
export async function endLate(tx: Transaction, claimed: Claimed, at: At): Promise<void> {
  const run = await holdClaimedRun(tx, claimed);
  if (!run) return;
  const message =
    claimed.step === "timeout:start" ? "It was not started in time." : "It had not ended in its time.";
  await cancelRun(tx, run, { name: "RunTimedOut", message }, at);
}

/** A run that keeps more than it may, found while its function goes on or when it wakes. */
export async function endTooLarge(
  tx: Transaction,
  claimed: Claimed,
  error: SerialisedError,
  at: At,
): Promise<void> {
  const run = await holdClaimedRun(tx, claimed);
  if (run) await endRun(tx, run, { error }, at);
}
