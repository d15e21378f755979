/** Something changed: what is shown of this topic and id should be fetched again. Ids are public ones (`cnv_…`). */
export type LiveHint = { topic: string; id: string; version: number };

/** Told after a reconnection, or when the server cannot say what changed: everything on screen may be old. */
export const resyncTopic = "resync";

/**
 * - `connecting`: the first connection is being made
 * - `open`: hints arrive
 * - `away`: lost, and being made again
 * - `ended`: the reader may read no more (signed out, or no longer a member); not tried again by itself
 */
export type LiveState = "connecting" | "open" | "away" | "ended";

export const resyncHint: LiveHint = { topic: resyncTopic, id: "", version: 0 };

/** The same for what changed while the page was being opened: in a busy workspace, something always does. */
export const openingHint: LiveHint = { topic: resyncTopic, id: "opening", version: 0 };

/** The same clock in a page and in its shared worker, which no change of the time of day moves while they live. */
export const nowMs = () => performance.timeOrigin + performance.now();

/** From a tab to the shared worker. */
export type ToWorker =
  /** `since`: what the tab shows may be as old as this, in milliseconds of `nowMs`. */
  { kind: "join"; slug: string; since: number } | { kind: "leave" } | { kind: "here" } | { kind: "retry" };

/** From the shared worker to its tabs. */
export type FromWorker = { kind: "hint"; hint: LiveHint } | { kind: "state"; state: LiveState };
