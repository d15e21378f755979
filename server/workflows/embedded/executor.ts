import { setTimeout as sleep } from "node:timers/promises";
import {
  inWorkspace,
  isDatabaseAway,
  type Loop,
  LostClaims,
  newId,
  type Runtime,
  type Transaction,
} from "@/server/kernel";
import type { Presence } from "../drivers";
import type { Registry } from "../registry";
import { advance, endLate, endTooLarge, endWaiting } from "./advance";
import { askHandler, readAnswer, toBody } from "./call-function";
import {
  type Claimed,
  claimJobs,
  freeForgottenSlots,
  freeSlots,
  giveBackClaims,
  leaseMs,
  renewLease,
} from "./claim";
import { startTick } from "./crons";
import { dispatch } from "./dispatch";
import { startDue } from "./gather";
import { loopName } from "./jobs";
import { Places } from "./places";
import { prepareCall } from "./prepare";
import { type Answer, type Call, Checkpoint, durationMs } from "./protocol";
import { type At, endReturned } from "./runs";
import { keepSteps, type Outcome, toEndedStep, wakeStep } from "./steps";

/** A function that has not answered by then is given up: its attempt has failed, and what it still brings is refused. */
const longestCall = "15m";

/** How often places are looked at anew while all are taken. */
const lookEveryMs = 100;

/** How long the end of the process waits for functions; what is cut off is run again when its lease has run out. */
const stopWithinMs = 10_000;

const sweepEveryMs = 5_000;

type Options = {
  registry: Registry;
  /** The SDK's handler of our functions. */
  handler(request: Request): Promise<Response>;
  signingKey: string;
  presence: Presence;
};

/**
 * Carries workflows out in this process: claims what is due, calls the function through the SDK's own handler, keeps what
 * it answers. All that must outlive the process is in the database, so any number of processes share the work.
 */
export class Executor {
  readonly #holder = newId();
  readonly #running = new Map<Promise<void>, Claimed>();
  /** Claims of this process whose function is being called, by the name under which the SDK sends checkpoints. */
  readonly #called = new Map<string, Claimed>();
  readonly #places = new Places();
  readonly #lost = new LostClaims();
  #sweptAt = 0;
  #isStopping = false;

  constructor(
    private readonly runtime: Runtime,
    private readonly options: Options,
  ) {
    runtime.onStop(async () => {
      this.#isStopping = true;
      await Promise.race([this.idle(), sleep(stopWithinMs, undefined, { ref: false })]);
    });
  }

  loop(): Loop {
    return { name: loopName, idleMs: 500, runOnce: () => this.runOnce() };
  }

