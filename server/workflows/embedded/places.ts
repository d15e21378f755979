import { performance } from "node:perf_hooks";

/** While functions calculate, more of them at once make each slower and none of them faster. */
const fewest = 4;
/** While they wait for others, more of them do more. */
const most = 32;
const growth = 4;
const busyUtilisation = 0.7;
const lookEveryMs = 50;

/** How many functions a process runs at once: few while it is busy, more while those in hand wait. */
export class Places {
  #count = fewest;
  #since = performance.eventLoopUtilization();
  #lookedAt = performance.now();

  /** @param inHand how many there are; the count grows only when all are taken */
  count(inHand: number): number {
    if (performance.now() - this.#lookedAt < lookEveryMs) return this.#count;
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, this.#since);
    this.#since = now;
    this.#lookedAt = performance.now();
    if (utilization > busyUtilisation) this.#count = Math.max(this.#count - growth, fewest);
    else if (inHand >= this.#count) this.#count = Math.min(this.#count + growth, most);
    return this.#count;
  }
}
