import type { Transaction } from "./database";

const asked = new WeakMap<Transaction, Set<string>>();

/** Asks for a loop to be woken when this transaction has committed; nothing happens when it rolls back. */
export function wakeAfterCommit(tx: Transaction, loop: string): void {
  const loops = asked.get(tx) ?? new Set();
  loops.add(loop);
  asked.set(tx, loops);
}

export function takeWakes(tx: Transaction): ReadonlySet<string> {
  return asked.get(tx) ?? new Set();
}
