import type { z } from "zod";

/** Payloads are objects: conditions, keys and people find what is in them by name. */
export type EventData = Readonly<Record<string, unknown>>;

/** An event that starts workflows, with the form of its payload; a form that changes gets a new version. */
export type EventType<Data extends EventData = EventData> = {
  name: string;
  version: number;
  data: z.ZodType<Data>;
  /** It is sent when what `runLater` asked for under its name is due. */
  isLater?: true;
};

/**
 * A new version where payloads of before would not fit, or would say something else. What was sent before and still fits
 * runs on; what does not ends its run by name (`EventVersionUnknown`); what a later build sent waits for such a build.
 *
 * @param name `domain/what-happened`, as the outbox names events; `inngest/…` is the protocol's own
 */
export function defineEvent<Data extends EventData>(
  name: string,
  version: number,
  data: z.ZodType<Data>,
): EventType<Data> {
  return { name, version, data };
}

/** What a handler is given of the event that started it. */
export type WorkflowEvent = {
  id: string;
  name: string;
  /** The event's payload; of a cron the tick, `{ cron, scheduledAt }`. */
  data: Record<string, unknown>;
  /** Of the payload; an older one where that fits the form of now. */
  version: number;
  /** The workspace in which the event happened; the platform's id for what belongs to none. */
  workspaceId: string;
  /** Who made it happen, as the audit log names actors. */
  actor: { kind: string; id: string | null };
};

/** Milliseconds, or such as `"2h"` and `"1d12h"`; a second at the least. */
export type Duration = number | string;

/** The name of a step in its run. Of several in a race each that ends is told at once, not all with the last. */
export type StepName = string | { id: string; parallelMode: "race" };

/**
 * The tools of a run, as the SDK gives them. Whatever has an effect stands in a step: the lines between steps are run
 * again with each of them.
 */
export type StepTools = {
  /** Runs once and is remembered. A body that was cut off before its result was kept is run again: write it so. */
  run<T>(name: StepName, body: () => T | Promise<T>): Promise<T>;
  sleep(name: StepName, duration: Duration): Promise<void>;
  sleepUntil(name: StepName, at: Date | string): Promise<void>;
  /**
   * The next event of this kind in the run's workspace that comes after the step has begun; null when none comes in time.
   * With `match` it has the same value as the run's own event at that place (`data.orderId`); `if` is an expression (CEL)
   * over `event`, the run's, and `async`, the one that comes.
   */
  waitForEvent(
    name: StepName,
    of: { event: EventType; timeout: Duration; match?: string; if?: string },
  ): Promise<WorkflowEvent | null>;
  /**
   * Runs another workflow and returns what it returns.
   *
   * @throws the error with which it failed; or that it took longer than `timeout`, and then it goes on by itself
   */
  invoke(
    name: StepName,
    of: { workflow: string; data: Record<string, unknown>; timeout?: Duration },
  ): Promise<unknown>;
  /**
   * Sends an event once, however often the step is tried. A run of the platform's names the workspace in which it happens.
   *
   * @returns the event's id
   */
  sendEvent<Data extends EventData>(
    name: StepName,
    type: EventType<Data>,
    data: Data,
    options?: { workspaceId?: string },
  ): Promise<string>;
};

export type WorkflowRun = {
  event: WorkflowEvent;
  /** Of a batch all its events; else the one. */
  events: readonly WorkflowEvent[];
  step: StepTools;
  runId: string;
  attempt: number;
};
export type WorkflowHandler = (run: WorkflowRun) => Promise<unknown>;

/**
 * A trigger: an event by its type, where `if` (CEL over `event`) is true; or a cron, in UTC unless it begins with
 * `TZ=Europe/Istanbul `.
 */
export type Trigger = { event: EventType; if?: string } | { cron: string };

/** So many in a period for each workspace, and in it for each value of `key` (CEL over `event`). */
type Rate = { limit: number; period: string; key?: string };

/**
 * A share of calls made at once: of this function in a workspace (`fn`), of all functions that name the same key in a
 * workspace (`env`), or in the whole installation (`account`). Runs that sleep or wait hold no place.
 */
export type Concurrency = { limit: number; key?: string; scope?: "fn" | "env" | "account" };

/**
 * How runs are held back, joined or dropped. Whatever is counted, is counted in the event's workspace. What is invoked is
 * held back, never joined nor dropped: its caller waits for it.
 */
export type FlowControl = {
  /** Events with the same value start one run in 24 hours. */
  idempotency?: string;
  concurrency?: number | Concurrency | readonly [Concurrency, Concurrency];
  /** Starts are spread over the period, `burst` of them at once; none is dropped. */
  throttle?: Rate & { burst?: number };
  /** What is more is dropped. */
  rateLimit?: Rate;
  /** Starts once no such event has come for a period, with the latest; after `timeout` in any case. */
  debounce?: { period: string; key?: string; timeout?: string };
  /** Gathers events for one run; those that `if` refuses run alone. */
  batchEvents?: { maxSize: number; timeout: string; key?: string; if?: string };
  /** One run at a time: a further event is dropped, or ends the run in hand. */
  singleton?: { mode: "skip" | "cancel"; key?: string };
  /** CEL that gives seconds from -600 to 600 by which a run is put before others. */
  priority?: { run: string };
  /** A run that has not been called in time, or has not ended in time since then, is cancelled. */
  timeouts?: { start?: string; finish?: string };
  /** Events that end a run; `match` and `if` as with `waitForEvent`. */
  cancelOn?: readonly { event: EventType; match?: string; if?: string; timeout?: string }[];
};

/** A background function: light enough to stand in every process, its handler loaded with its first run. */
export type Workflow = FlowControl & {
  /** `domain-what-it-does`; runs are kept under it, so it does not change. */
  id: string;
  /** None: it runs when another one invokes it. */
  triggers: readonly Trigger[];
  /** How often a step, or the lines around them, is tried again. Four times where nothing is said. */
  retries?: 0 | 1 | 2 | 3 | 4 | 5 | 10 | 20;
  /**
   * For what goes on all the time: a run that ends well is forgotten with its end. Others are kept for 30 days, as are all
   * that fail.
   */
  keepRuns?: "failed";
  /** How long a step, or the lines around them, may go on before its attempt has failed; 15 minutes if not said. */
  longestCall?: string;
  load(): Promise<WorkflowHandler>;
  /** Runs with its own steps when a run has failed for good. */
  onFailure?(failure: { run: WorkflowRun; error: { name: string; message: string } }): Promise<unknown>;
};
