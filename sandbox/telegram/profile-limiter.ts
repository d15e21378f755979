import { tooManyRequests } from "./errors";

/** At once, and how long the platform takes to allow one more. */
type Rate = { capacity: number; refillS: number };

/**
 * How often a bot may change what it says of itself. The real server's figures are not published; what is known is
 * that a few renames shut the method for hours, and that texts may be changed more often.
 */
const rates = {
  setMyName: { capacity: 3, refillS: 4 * 3600 },
  setMyProfilePhoto: { capacity: 5, refillS: 1800 },
  setMyDescription: { capacity: 40, refillS: 120 },
  setMyShortDescription: { capacity: 40, refillS: 120 },
  setMyCommands: { capacity: 100, refillS: 60 },
} as const satisfies Record<string, Rate>;

export type LimitedProfileMethod = keyof typeof rates;

/** Counts what really changes; a call that says what stands already is free, as with the real server. */
export class ProfileLimiter {
  private readonly buckets = new Map<string, { tokens: number; at: number }>();

  /** @throws BotApiError 429 with `retry_after`, for a name of hours */
  take(input: { bot: number; method: LimitedProfileMethod; nowMs: number }): void {
    const { bot, method, nowMs } = input;
    const { capacity, refillS }: Rate = rates[method];
    const key = `${bot} ${method}`;
    const before = this.buckets.get(key) ?? { tokens: capacity, at: nowMs };
    const grown = Math.max(0, nowMs - before.at) / 1000 / refillS;
    const tokens = Math.min(capacity, before.tokens + grown);
    if (tokens < 1) throw tooManyRequests(Math.ceil((1 - tokens) * refillS));
    this.buckets.set(key, { tokens: tokens - 1, at: nowMs });
  }
}
