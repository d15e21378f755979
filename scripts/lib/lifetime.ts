/**
 * What has to be undone when the process ends, in reverse order; and the signals that end it. npm hands on what the
 * terminal has already told the whole group, so the same signal often comes twice.
 */
export class Lifetime {
  readonly #closers: (() => unknown)[] = [];
  readonly #aborter = new AbortController();
  #ending: Promise<void> | null = null;
  #impatient: (() => void) | null = null;
  #work: Promise<void> = Promise.resolve();

  /** Aborted as soon as the end begins. */
  get signal(): AbortSignal {
    return this.#aborter.signal;
  }

  get isEnding(): boolean {
    return this.#ending !== null;
  }

  defer(closer: () => unknown): void {
    this.#closers.push(closer);
  }

  /** Called when everything else is undone. */
  finally(closer: () => unknown): void {
    this.#closers.unshift(closer);
  }

  /** Called for a second signal that a person has sent because the first took too long. */
  onImpatience(hurry: () => void): void {
    this.#impatient = hurry;
  }

  /** Ends the process on the usual signals. */
  listen(onSignal: (name: string) => void): void {
    let firstAt = 0;
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(name, () => {
        if (this.isEnding) {
          if (performance.now() - firstAt > echoMs) this.#impatient?.();
          return;
        }
        firstAt = performance.now();
        onSignal(name);
        void this.end(0);
      });
    }
  }

  /** Does the work during which closers are deferred; an end that comes meanwhile waits for it to let go. */
  async run(work: () => Promise<void>): Promise<void> {
    const running = work();
    this.#work = running.catch(() => {});
    await running;
  }

  /** Undoes everything once and exits. */
  end(exitCode: number): Promise<void> {
    this.#ending ??= this.#undo().then(() => process.exit(exitCode));
    return this.#ending;
  }

  async #undo(): Promise<void> {
    this.#aborter.abort();
    await this.#work;
    for (const closer of this.#closers.reverse()) {
      try {
        await closer();
      } catch (error) {
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      }
    }
  }
}

const echoMs = 1_500;
