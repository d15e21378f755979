import { setTimeout as sleep } from "node:timers/promises";
import pLimit from "p-limit";
import { getRuntime } from "@/server/kernel";
import { SignInBusy } from "./errors";

/** Attempts that are worked on side by side; each holds one connection of the pool for a few milliseconds. */
const attemptsAtOnce = 4;
/** So many more wait, for a second or two; whoever comes then is told to come back, before anything is looked up. */
const waitingAtMost = 100;
/** Longer than an attempt takes on an idle machine: what is answered sooner waits for it. */
const answerMs = 250;

/**
 * Works on an attempt to sign in, or on anything else that hashes a password: few at once, the rest in a queue with an
 * end, so that a flood of attempts costs a known amount of memory and of processor.
 *
 * @throws SignInBusy when the queue is full
 */
export async function inLane<T>(work: () => Promise<T>): Promise<T> {
  const lane = getRuntime().keep("sign-in-lane", () => pLimit(attemptsAtOnce));
  if (lane.pendingCount >= waitingAtMost) throw new SignInBusy();
  return lane(work);
}

/** Answers no sooner than all such questions are answered, so that the time tells nothing about what was found. */
export async function evenly<T>(work: () => Promise<T>): Promise<T> {
  const [outcome] = await Promise.allSettled([work(), sleep(answerMs)]);
  if (outcome.status === "rejected") throw outcome.reason;
  return outcome.value;
}
