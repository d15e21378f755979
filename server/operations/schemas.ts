import { z } from "zod";
import { troubleStates, waitingQueues } from "./rules";

/** One piece of work that has failed, is tried again, or is late. */
export const WaitingItem = z.object({
  queue: z.enum(waitingQueues),
  id: z.string(),
  /** What it is, where a queue holds several kinds: `files/fetch`, `message/created`. */
  kind: z.string().nullable(),
  state: z.enum(troubleStates),
  /** A code of `deliveryReasons`, of a message. */
  reason: z.string().nullable(),
  /** Tries behind it. */
  tries: z.number().int(),
  /** When it failed, or since when it waits. */
  at: z.iso.datetime(),
  nextAt: z.iso.datetime().nullable(),
  conversationId: z.string().nullable(),
});
export type WaitingItem = z.infer<typeof WaitingItem>;

export const WaitingQueueState = z.object({
  queue: z.enum(waitingQueues),
  /** Due and not done. */
  waiting: z.number().int(),
  /** For a later moment. */
  scheduled: z.number().int(),
  /** Since when the oldest of those that are due waits. */
  oldestAt: z.iso.datetime().nullable(),
  /** All of its items; `items` may be fewer. */
  troubled: z.number().int(),
  items: z.array(WaitingItem),
});
export type WaitingQueueState = z.infer<typeof WaitingQueueState>;

export const WaitingWork = z.array(WaitingQueueState);
export type WaitingWork = z.infer<typeof WaitingWork>;

export const RetryWaitingInput = z.object({ queue: z.enum(waitingQueues), id: z.string().min(1).max(100) });
export type RetryWaitingInput = z.input<typeof RetryWaitingInput>;

export const RetryAllWaitingInput = z.object({ queue: z.enum(waitingQueues) });
export type RetryAllWaitingInput = z.input<typeof RetryAllWaitingInput>;

/** How many were brought forward or are sent again. */
export const RetriedWork = z.object({ count: z.number().int() });
export type RetriedWork = z.infer<typeof RetriedWork>;
