import type { z } from "zod";

/** An event that starts workflows, with the form of its payload; a form that changes gets a new version. */
export type EventType<Data = unknown> = { name: string; version: number; data: z.ZodType<Data> };

/**
 * @param name `domain/what-happened`, as the outbox names events; `inngest/…` is the protocol's own
 */
export function defineEvent<Data>(name: string, version: number, data: z.ZodType<Data>): EventType<Data> {
  return { name, version, data };
}

/** What a handler is given of the event that started it. */
export type WorkflowEvent = {
  id: string;
  name: string;
  /** The event's payload; of a cron the tick, `{ cron, scheduledAt }`. */
  data: Record<string, unknown>;
  /** The workspace in which the event happened; the platform's id for what belongs to none. */
  workspaceId: string;
};

/**
 * The tools of a run, as the SDK gives them. Whatever has an effect stands in a step: the lines between steps are run
 * again with each of them.
 */
export type StepTools = {
  /** Runs once and is remembered. A body that was cut off before its result was kept is run again: write it so. */
  run<T>(name: string, body: () => T | Promise<T>): Promise<T>;
  /** @param duration milliseconds, or such as `"2h"`; a second at the least */
  sleep(name: string, duration: number | string): Promise<void>;
  sleepUntil(name: string, at: Date | string): Promise<void>;
};

export type WorkflowRun = { event: WorkflowEvent; step: StepTools; runId: string; attempt: number };
export type WorkflowHandler = (run: WorkflowRun) => Promise<unknown>;

/** A trigger: an event by its type, or a cron, in UTC unless it begins with `TZ=Europe/Istanbul `. */
export type Trigger = { event: EventType } | { cron: string };

/** A background function: light enough to stand in every process, its handler loaded with its first run. */
export type Workflow = {
  /** `domain-what-it-does`; runs are kept under it, so it does not change. */
  id: string;
  triggers: readonly [Trigger, ...Trigger[]];
  /** How often a step, or the lines around them, is tried again. Four times where nothing is said. */
  retries?: 0 | 1 | 2 | 3 | 4 | 5 | 10 | 20;
  load(): Promise<WorkflowHandler>;
  /** Runs with its own steps when a run has failed for good. */
  onFailure?(failure: { run: WorkflowRun; error: { name: string; message: string } }): Promise<unknown>;
};
