/** How fast things may go out. Times are milliseconds of a clock that only goes forward. */

/** So many at once, refilled at so many a second. */
export type Pace = { burst: number; perSecond: number };

/** The platform's limits as it states them, a little below each. */
export const paces = {
  /** Offers and campaigns of one bot: the platform allows about 30 a second. */
  bulk: { burst: 10, perSecond: 29 },
  /** Answers are not counted into that limit. Where the platform says by 429 that they are, they go as bulk for a while. */
  interactive: { burst: 100, perSecond: 100 },
  chat: { burst: 3, perSecond: 1 },
  /** 20 in any minute: 3 at once and 17 more in the minute after. */
  group: { burst: 3, perSecond: 17 / 60 },
} as const satisfies Record<string, Pace>;

/** A token bucket. */
export class Bucket {
  #tokens: number;
  #at: number;

  constructor(
    private readonly pace: Pace,
    nowMs: number,
  ) {
    this.#tokens = pace.burst;
    this.#at = nowMs;
  }

  /** How many may go now. */
  available(nowMs: number): number {
    this.#refill(nowMs);
    return Math.floor(this.#tokens);
  }

  /** Takes so many; may go below zero, which the next ones wait for. */
  take(count: number, nowMs: number): void {
    this.#refill(nowMs);
    this.#tokens -= count;
  }

  /** Milliseconds until one more may go; 0 when one may go now. */
  waitMs(nowMs: number): number {
    this.#refill(nowMs);
    return this.#tokens >= 1 ? 0 : ((1 - this.#tokens) / this.pace.perSecond) * 1_000;
  }

  #refill(nowMs: number): void {
    this.#tokens = Math.min(
      this.pace.burst,
      this.#tokens + ((nowMs - this.#at) / 1_000) * this.pace.perSecond,
    );
    this.#at = nowMs;
  }
}

/** The paces of chats; a chat at rest is forgotten, for a new bucket is a full one. */
export class ChatPaces {
  readonly #buckets = new Map<string, Bucket>();
  /** Chats that may not be written to before a time. */
  readonly #resting = new Map<string, number>();
  #sweptAt = 0;

  take(addressId: string, isGroup: boolean, nowMs: number): void {
    let bucket = this.#buckets.get(addressId);
    if (!bucket) {
      bucket = new Bucket(isGroup ? paces.group : paces.chat, nowMs);
      this.#buckets.set(addressId, bucket);
    }
    bucket.take(1, nowMs);
    const waitMs = bucket.waitMs(nowMs);
    if (waitMs > 0) this.#resting.set(addressId, nowMs + waitMs);
    this.#sweep(nowMs);
  }

  /** The chats to leave alone now. */
  resting(nowMs: number): string[] {
    for (const [addressId, until] of this.#resting) if (until <= nowMs) this.#resting.delete(addressId);
    return [...this.#resting.keys()];
  }

  /** When the first of them may be written to again, or null. */
  nextAwakeAt(): number | null {
    return this.#resting.size === 0 ? null : Math.min(...this.#resting.values());
  }

  #sweep(nowMs: number): void {
    if (nowMs - this.#sweptAt < 10_000) return;
    this.#sweptAt = nowMs;
    for (const [addressId, bucket] of this.#buckets) {
      if (bucket.available(nowMs) >= paces.chat.burst) this.#buckets.delete(addressId);
    }
  }
}
