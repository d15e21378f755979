import { nextTick } from "@/lib/cron";
import type { Workflow } from "./define";
import { compile } from "./embedded/expression";
import { durationMs } from "./embedded/protocol";
import { KnownEvents } from "./event-versions";

/** The app under which the SDK knows our functions. */
export const appId = "santral";

/** How often a function is tried where it does not say so itself, the first time among them. */
const defaultRetries = 4;
const failureRetries = 1;

/** The event of a run that has failed for good; its payload is the protocol's. */
export const failedEvent = "inngest/function.failed";

/** A function as the executor looks at it: a workflow, or what follows the failure of one. */
export type Registered = {
  /** `santral-<workflow>`, with `-failure` behind it for what follows one. */
  id: string;
  maxAttempts: number;
  /** Nothing of it applies to what follows a failure. */
  workflow: Pick<Workflow, "triggers"> & Partial<Workflow>;
  /** The function whose failures it follows. */
  follows?: string;
};

export const functionIdOf = (workflow: string): string => `${appId}-${workflow}`;

/** Every function of this build, by its id in the protocol. */
export class Registry {
  readonly #functions = new Map<string, Registered>();
  /** The versions of events that they know. */
  readonly events: KnownEvents;

  /** @throws Error when two have the same id, or an expression, a duration or a cron is none: naming it */
  constructor(workflows: readonly Workflow[]) {
    this.events = new KnownEvents(workflows);
    for (const workflow of workflows) {
      for (const expression of expressionsOf(workflow)) check(workflow, expression, "expression", compile);
      for (const duration of durationsOf(workflow)) check(workflow, duration, "duration", readDuration);
      for (const trigger of workflow.triggers)
        if ("cron" in trigger) check(workflow, trigger.cron, "cron", readCron);
      const id = functionIdOf(workflow.id);
      this.#add({ id, maxAttempts: (workflow.retries ?? defaultRetries) + 1, workflow });
      if (workflow.onFailure)
        this.#add({
          id: `${id}-failure`,
          maxAttempts: failureRetries + 1,
          workflow: { triggers: [] },
          follows: id,
        });
    }
  }

  get(id: string): Registered | undefined {
    return this.#functions.get(id);
  }

  all(): Iterable<Registered> {
    return this.#functions.values();
  }

  /** The functions that an event may start, each with the conditions under which it does. */
  startedBy(eventName: string): { registered: Registered; conditions: (string | undefined)[] }[] {
    return [...this.#functions.values()].flatMap((registered) => {
      const conditions = registered.workflow.triggers.flatMap((trigger) =>
        "event" in trigger && trigger.event.name === eventName ? [trigger.if] : [],
      );
      return conditions.length > 0 ? [{ registered, conditions }] : [];
    });
  }

  /** What of `runLater` this build carries out. */
  laterKinds(): { kind: string; workflow: Registered["workflow"] }[] {
    return [...this.#functions.values()].flatMap(({ workflow }) =>
      workflow.triggers.flatMap((trigger) =>
        "event" in trigger && trigger.event.isLater ? [{ kind: trigger.event.name, workflow }] : [],
      ),
    );
  }

  followerOf(id: string): Registered | undefined {
    return [...this.#functions.values()].find(({ follows }) => follows === id);
  }

  #add(registered: Registered): void {
    if (this.#functions.has(registered.id)) throw new Error(`Two workflows are called "${registered.id}".`);
    this.#functions.set(registered.id, registered);
  }
}

function expressionsOf(workflow: Workflow): string[] {
  const { concurrency, throttle, rateLimit, debounce, batchEvents, singleton, priority, cancelOn } = workflow;
  const limits = typeof concurrency === "object" ? [concurrency].flat() : [];
  return [
    workflow.idempotency,
    ...workflow.triggers.map((trigger) => ("event" in trigger ? trigger.if : undefined)),
    ...[...limits, throttle, rateLimit, debounce, batchEvents, singleton].map((each) => each?.key),
    batchEvents?.if,
    priority?.run,
    ...(cancelOn ?? []).map((each) => each.if),
  ].filter((each) => each !== undefined);
}

function durationsOf(workflow: Workflow): string[] {
  const { longestCall, throttle, rateLimit, debounce, batchEvents, timeouts, cancelOn } = workflow;
  return [
    longestCall,
    throttle?.period,
    rateLimit?.period,
    debounce?.period,
    debounce?.timeout,
    batchEvents?.timeout,
    timeouts?.start,
    timeouts?.finish,
    ...(cancelOn ?? []).map((each) => each.timeout),
  ].filter((each) => each !== undefined);
}

function readDuration(written: string): void {
  if (!durationMs(written)) throw new Error("30s, 2h and 1d12h are some.");
}

const readCron = (written: string) => nextTick(written, new Date());

/** @param read throws when it is none */
function check(workflow: Workflow, written: string, what: string, read: (written: string) => unknown): void {
  try {
    read(written);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The workflow "${workflow.id}" has "${written}", which is no ${what}: ${reason}`);
  }
}
