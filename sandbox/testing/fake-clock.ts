import type { Clock } from "../telegram/clock";

type Timer = { at: number; task: () => void };

/** Time that moves only when a test says so; due timers run in order. */
export class FakeClock implements Clock {
  private timers: Timer[] = [];

  constructor(private time = Date.parse("2026-11-20T09:00:00Z")) {}

  now(): number {
    return this.time;
  }

  after(delayMs: number, task: () => void): () => void {
    const timer = { at: this.time + delayMs, task };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  /** Moves on, letting what is due and what follows from it happen. */
  async advance(byMs: number): Promise<void> {
    const end = this.time + byMs;
    await settle();
    for (;;) {
      const due = this.timers.filter((timer) => timer.at <= end).sort((left, right) => left.at - right.at)[0];
      if (!due) break;
      this.timers = this.timers.filter((timer) => timer !== due);
      this.time = Math.max(this.time, due.at);
      due.task();
      await settle();
    }
    this.time = end;
  }
}

/** Lets promises that are already resolvable run on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
