import type { Workflow } from "./define";
import { compile } from "./embedded/expression";
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

  /** @throws Error when two have the same id, or an expression is none: naming it */
  constructor(workflows: readonly Workflow[]) {
    this.events = new KnownEvents(workflows);
    for (const workflow of workflows) {
      for (const expression of expressionsOf(workflow)) checkExpression(workflow, expression);
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

function checkExpression(workflow: Workflow, expression: string): void {
  try {
    compile(expression);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The workflow "${workflow.id}" has "${expression}", which is no expression: ${reason}`);
  }
}
