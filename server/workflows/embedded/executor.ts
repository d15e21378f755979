import { and, asc, eq } from "drizzle-orm";
import { workflowEvents, workflowRuns, workflowSteps } from "@/db/schema";
import { inWorkspace, type Loop, newId, type Runtime, type Transaction } from "@/server/kernel";
import type { Registry } from "../registry";
import { advance, checkpoint, wake } from "./advance";
import { askHandler, readAnswer, toBody } from "./call-function";
import { type Claimed, claimJobs, leaseMs, renewLease } from "./claim";
import { startTick } from "./crons";
import { type Answer, type Call, Checkpoint, type Memo, type SerialisedError } from "./protocol";
import { endRun, holdRun, loopName, putOff } from "./runs";

/** So many functions run at once in a process; the rest waits in the table, where every process finds it. */
const atOnce = 8;

/** A version that leaves the choice to the SDK, until its first answer has told one. */
const unknownVersion = -1;

/** How long a run waits whose function this build does not have. */
const unknownFunctionPauseMs = 5 * 60_000;

/** Each attempt ended with its process: there is nothing else to tell. */
const exhausted = ({ attempts }: Claimed): SerialisedError => ({
  name: "AttemptsExhausted",
  message: `The process that ran it ended during ${attempts} attempts.`,
});

type Options = {
  registry: Registry;
  /** The SDK's handler of our functions. */
  handler(request: Request): Promise<Response>;
  signingKey: string;
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
  #isStopping = false;

  constructor(
    private readonly runtime: Runtime,
    private readonly options: Options,
  ) {
    runtime.onStop(async () => {
      this.#isStopping = true;
      await this.idle();
    });
  }

  loop(): Loop {
    return { name: loopName, idleMs: 500, runOnce: () => this.runOnce() };
  }

  /** Claims and starts what is due. @returns whether there may be more */
  async runOnce(): Promise<boolean> {
    if (this.#isStopping) return false;
    if (this.#running.size >= atOnce) await Promise.race(this.#running.keys());
    const count = atOnce - this.#running.size;
    const claimed = await claimJobs(this.runtime, this.#holder, count);
    for (const each of claimed) {
      const work = this.#carryOut(each)
        .catch((error: unknown) => this.runtime.logger.error({ ...each, error }, "a workflow's job was left"))
        .finally(() => {
          this.#running.delete(work);
          this.runtime.wake(loopName);
        });
      this.#running.set(work, each);
    }
    return claimed.length === count;
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
    const at = { registry: this.options.registry, now: this.runtime.clock.now() };
    const isHeld = await this.#inWorkspace(claimed, (tx) => checkpoint(tx, claimed, read.data.steps, at));
    return isHeld ? 200 : 409;
  }

  async #carryOut(claimed: Claimed): Promise<void> {
    const renewing = setInterval(() => {
      renewLease(this.runtime, claimed).catch((error: unknown) =>
        this.runtime.logger.warn({ ...claimed, error }, "a workflow's lease could not be renewed"),
      );
    }, leaseMs / 3);
    try {
      const at = () => ({ registry: this.options.registry, now: this.runtime.clock.now() });
      if (claimed.kind === "tick") await this.#inWorkspace(claimed, (tx) => startTick(tx, claimed, at()));
      else if (claimed.kind === "wake") await this.#inWorkspace(claimed, (tx) => wake(tx, claimed, at()));
      else {
        const call = await this.#inWorkspace(claimed, (tx) => this.#prepare(tx, claimed));
        if (!call) return;
        const answer = await this.#call(call, claimed);
        await this.#inWorkspace(claimed, (tx) => advance(tx, claimed, answer, at()));
      }
    } finally {
      clearInterval(renewing);
    }
  }

  async #prepare(tx: Transaction, claimed: Claimed): Promise<Call | undefined> {
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
    const registered = this.options.registry.get(run.functionId);
    const now = this.runtime.clock.now();
    if (!registered) {
      // A build that knows it may come back; until then the run waits, and costs it no attempt.
      this.runtime.logger.warn(
        { functionId: run.functionId, runId },
        "this build does not have the function of a run",
      );
      await putOff(tx, claimed, new Date(now.getTime() + unknownFunctionPauseMs));
      return undefined;
    }
    if (claimed.attempts >= registered.maxAttempts) {
      if (await holdRun(tx, claimed))
        await endRun(tx, this.options.registry, run, { error: exhausted(claimed) }, now);
      return undefined;
    }
    const [event] = await tx
      .select()
      .from(workflowEvents)
      .where(and(eq(workflowEvents.workspaceId, workspaceId), eq(workflowEvents.id, run.eventId)));
    const ended = steps.filter(({ state }) => state !== "planned");
    return {
      functionId: run.functionId,
      runId,
      step: claimed.step,
      attempt: claimed.attempts,
      maxAttempts: registered.maxAttempts,
      event: {
        id: event!.id,
        name: event!.name,
        data: { ...(event!.data as object), _santral: { workspaceId } },
        ts: event!.occurredAt.getTime(),
      },
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

  async #call(call: Call, claimed: Claimed): Promise<Answer> {
    const { handler, signingKey } = this.options;
    const query = `?${new URLSearchParams({ fnId: call.functionId, stepId: call.step })}`;
    this.#called.set(call.claim.id, claimed);
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
    } finally {
      this.#called.delete(call.claim.id);
    }
  }

  /** A run's rows are its workspace's; of the platform's own id there is no row in `workspaces`. */
  #inWorkspace<T>({ workspaceId }: Claimed, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return inWorkspace({ workspace: { id: workspaceId } }, work);
  }
}
