import type { Transaction } from "@/server/kernel";
import type { Registry } from "../registry";
import type { Claimed } from "./claim";
import {
  type Answer,
  isKnownOperation,
  type Operation,
  pauseBefore,
  SerialisedError as Serialised,
  type SerialisedError,
  sleepEnd,
} from "./protocol";
import {
  askFor,
  discovery,
  endJob,
  endRun,
  hasPlanned,
  holdRun,
  keepStep,
  noteRun,
  planStep,
  putOff,
  type Run,
} from "./runs";

type At = { registry: Registry; now: Date };

/**
 * Takes a function's answer into its run, in one transaction: steps are kept, the job ends, the next ones are asked for.
 * Nothing happens when the claim was lost meanwhile: whoever has it now brings the same.
 */
export async function advance(tx: Transaction, claimed: Claimed, answer: Answer, at: At): Promise<void> {
  const run = await holdRun(tx, claimed);
  if (!run) return;
  switch (answer.kind) {
    case "returned":
      await noteVersion(tx, run, answer.requestVersion);
      return endRun(tx, at.registry, run, { output: answer.value }, at.now);
    case "threw":
      return fail(tx, claimed, run, answer, at);
    case "operations":
      await noteVersion(tx, run, answer.requestVersion);
      return carryOut(tx, claimed, run, answer, at);
  }
}

/** The first answer says how the function is called from then on. */
async function noteVersion(tx: Transaction, run: Run, requestVersion: number): Promise<void> {
  if (run.requestVersion === null) await noteRun(tx, run, { requestVersion });
}

/** An attempt that failed: put back with a pause, or the end of the run. */
async function fail(
  tx: Transaction,
  claimed: Claimed,
  run: Run,
  failure: { error: SerialisedError; isFinal: boolean; retryAfterMs?: number },
  { registry, now }: At,
): Promise<void> {
  const maxAttempts = registry.get(run.functionId)?.maxAttempts ?? 1;
  if (failure.isFinal || claimed.attempts + 1 >= maxAttempts)
    return endRun(tx, registry, run, { error: failure.error }, now);
  const pauseMs = pauseBefore(claimed.attempts, failure.retryAfterMs);
  await putOff(tx, claimed, new Date(now.getTime() + pauseMs), claimed.attempts + 1);
}

async function carryOut(
  tx: Transaction,
  claimed: Claimed,
  run: Run,
  { operations, retryAfterMs }: Extract<Answer, { kind: "operations" }>,
  at: At,
): Promise<void> {
  const { registry, now } = at;
  const unknown = operations.find((operation) => !isKnownOperation(operation));
  if (unknown) {
    const message = `The embedded executor does not know the operation "${unknown.op}" of the step "${unknown.displayName ?? unknown.id}".`;
    return endRun(tx, registry, run, { error: { name: "OperationUnknown", message } }, now);
  }
  const thrown = operations.find(({ op }) => op === "StepError");
  if (thrown) {
    // The other steps of the same answer are kept; this one is called again under the same job.
    for (const operation of operations) {
      if (operation.op !== "StepRun") continue;
      const error = await keepStep(tx, run, operation, { value: operation.data }, now);
      if (error) return endRun(tx, registry, run, { error }, now);
    }
    return fail(tx, claimed, run, { error: readError(thrown.error), isFinal: false, retryAfterMs }, at);
  }
  await endJob(tx, claimed);
  for (const operation of operations) {
    const error = await carryOutOne(tx, run, operation, now);
    if (error) return endRun(tx, registry, run, { error }, now);
  }
  const complete = operations.find(({ op }) => op === "RunComplete");
  if (complete) return endRun(tx, registry, run, { output: complete.data }, now);
  const isRace = run.isRace || operations.some(({ opts }) => opts?.parallelMode === "race");
  if (isRace !== run.isRace) await noteRun(tx, run, { isRace });
  // What comes next is asked when all that was planned together has ended; in a race, and of functions that want it so,
  // after each.
  const isEach = isRace || (run.requestVersion ?? 2) === 1;
  const hasEnded = operations.some(({ op }) => op !== "StepPlanned" && op !== "Sleep");
  if (hasEnded && (isEach || !(await hasPlanned(tx, run))))
    await askFor(tx, run, { step: discovery, kind: "call", dueAt: now });
}

async function carryOutOne(
  tx: Transaction,
  run: Run,
  operation: Operation,
  now: Date,
): Promise<SerialisedError | undefined> {
  switch (operation.op) {
    case "StepRun":
      return keepStep(tx, run, operation, { value: operation.data }, now);
    case "StepFailed":
      return keepStep(tx, run, operation, { error: readError(operation.error) }, now);
    case "StepPlanned":
      await planStep(tx, run, operation, now);
      await askFor(tx, run, { step: operation.id, kind: "call", dueAt: now });
      return undefined;
    case "Sleep": {
      const dueAt = sleepEnd(operation.name ?? "", now);
      await planStep(tx, run, operation, now);
      await askFor(tx, run, { step: operation.id, kind: "wake", dueAt });
      return undefined;
    }
    default:
      return undefined;
  }
}

/** A sleep is over: its step has ended, with nothing. */
export async function wake(tx: Transaction, claimed: Claimed, { registry, now }: At): Promise<void> {
  const run = await holdRun(tx, claimed);
  if (!run) return;
  await endJob(tx, claimed);
  const operation = { id: claimed.step, op: "Sleep" };
  const error = await keepStep(tx, run, operation, { value: null }, now);
  if (error) return endRun(tx, registry, run, { error }, now);
  const isEach = run.isRace || run.requestVersion === 1;
  if (isEach || !(await hasPlanned(tx, run)))
    await askFor(tx, run, { step: discovery, kind: "call", dueAt: now });
}

/**
 * Keeps steps that have ended while their function goes on, under the claim that it was called with.
 *
 * @returns false when that claim was lost: the function stops then
 */
export async function checkpoint(
  tx: Transaction,
  claimed: Claimed,
  operations: readonly Operation[],
  { registry, now }: At,
): Promise<boolean> {
  const run = await holdRun(tx, claimed);
  if (!run) return false;
  for (const operation of operations) {
    const result =
      operation.op === "StepFailed" ? { error: readError(operation.error) } : { value: operation.data };
    const error = await keepStep(tx, run, operation, result, now);
    if (error) {
      await endRun(tx, registry, run, { error }, now);
      return false;
    }
  }
  return true;
}

function readError(error: unknown): SerialisedError {
  const read = Serialised.safeParse(error);
  return read.success ? read.data : { name: "Error", message: String(error) };
}
