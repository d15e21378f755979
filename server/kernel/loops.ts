import type { Logger } from "./logger";

/**
 * A worker that runs while there is something to do, sleeps otherwise, and is woken by a commit of this process
 * (another process's work is found at the next look, `idleMs` later).
 */
export type Loop = {
  name: string;
  /** Does one batch. True when there may be more at once. */
  runOnce(): Promise<boolean>;
  idleMs: number;
  /** A pause after each batch under load, so that a few large ones do the work of many small ones. */
  restMs?: number;
};

export class LoopRunner {
  #isStopped = false;
  #isWoken = false;
  #resume: (() => void) | null = null;
  #finished: Promise<void>;
  /** Set while runs fail in a row: what health reports. */
  lastError: string | null = null;

  constructor(
    private readonly loop: Loop,
    private readonly logger: Logger,
  ) {
    this.#finished = this.#run();
  }

  wake(): void {
    this.#isWoken = true;
    this.#resume?.();
  }

  /** Lets the batch in hand finish. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#resume?.();
    await this.#finished;
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#isStopped) {
      this.#isWoken = false;
      let hasMore = false;
      try {
        hasMore = await this.loop.runOnce();
        failures = 0;
        this.lastError = null;
      } catch (error) {
        failures += 1;
        this.lastError = error instanceof Error ? error.message.split("\n")[0]! : String(error);
        this.logger.error({ loop: this.loop.name, failures, error }, "a loop's batch failed");
      }
      if (hasMore && failures === 0) continue;
      if (failures === 0 && this.loop.restMs !== undefined) await this.#rest(this.loop.restMs);
      await this.#sleep(failures > 0 ? Math.min(100 * 2 ** failures, 5_000) : this.loop.idleMs, failures > 0);
    }
  }

  #rest(ms: number): Promise<void> {
    return this.#isStopped ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms));
  }

  #sleep(ms: number, isBackingOff: boolean): Promise<void> {
    if (this.#isStopped || (this.#isWoken && !isBackingOff)) return Promise.resolve();
    return new Promise<void>((resolve) => {
      const timer = setTimeout(done, ms);
      function done() {
        clearTimeout(timer);
        resolve();
      }
      this.#resume = () => {
        if (!isBackingOff || this.#isStopped) done();
      };
    }).then(() => {
      this.#resume = null;
    });
  }
}
