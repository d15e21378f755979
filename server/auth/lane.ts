import { setTimeout as sleep } from "node:timers/promises";
import pLimit, { type LimitFunction } from "p-limit";
import { getRuntime, type HeaderSource, LimitReached, networkOf } from "@/server/kernel";
import { SignInBusy } from "./errors";
import { readKnownBrowser } from "./known-browser";

/** Worked on side by side in each lane; with one connection of the pool each, for a few milliseconds. */
const atOnce = 2;
/** So many more wait, for a second or two; whoever comes then is told to come back, before anything is looked up. */
const waitingAtMost = 100;
/** Nobody waits longer, however slow the machine is: their turn goes to the next. */
const patienceMs = 8_000;
/** One network, or one person in browsers of theirs, has no more of all this. */
const mostOfOneSender = 20;
/** A network that has tried no more than this lately is a newcomer. */
const newcomers = { capacity: 2, perSecond: 2 / 900 };
/** Longer than an attempt takes on an idle machine: what is answered sooner waits for it. */
const answerMs = 250;

/**
 * Works on an attempt to sign in, or on anything else that hashes a password: few at once, the rest in a queue with an
 * end, so that a flood of attempts costs a known amount of memory and of processor. Browsers that somebody has signed in
 * from before have a lane of their own, and so have newcomers: a flood from however many networks soon stands in the
 * third, in its own way.
 *
 * @throws SignInBusy when the lane is full, or what one sender may have of it, or their turn has not come in time
 */
export async function inLane<T>(request: HeaderSource, work: () => Promise<T>): Promise<T> {
  const browser = await readKnownBrowser(request);
  const sender = browser ? browser.personId : networkOf(request);
  const lane = laneOf(browser ? "known" : isNewcomer(sender) ? "newcomers" : "others");
  const held = getRuntime().keep("sign-in-senders", () => new Map<string, number>());
  const already = held.get(sender) ?? 0;
  if (lane.pendingCount >= waitingAtMost || already >= mostOfOneSender) throw new SignInBusy();
  held.set(sender, already + 1);
  const { clock } = getRuntime();
  const until = clock.now().getTime() + patienceMs;
  try {
    return await lane(() => {
      if (clock.now().getTime() > until) throw new SignInBusy();
      return work();
    });
  } finally {
    const left = held.get(sender)! - 1;
    if (left > 0) held.set(sender, left);
    else held.delete(sender);
  }
}

const laneOf = (name: "known" | "newcomers" | "others"): LimitFunction =>
  getRuntime().keep(`sign-in-lane ${name}`, () => pLimit(atOnce));

function isNewcomer(network: string): boolean {
  try {
    getRuntime().limits.take("sign-in newcomers", network, newcomers);
    return true;
  } catch (error) {
    if (error instanceof LimitReached) return false;
    throw error;
  }
}

/** Answers no sooner than all such questions are answered, so that the time tells nothing about what was found. */
export async function evenly<T>(work: () => Promise<T>): Promise<T> {
  const [outcome] = await Promise.allSettled([work(), sleep(answerMs)]);
  if (outcome.status === "rejected") throw outcome.reason;
  return outcome.value;
}
