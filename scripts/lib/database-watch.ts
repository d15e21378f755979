import { setTimeout as sleep } from "node:timers/promises";
import type { EmbeddedPostgres } from "./embedded-postgres.ts";
import { describeError, PlainError } from "./plain-error.ts";

const lookEveryMs = 500;

type Options = {
  /** Starts the server again, or finds one that somebody else has started meanwhile. */
  restart(): Promise<EmbeddedPostgres>;
  say(line: string): void;
  /** It cannot be brought back to where the product looks for it; the reason. */
  onLost(reason: string): void;
};

/**
 * Keeps the embedded database running: one that ends while the product serves (by a hand, or because memory ran out)
 * is started again, and the product, which waits for it, goes on.
 */
export class DatabaseWatch {
  #server: EmbeddedPostgres;
  readonly #options: Options;
  readonly #stopping = new AbortController();
  readonly #watching: Promise<void>;

  constructor(server: EmbeddedPostgres, options: Options) {
    this.#server = server;
    this.#options = options;
    this.#watching = this.#watch();
  }

  /** Ends the watch, then the server. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#watching;
    await this.#server.stop();
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await sleep(lookEveryMs, undefined, { signal }).catch(() => {});
      if (signal.aborted || this.#server.isRunning()) continue;
      try {
        await this.#bringBack();
      } catch (error) {
        this.#options.onLost(describeError(error));
        return;
      }
    }
  }

  async #bringBack(): Promise<void> {
    const { say, restart } = this.#options;
    say("· The database has ended; starting it again …");
    const server = await restart();
    const isElsewhere = new URL(server.adminUrl).port !== new URL(this.#server.adminUrl).port;
    this.#server = server;
    if (isElsewhere)
      throw new PlainError("The database could not get its old port back. Start Santral again.");
    say("✓ Database ready again");
  }
}
