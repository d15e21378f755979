import type { Transaction } from "@/server/kernel";
import type { SentEvent } from "../envelope";
import type { Registered } from "../registry";
import type { Claimed } from "./claim";
import { readEvent, readEvents } from "./events";
import { isTrue } from "./expression";
import { isRepeated, isTooMany } from "./flow-control";
import { addToBatch, debounce } from "./gather";
import { endJob, holdJob, putOff } from "./jobs";
import { unknownPauseMs } from "./prepare";
import { type At, cancelRun, endStep, holdRun, readOwnEvents, startRun } from "./runs";
import { holdSingletons } from "./singleton";
import { endWait, findWaits, isCancel } from "./waits";

/**
 * What an event does, in one transaction with the end of its job, so that it does it once: it starts runs, and ends the
 * steps that wait for it and the runs that it cancels.
 */
export async function dispatch(tx: Transaction, claimed: Claimed, at: At): Promise<void> {
  const [isHeld, event] = await Promise.all([
    holdJob(tx, claimed),
    readEvent(tx, claimed.workspaceId, claimed.runId),
  ]);
  if (!isHeld) return;
  const { name } = event;
  const { version } = event.data._santral;
  if (at.registry.events.isNewer({ name, version })) {
    at.tell("this build does not know the version of an event", { event: name, version });
    return putOff(tx, claimed, new Date(at.now.getTime() + unknownPauseMs));
  }
  // Waits first: a run that this event starts does not wait for it.
  await endWaits(tx, event, at);
  for (const { registered, conditions } of at.registry.startedBy(event.name)) {
    const tell = (error: unknown) =>
      at.tell("a condition could not be evaluated", { functionId: registered.id, error });
    if (conditions.some((condition) => condition === undefined || isTrue(condition, { event }, tell)))
      await admit(tx, registered, event, at);
  }
  await endJob(tx, claimed);
}

/** From an event to its run: dropped, joined with others, or started. */
async function admit(tx: Transaction, registered: Registered, event: SentEvent, at: At): Promise<void> {
  if (await isRepeated(tx, registered, event, at)) return;
  if (await isTooMany(tx, registered, event, at)) return;
  const { workflow } = registered;
  if (workflow.debounce) return debounce(tx, registered, event, at);
  if (workflow.batchEvents) return addToBatch(tx, registered, event, at);
  if (workflow.singleton && !(await makeRoom(tx, registered, event, at))) return;
  await startRun(tx, registered, [event], at);
}

/** For a function of which one run goes on at a time. @returns whether there is room for a new one */
async function makeRoom(tx: Transaction, registered: Registered, event: SentEvent, at: At): Promise<boolean> {
  const running = await holdSingletons(tx, registered, event, at);
  if (running.length === 0) return true;
  if (registered.workflow.singleton?.mode === "skip") return false;
  for (const run of running)
    await cancelRun(tx, run, { name: "RunReplaced", message: "A newer event began the work anew." }, at);
  return true;
}

async function endWaits(tx: Transaction, event: SentEvent, at: At): Promise<void> {
  const { workspaceId } = event.data._santral;
  const readOwn = (runIds: string[]) =>
    readOwnEvents(tx, workspaceId, runIds, (ids) => readEvents(tx, workspaceId, ids));
  const tell = (error: unknown) =>
    at.tell("a wait's condition could not be evaluated", { event: event.name, error });
  for (const wait of await findWaits(tx, event, readOwn, { now: at.now, tell })) {
    const name = { workspaceId, id: wait.runId };
    if (isCancel(wait)) {
      await cancelRun(tx, name, { name: "RunCancelled", message: `The event "${event.name}" ended it.` }, at);
      continue;
    }
    const run = await holdRun(tx, name);
    // It may have ended, or its time may have run out, since it was found.
    if (!run || !(await endWait(tx, { workspaceId, ...wait }))) continue;
    await endJob(tx, { workspaceId, runId: wait.runId, step: wait.step });
    await endStep(tx, run, { id: wait.step, op: "WaitForEvent" }, { value: event }, at);
  }
}
