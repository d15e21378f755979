import { tooManyRequests } from "./errors";

/** Bulk: messages to chats whose user has not written for a while. */
const bulkPerSecond = 30;
const bulkBurst = 30;
const chatPerSecond = 1;
const chatBurst = 8;
const groupPerSecond = 20 / 60;
const groupBurst = 20;
/** Answers to a user who wrote within this time are not bulk. */
const conversationMs = 60_000;
/** Above this many known chats, those at rest are forgotten. */
const rememberedChats = 50_000;

type Bucket = { tokens: number; at: number };

/** The sending limits of the real server, as far as they are known (see sandbox/README.md). */
export class SendLimiter {
  private readonly bulk = new Map<number, Bucket>();
  private readonly groups = new Map<string, Bucket>();
  private readonly chats = new Map<string, Bucket>();

  /**
   * Takes the right to send one message (or `count`, of an album), or says how long to wait.
   *
   * @throws BotApiError 429 with `retry_after`
   */
  take(input: { bot: number; user: number; lastInboundAt: number; nowMs: number; count?: number }): void {
    const { bot, user, lastInboundAt, nowMs, count = 1 } = input;
    const isBulk = nowMs - lastInboundAt > conversationMs;
    const chat = refill(this.chats, `${bot}:${user}`, chatPerSecond, chatBurst, nowMs);
    const bulk = isBulk ? refill(this.bulk, bot, bulkPerSecond, bulkBurst, nowMs) : undefined;
    const waitS = Math.max(waitOf(chat, chatPerSecond), bulk ? waitOf(bulk, bulkPerSecond) : 0);
    if (waitS > 0) throw tooManyRequests(Math.ceil(waitS));
    // An album goes out whole once its first part may: the rest is a debt.
    chat.tokens -= count;
    if (bulk) bulk.tokens -= count;
    if (this.chats.size > rememberedChats) this.forgetResting(nowMs);
  }

  /**
   * In a group: 20 messages a minute, whoever wrote.
   *
   * @throws BotApiError 429 with `retry_after`
   */
  takeInGroup(input: { bot: number; group: number; nowMs: number; count?: number }): void {
    const { bot, group, nowMs, count = 1 } = input;
    const bucket = refill(this.groups, `${bot}:${group}`, groupPerSecond, groupBurst, nowMs);
    const waitS = waitOf(bucket, groupPerSecond);
    if (waitS > 0) throw tooManyRequests(Math.ceil(waitS));
    bucket.tokens -= count;
  }

  private forgetResting(nowMs: number): void {
    for (const [key, bucket] of this.chats) {
      if (nowMs - bucket.at > (chatBurst / chatPerSecond) * 1000) this.chats.delete(key);
    }
  }
}

function refill<K>(buckets: Map<K, Bucket>, key: K, perSecond: number, burst: number, nowMs: number): Bucket {
  let bucket = buckets.get(key);
  if (!bucket) {
    bucket = { tokens: burst, at: nowMs };
    buckets.set(key, bucket);
  }
  // A clock set back must not take tokens away.
  bucket.tokens = Math.min(burst, bucket.tokens + (Math.max(0, nowMs - bucket.at) / 1000) * perSecond);
  bucket.at = nowMs;
  return bucket;
}

function waitOf(bucket: Bucket, perSecond: number): number {
  return bucket.tokens >= 1 ? 0 : (1 - bucket.tokens) / perSecond;
}
