import type { Trigger, Workflow } from "./define";

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
  triggers: readonly Trigger[];
  /** The function whose failures it follows. */
  follows?: string;
};

/** Every function of this build, by its id in the protocol. */
export class Registry {
  readonly #functions = new Map<string, Registered>();

  /** @throws Error when two have the same id */
  constructor(readonly workflows: readonly Workflow[]) {
    for (const workflow of workflows) {
      const id = `${appId}-${workflow.id}`;
      this.#add({ id, maxAttempts: (workflow.retries ?? defaultRetries) + 1, triggers: workflow.triggers });
      if (workflow.onFailure)
        this.#add({ id: `${id}-failure`, maxAttempts: failureRetries + 1, triggers: [], follows: id });
    }
  }

  get(id: string): Registered | undefined {
    return this.#functions.get(id);
  }

  all(): Iterable<Registered> {
    return this.#functions.values();
  }

  /** The functions that an event starts. */
  startedBy(eventName: string): Registered[] {
    return [...this.#functions.values()].filter(({ triggers }) =>
      triggers.some((trigger) => "event" in trigger && trigger.event.name === eventName),
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
