import { setTimeout as sleep } from "node:timers/promises";
import pLimit, { type LimitFunction } from "p-limit";
import { getRuntime, type HeaderSource, networkOf } from "@/server/kernel";
import { SignInBusy } from "./errors";
import { readKnownBrowser } from "./known-browser";

/**
 * Attempts that are worked on side by side, each with one connection of the pool for a few milliseconds, and how many
 * more wait, for a second or two; whoever comes then is told to come back, before anything is looked up. Browsers that
 * somebody has signed in from before have a lane of their own: strangers cannot fill it.
 */
const lanes = {
  strangers: { atOnce: 4, waiting: 100 },
  known: { atOnce: 2, waiting: 100 },
} as const;
/** One network, or one person in browsers of theirs, has no more of a lane than this. */
const mostOfOneSender = 20;
/** Longer than an attempt takes on an idle machine: what is answered sooner waits for it. */
const answerMs = 250;

type Lane = { limit: LimitFunction; senders: Map<string, number> };

/**
 * Works on an attempt to sign in, or on anything else that hashes a password: few at once, the rest in a queue with an
 * end, so that a flood of attempts costs a known amount of memory and of processor, and one sender's flood is no queue
 * for the others.
 *
 * @throws SignInBusy when the queue is full, or what one sender may have of it
 */
export async function inLane<T>(request: HeaderSource, work: () => Promise<T>): Promise<T> {
  const browser = await readKnownBrowser(request);
  const name = browser ? "known" : "strangers";
  const sender = browser ? browser.personId : networkOf(request);
  const { atOnce, waiting } = lanes[name];
  const { limit, senders } = getRuntime().keep<Lane>(`sign-in-lane ${name}`, () => ({
    limit: pLimit(atOnce),
    senders: new Map(),
  }));
  const already = senders.get(sender) ?? 0;
  if (limit.pendingCount >= waiting || already >= mostOfOneSender) throw new SignInBusy();
  senders.set(sender, already + 1);
  try {
    return await limit(work);
  } finally {
    const left = (senders.get(sender) ?? 1) - 1;
    if (left > 0) senders.set(sender, left);
    else senders.delete(sender);
  }
}

/** Answers no sooner than all such questions are answered, so that the time tells nothing about what was found. */
export async function evenly<T>(work: () => Promise<T>): Promise<T> {
  const [outcome] = await Promise.allSettled([work(), sleep(answerMs)]);
  if (outcome.status === "rejected") throw outcome.reason;
  return outcome.value;
}
