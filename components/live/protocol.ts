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

/** From a tab to the shared worker. */
export type ToWorker =
  | { kind: "join"; slug: string }
  | { kind: "leave" }
  | { kind: "here" }
  | { kind: "retry" };

/** From the shared worker to its tabs. */
export type FromWorker = { kind: "hint"; hint: LiveHint } | { kind: "state"; state: LiveState };
