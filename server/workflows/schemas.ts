import { z } from "zod";
import { publicId } from "@/lib/public-id";
import { pauseKinds, runSpans, runStatuses, stepKinds, stuckReasons } from "./rules";

export const ListRunsInput = z.object({
  status: z.enum(runStatuses).nullish(),
  /** As it is defined, without the protocol's prefix. */
  workflow: z.string().max(200).nullish(),
  span: z.enum(runSpans).nullish(),
  /** The id of a run, or of the event that started it. */
  search: z.string().trim().max(80).nullish(),
  limit: z.number().int().min(1).max(100).default(50),
  cursor: z.string().max(80).nullish(),
});
export type ListRunsInput = z.input<typeof ListRunsInput>;

export const RunRow = z.object({
  id: z.string(),
  workflow: z.string(),
  /** It is what follows the failure of a run of that workflow. */
  isAfterFailure: z.boolean(),
  status: z.enum(runStatuses),
  stuck: z.enum(stuckReasons).nullable(),
  /** Steps that have ended. */
  endedSteps: z.number().int(),
  askedAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
});
export type RunRow = z.infer<typeof RunRow>;

export const RunPage = z.object({ rows: z.array(RunRow), nextCursor: z.string().nullable() });
export type RunPage = z.infer<typeof RunPage>;

/** The workflows that have run here, for the filter. */
export const RunWorkflows = z.array(z.string());

/** A value as it is shown: JSON with what is personal covered. */
export const ShownValue = z.object({
  /** Null: too large to be shown. */
  json: z.string().nullable(),
  bytes: z.number().int(),
});
export type ShownValue = z.infer<typeof ShownValue>;

export const ShownError = z.object({
  name: z.string(),
  message: z.string(),
  /** Where it was thrown; only for whoever sees what is personal. */
  stack: z.string().nullable(),
});
export type ShownError = z.infer<typeof ShownError>;

export const RunEvent = z.object({
  id: z.string(),
  name: z.string(),
  actorKind: z.string(),
  occurredAt: z.iso.datetime(),
  data: ShownValue,
});

export const RunStep = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(stepKinds),
  state: z.enum(["planned", "done", "failed"]),
  plannedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  /** Tries behind it that failed; known while it is tried. */
  failedTries: z.number().int(),
  value: ShownValue.nullable(),
  error: ShownError.nullable(),
});
export type RunStep = z.infer<typeof RunStep>;

export const RunPause = z.object({
  kind: z.enum(pauseKinds),
  /** The step, event or workflow that it is about. */
  name: z.string().nullable(),
  until: z.iso.datetime().nullable(),
});
export type RunPause = z.infer<typeof RunPause>;

/** Another run, by its name in the list. */
export const RunLink = RunRow.pick({ id: true, workflow: true, isAfterFailure: true, askedAt: true });
export type RunLink = z.infer<typeof RunLink>;

export const RunDetail = RunRow.extend({
  events: z.array(RunEvent),
  /** Events of a batch and steps that are more than a screen holds. */
  leftOut: z.object({ events: z.number().int(), steps: z.number().int() }),
  steps: z.array(RunStep),
  output: ShownValue.nullable(),
  error: ShownError.nullable(),
  /** Tries of the lines between steps that failed. */
  failedTries: z.number().int(),
  pauses: z.array(RunPause),
  parent: RunLink.nullable(),
  children: z.array(RunLink),
  replayOf: RunLink.nullable(),
  replays: z.array(RunLink),
  /** Something personal is covered. */
  isMasked: z.boolean(),
  mayReveal: z.boolean(),
});
export type RunDetail = z.infer<typeof RunDetail>;

export const RunInput = z.object({ runId: publicId("workflowRun") });
export type RunInput = z.input<typeof RunInput>;

export const ReplayedRun = z.object({ runId: z.string() });
export type ReplayedRun = z.infer<typeof ReplayedRun>;

/** The last 24 hours, the one that goes on among them. */
export const RunFigures = z.object({
  hours: z.array(
    z.object({
      /** Its beginning. */
      at: z.iso.datetime(),
      completed: z.number().int(),
      failed: z.number().int(),
      cancelled: z.number().int(),
    }),
  ),
  ended: z.number().int(),
  /** Of those that came to an end of their own, 0 to 1; null when there was none. */
  failedShare: z.number().nullable(),
  /** From the first call to the end, in milliseconds. */
  medianMs: z.number().nullable(),
  p95Ms: z.number().nullable(),
  /** How many stand so now. */
  open: z.object({
    queued: z.number().int(),
    running: z.number().int(),
    waiting: z.number().int(),
    stuck: z.number().int(),
  }),
});
export type RunFigures = z.infer<typeof RunFigures>;