  /** Claims and starts what is due. @returns whether there may be more */
  async runOnce(): Promise<boolean> {
    if (this.#isStopping) return false;
    await this.options.presence.say();
    await this.#sweep();
    const places = this.#places.count(this.#running.size);
    if (this.#running.size >= places) {
      await Promise.race([...this.#running.keys(), sleep(lookEveryMs, undefined, { ref: false })]);
      return true;
    }
    const inHand = [...this.#running.values()];
    await this.#lost.settle(() => giveBackClaims(this.runtime, this.#holder, inHand));
    const claimed = await this.#lost.watch(() => claimJobs(this.runtime, this.#holder, { inHand, places }));
    for (const each of claimed) this.#begin(each);
    return claimed.length > 0;
  }

  #begin(claimed: Claimed): void {
    const work = this.#carryOut(claimed)
      .catch((error: unknown) => {
        this.runtime.logger.error({ ...claimed, error }, "a workflow's job was left");
        return error;
      })
      .then((error) => {
        this.#running.delete(work);
        // For any other reason it is taken up when its lease has run out, and that is counted.
        if (isDatabaseAway(error)) this.#lost.suspect();
        this.runtime.wake(loopName);
      });
    this.#running.set(work, claimed);
  }

  /** Resolves when nothing that was claimed is in hand. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.keys());
  }

  /** Takes a checkpoint that the SDK sends while one of our functions goes on. @returns the answer's status */
  async takeCheckpoint(body: unknown): Promise<200 | 400 | 409> {
    const read = Checkpoint.safeParse(body);
    if (!read.success) return 400;
    const claimed = this.#called.get(read.data.qi_id);
    if (claimed?.generation !== read.data.generation_id) return 409;
    const run = { workspaceId: claimed.workspaceId, id: claimed.runId };
    const steps = read.data.steps.map(toEndedStep);
    // One statement by itself: between two steps of a run there is nothing else to wait for.
    const outcome = await keepSteps(this.runtime.worker, run, steps, this.runtime.clock.now(), claimed);
    await this.#endWhereTooLarge(claimed, outcome);
    return outcome === "kept" ? 200 : 409;
  }

  async #endWhereTooLarge(claimed: Claimed, outcome: Outcome): Promise<void> {
    if (typeof outcome === "string") return;
    await this.#inWorkspace(claimed, (tx) => endTooLarge(tx, claimed, outcome, this.#at()));
  }

  #at(): At {
    const { runtime, options } = this;
    return {
      registry: options.registry,
      now: runtime.clock.now(),
      tell: (message, fields) => runtime.logger.warn(fields, message),
    };
  }

  async #carryOut(claimed: Claimed): Promise<void> {
    if (claimed.kind === "wake")
      return this.#endWhereTooLarge(claimed, await wakeStep(this.runtime, claimed, this.runtime.clock.now()));
    const work = works[claimed.kind];
    if (work) return this.#inWorkspace(claimed, (tx) => work(tx, claimed, this.#at()));
    try {
      const call = await prepareCall(this.runtime, claimed, this.#at());
      const answer = call && (await this.#call(call, claimed));
      if (!answer) return;
      if (answer.kind === "returned" && !call.isAwaited)
        await endReturned(this.runtime, claimed, call, answer.value, this.#at());
      else await this.#inWorkspace(claimed, (tx) => advance(tx, claimed, answer, this.#at()));
    } finally {
      if (claimed.slots.length > 0) await freeSlots(this.runtime, claimed.slots);
    }
  }

  /** @returns undefined when somebody else has the claim by now, or its run has ended */
  async #call(call: Call, claimed: Claimed): Promise<Answer | undefined> {
    const { promise: givenUp, resolve: giveUp } = Promise.withResolvers<Answer | undefined>();
    this.#called.set(call.claim.id, claimed);
    const renewing = setInterval(() => void this.#renew(claimed, giveUp), leaseMs / 3);
    const longest = this.options.registry.get(call.functionId)?.workflow.longestCall ?? longestCall;
    // The registry has refused what is no duration.
    const limit = setTimeout(() => giveUp(callTimedOut(longest)), durationMs(longest)!);
    try {
      return await Promise.race([this.#ask(call), givenUp]);
    } finally {
      clearInterval(renewing);
      clearTimeout(limit);
      this.#called.delete(call.claim.id);
    }
  }

  async #renew(claimed: Claimed, giveUp: (answer: undefined) => void): Promise<void> {
    try {
      if (!(await renewLease(this.runtime, claimed))) giveUp(undefined);
    } catch (error) {
      this.runtime.logger.warn({ ...claimed, error }, "a workflow's lease could not be renewed");
    }
  }

  async #ask(call: Call): Promise<Answer> {
    const { handler, signingKey } = this.options;
    const query = `?${new URLSearchParams({ fnId: call.functionId, stepId: call.step })}`;
    try {
      const response = await askHandler(handler, signingKey, "POST", query, toBody(call), {
        "x-run-id": call.runId,
        "x-inngest-step-id": call.step,
        "x-inngest-generation-id": String(call.claim.generation),
        "x-inngest-req-version": String(call.requestVersion),
      });
      return await readAnswer(response);
    } catch (error) {
      const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
      return { kind: "threw", error: { name, message, stack }, isFinal: false };
    }
  }

  async #sweep(): Promise<void> {
    const now = performance.now();
    if (now - this.#sweptAt < sweepEveryMs) return;
    this.#sweptAt = now;
    await freeForgottenSlots(this.runtime);
  }

  /** A run's rows are its workspace's; of the platform's own id there is no row in `workspaces`. */
  #inWorkspace<T>({ workspaceId }: Claimed, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return inWorkspace({ workspace: { id: workspaceId } }, work);
  }
}

/** What is done in one transaction; a function is called between two. */
const works: Readonly<
  Partial<Record<Claimed["kind"], (tx: Transaction, claimed: Claimed, at: At) => Promise<void>>>
> = {
  event: dispatch,
  wait: endWaiting,
  timeout: endLate,
  gathered: startDue,
  tick: startTick,
};

const callTimedOut = (longest: string): Answer => ({
  kind: "threw",
  error: {
    name: "CallTimedOut",
    message: `The function did not answer within ${longest}. Put what takes long into several steps.`,
  },
  isFinal: false,
});
