/** So often a look begins at the beginning all the same. */
const wholeLookEveryMs = 1_000;
const beginning = new Date(0);

/**
 * From where on a queue is looked at that is taken from by due time. What has been taken stays in the queue's index for as
 * long as any transaction could still see it (a backup holds a snapshot of the whole database for a minute), and a look
 * that began at the beginning would walk over all of it, forty times a second. So a look begins where the last one left
 * nothing behind, a little earlier; once a second one begins at the beginning, and finds what became due in the past: a
 * lease that ran out, a transaction that took long, a clock that was set back.
 */
export class LowWaterMark {
  #mark: Date | null = null;
  /** When a look last began at the beginning, by a clock that is never set and by the one that is. */
  #whole = { steadyMs: 0, wallMs: 0 };

  /** @param lateMs what is written with a due time that is no longer past than this is found at the next look */
  constructor(private readonly lateMs = 2_000) {}

  /**
   * Looks once.
   *
   * @param now by the clock of the due times
   * @param look finds (or takes) what is due at `from` or later
   * @param clearUpTo of what a look found: the time before which it left nothing in the queue
   */
  async look<T>(now: Date, look: (from: Date) => Promise<T>, clearUpTo: (found: T) => Date): Promise<T> {
    const began = { steadyMs: performance.now(), wallMs: now.getTime() };
    const passedMs = Math.max(
      began.steadyMs - this.#whole.steadyMs,
      Math.abs(began.wallMs - this.#whole.wallMs),
    );
    const isWhole = this.#mark === null || passedMs >= wholeLookEveryMs;
    const found = await look(isWhole ? beginning : new Date(this.#mark!.getTime() - this.lateMs));
    if (isWhole) this.#whole = began;
    this.#mark = clearUpTo(found);
    return found;
  }
}

/** Where a batch that was taken in order leaves its queue: one that was not full has taken all there was. */
export function clearAfter(batch: readonly { dueAt: Date }[], limit: number, now: Date): Date {
  if (batch.length < limit) return now;
  return new Date(Math.max(...batch.map(({ dueAt }) => dueAt.getTime())));
}
