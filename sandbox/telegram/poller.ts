import type { Update } from "@grammyjs/types";
import { BotApiError, pollConflict } from "./errors";
import type { StateRecord } from "./records";
import type { BotState } from "./state";
import type { Store } from "./store";

/** The real server lets a poll wait this long at most. */
const longestPollS = 50;
const usualLimit = 100;
/** The real server answers conflicts at most this often; later ones wait. */
const conflictPauseMs = 3000;

/** How soon another program's request ends one of ours. */
const otherPollerMs = 1000;

type Waiting = { finish(): void; fail(error: BotApiError): void };

export type PollInput = { offset?: number; limit?: number; timeout?: number; signal: AbortSignal };

/** `getUpdates`: hands pending updates out, waits for the first, and lets only one poller at a time wait. */
export class Poller {
  private readonly waiting = new Map<number, Waiting>();
  private readonly nextConflictAt = new Map<number, number>();

  constructor(private readonly store: Store) {}

  /**
   * Answers with pending updates, oldest first. An offset confirms everything before it.
   *
   * @throws BotApiError 409 when a webhook is set, or when another poll takes this one's place
   */
  async poll(bot: BotState, input: PollInput): Promise<Update[]> {
    if (bot.webhook) {
      throw new BotApiError(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      );
    }
    if (bot.traits.isPolledElsewhere) await this.giveWayToTheOther(bot, input.signal);
    this.abort(bot, pollConflict);
    const confirmed = confirmRecords(bot, input.offset ?? 0);
    this.store.commit(...confirmed);
    const limit = input.limit ?? usualLimit;
    const ready = this.take(bot, limit);
    const timeoutS = Math.min(input.timeout ?? 0, longestPollS);
    if (ready.length > 0 || timeoutS === 0) return ready;
    await this.wait(bot, timeoutS * 1000, input.signal);
    return this.take(bot, limit);
  }

  /** The other program's next request ends ours; what is pending stays, for nobody else is really there. */
  private async giveWayToTheOther(bot: BotState, signal: AbortSignal): Promise<void> {
    this.abort(bot, pollConflict);
    await this.wait(bot, otherPollerMs, signal);
    if (bot.traits.isPolledElsewhere) throw new BotApiError(409, pollConflict);
  }

  /** A new update is pending: the waiting poll, if any, is answered. */
  wake(bot: BotState): void {
    this.waiting.get(bot.id)?.finish();
  }

  /** Ends the waiting poll of this bot, if any, with a 409 or what else is to be said. */
  abort(bot: BotState, description: string, code = 409): void {
    this.waiting.get(bot.id)?.fail(new BotApiError(code, description));
  }

  /** Answers every waiting poll with nothing. */
  stop(): void {
    for (const waiting of [...this.waiting.values()]) waiting.finish();
  }

  private wait(bot: BotState, timeoutMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const { clock } = this.store;
      const leave = () => {
        cancel();
        signal.removeEventListener("abort", finish);
        if (this.waiting.get(bot.id) === waiting) this.waiting.delete(bot.id);
      };
      const finish = () => {
        leave();
        resolve();
      };
      const fail = (error: BotApiError) => {
        leave();
        const pauseMs = Math.max(0, (this.nextConflictAt.get(bot.id) ?? 0) - clock.now());
        this.nextConflictAt.set(bot.id, clock.now() + pauseMs + conflictPauseMs);
        if (pauseMs === 0) reject(error);
        else clock.after(pauseMs, () => reject(error));
      };
      const waiting: Waiting = { finish, fail };
      const cancel = clock.after(timeoutMs, finish);
      signal.addEventListener("abort", finish, { once: true });
      this.waiting.set(bot.id, waiting);
    });
  }

  private take(bot: BotState, limit: number): Update[] {
    const nowMs = this.store.clock.now();
    const updates: Update[] = [];
    for (const { update, expiresAt } of bot.pending.values()) {
      if (updates.length === limit) break;
      if (expiresAt > nowMs) updates.push(update);
    }
    return updates;
  }
}

/** A negative offset keeps only that many updates from the end. */
function confirmRecords(bot: BotState, offset: number): StateRecord[] {
  if (offset === 0 || bot.pending.size === 0) return [];
  const ids = [...bot.pending.keys()];
  const before = offset > 0 ? offset : (ids.at(offset) ?? ids[0] ?? 0);
  return ids[0] !== undefined && ids[0] < before ? [{ t: "confirm", bot: bot.id, before }] : [];
}
