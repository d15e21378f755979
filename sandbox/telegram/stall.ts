import type { Clock } from "./clock";

/** A stalled call is let go after this long, so that a forgotten one does not stay for ever. */
const longestStallMs = 120_000;

/** Calls that a fault keeps waiting for an answer that never comes. */
export class Stalls {
  private readonly open = new Set<() => void>();

  constructor(private readonly clock: Clock) {}

  /** Resolves when the client has given up, when the stand-in stops, or after two minutes. */
  wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const leave = () => {
        cancel();
        this.open.delete(leave);
        signal.removeEventListener("abort", leave);
        resolve();
      };
      const cancel = this.clock.after(longestStallMs, leave);
      this.open.add(leave);
      signal.addEventListener("abort", leave, { once: true });
      if (signal.aborted) leave();
    });
  }

  stop(): void {
    for (const leave of [...this.open]) leave();
  }
}
