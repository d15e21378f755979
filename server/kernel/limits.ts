import { LRUCache } from "lru-cache";
import type { Clock } from "./clock";
import { LimitReached } from "./errors";

/** `capacity` at once, refilled at `perSecond`. */
export type Rate = { capacity: number; perSecond: number };

/** Token buckets of this process, the least recently used forgotten first. */
export class Limits {
  readonly #buckets = new LRUCache<string, { tokens: number; at: number }>({ max: 50_000 });

  /** When the turn of each holder comes or came. */
  readonly #turns = new LRUCache<string, number>({ max: 50_000 });

  constructor(private readonly clock: Clock) {}

  /** @throws LimitReached with the seconds until one more is allowed */
  take(name: string, key: string, rate: Rate): void {
    const now = this.clock.now().getTime();
    const id = `${name}:${key}`;
    const tokens = this.#tokens(id, rate, now);
    if (tokens < 1) throw new LimitReached(name, Math.ceil((1 - tokens) / rate.perSecond));
    this.#buckets.set(id, { tokens: tokens - 1, at: now });
  }

  /**
   * Books a turn for work that can wait: the moment from which it may be done, now or later. Turns of one key come one
   * after another at the rate; whoever asks again (`holder`) keeps the turn that it has.
   */
  book(name: string, key: string, rate: Rate, holder: string): Date {
    const booked = this.#turns.get(`${name}:${holder}`);
    if (booked !== undefined) return new Date(booked);
    const now = this.clock.now().getTime();
    const id = `${name}:${key}`;
    const tokens = this.#tokens(id, rate, now);
    this.#buckets.set(id, { tokens: tokens - 1, at: now });
    const turn = now + Math.ceil((Math.max(0, 1 - tokens) / rate.perSecond) * 1_000);
    this.#turns.set(`${name}:${holder}`, turn);
    return new Date(turn);
  }

  /** The seconds until one more is allowed, 0 for at once; takes nothing. */
  waitS(name: string, key: string, rate: Rate): number {
    const tokens = this.#tokens(`${name}:${key}`, rate, this.clock.now().getTime());
    return tokens < 1 ? Math.ceil((1 - tokens) / rate.perSecond) : 0;
  }

  /** How many buckets are held. */
  get size(): number {
    return this.#buckets.size;
  }

  #tokens(id: string, rate: Rate, now: number): number {
    const bucket = this.#buckets.get(id) ?? { tokens: rate.capacity, at: now };
    const elapsedS = Math.max(0, now - bucket.at) / 1000;
    const tokens = Math.min(rate.capacity, bucket.tokens + elapsedS * rate.perSecond);
    // A clock that was set back starts from here; otherwise the bucket would stay shut until it caught up.
    if (now < bucket.at) this.#buckets.set(id, { tokens, at: now });
    return tokens;
  }
}
