import { z } from "zod";
import type { SentEvent } from "../envelope";

/**
 * What a function answers when it is called: the wire of the Inngest SDK (v4), read strictly enough that an answer of a
 * form that we do not know fails the run instead of leaving it where it is.
 */

export const SerialisedError = z.object({
  name: z.string().default("Error"),
  message: z.string().default(""),
  stack: z.string().optional(),
  cause: z.unknown().optional(),
});
export type SerialisedError = z.infer<typeof SerialisedError>;

/** An error as a function sent it, whatever its form. */
export function readError(error: unknown): SerialisedError {
  const read = SerialisedError.safeParse(error);
  return read.success ? read.data : { name: "Error", message: String(error) };
}

export const Operation = z.object({
  id: z.string().min(1),
  op: z.string(),
  /** Of a sleep its duration; of a wait the event's name. */
  name: z.string().optional(),
  displayName: z.string().optional(),
  opts: z.record(z.string(), z.unknown()).nullish(),
  data: z.unknown().optional(),
  error: z.unknown().optional(),
});
export type Operation = z.infer<typeof Operation>;

/** Of `WaitForEvent`; the event's name is the operation's. */
export const WaitOptions = z.object({ timeout: z.string(), if: z.string().optional() });

export const Invocation = z.object({
  function_id: z.string(),
  payload: z.object({
    data: z.looseObject({ _santral: z.object({ chain: z.array(z.string()) }) }),
  }),
  timeout: z.string().optional(),
});

/** What the SDK sends while a function goes on: steps that have ended, under the claim that they were called with. */
export const Checkpoint = z.object({
  qi_id: z.string(),
  generation_id: z.number().int(),
  steps: z.array(Operation),
});

/** What is known of a step when its function is called again. */
export type Memo = { type: "data"; data: unknown } | { type: "error"; error: unknown };

export type Call = {
  functionId: string;
  runId: string;
  /** Whether a step of another run waits for what this one returns. */
  isAwaited: boolean;
  /** `step` for what comes next, else the planned step to run. */
  step: string;
  attempt: number;
  maxAttempts: number;
  /** One, or a batch. */
  events: readonly SentEvent[];
  memos: Readonly<Record<string, Memo>>;
  stack: readonly string[];
  requestVersion: number;
  /** Parallel steps are planned, not run in the call that finds them. */
  isOnlyPlanning: boolean;
  /** The claim under which it is called; checkpoints name it. */
  claim: { id: string; generation: number };
};

export type Answer =
  | { kind: "returned"; value: unknown }
  | {
      kind: "operations";
      operations: Operation[];
      requestVersion: number;
      isFinal: boolean;
      retryAfterMs?: number;
    }
  | { kind: "threw"; error: SerialisedError; isFinal: boolean; retryAfterMs?: number };

const knownOperations = [
  "StepRun",
  "StepError",
  "StepFailed",
  "StepPlanned",
  "Sleep",
  "WaitForEvent",
  "InvokeFunction",
  "RunComplete",
  "DiscoveryRequest",
];

/** The operations that the executor carries out; a run that asks for another one fails and names it. */
export const isKnownOperation = ({ op }: Operation): boolean => knownOperations.includes(op);

const units: Readonly<Record<string, number>> = { ms: 1, s: 1e3, m: 6e4, h: 3.6e6, d: 8.64e7, w: 6.048e8 };

/** How many milliseconds a duration has: `1w2d3h4m5s`; undefined when it is none. */
export function durationMs(written: string): number | undefined {
  const parts = [...written.matchAll(/(\d+)(ms|[smhdw])/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== written) return undefined;
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * units[unit!]!, 0);
}

/**
 * When a sleep, or a wait, ends: a duration from now, or the moment itself.
 *
 * @throws Error when it is neither
 */
export function sleepEnd(written: string, now: Date): Date {
  const ms = durationMs(written);
  if (ms !== undefined) return new Date(now.getTime() + ms);
  const at = new Date(written);
  if (Number.isNaN(at.getTime())) throw new Error(`"${written}" is no duration and no moment.`);
  return at;
}

/** Pauses before the second, third … attempt; each a little longer by chance, so that what failed together is spread. */
const pausesS = [15, 30, 60, 120, 300, 600, 1_200, 2_400, 3_600];
const pauseJitterS = 30;
const longestPauseMs = 86_400_000;

/**
 * @param attempt the one that has failed, from 0
 * @param askedMs what the function asked for, if anything: it is kept, within a second and a day
 */
export function pauseBefore(attempt: number, askedMs?: number, random: () => number = Math.random): number {
  if (askedMs !== undefined) return Math.min(Math.max(askedMs, 1_000), longestPauseMs);
  return (pausesS[attempt] ?? 7_200) * 1_000 + Math.floor(random() * pauseJitterS * 1_000);
}
