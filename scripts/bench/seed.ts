import { loadavg } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Bench } from "./bench.ts";
import { type Figures, round } from "./report.ts";

const patienceMs = 600_000;

type Told = { progress: { isMade: boolean; share: number } };

/** The whole demo on an empty database: until the product answers, and from then until its last day is there. */
export async function benchSeed(bench: Bench): Promise<Figures> {
  const database = await bench.createDatabase();
  const load = loadavg()[0] ?? 0;
  const startedAt = performance.now();
  const product = await bench.startProduct(database, { SANDBOX: "on", DEMO: "all", DEMO_DAYS: "90" });
  const readyAt = performance.now();
  bench.say(`it answers after ${round((readyAt - startedAt) / 1_000)} s`);
  while (!(await isMade(product.origin))) {
    if (performance.now() - readyAt > patienceMs) throw new Error("The demo is not made after ten minutes.");
    await sleep(200);
  }
  const seconds = (performance.now() - readyAt) / 1_000;
  const [counted] = await database.admin<{ customers: number; messages: number; conversations: number }[]>`
    select (select count(*) from customers)::int as customers, (select count(*) from messages)::int as messages,
      (select count(*) from conversations)::int as conversations`;
  await product.stop();
  await database.drop();
  return {
    seed: {
      value: round(seconds),
      unit: "s",
      readyS: round((readyAt - startedAt) / 1_000),
      ...counted!,
      loadBefore: round(load),
      target: "≤ 30 s after it answers, at least 3,000 customers and 40,000 messages",
    },
  };
}

async function isMade(origin: string): Promise<boolean> {
  const answer = await fetch(`${origin}/sandbox/demo`);
  if (!answer.ok) throw new Error(`The demo does not answer: ${answer.status}`);
  return ((await answer.json()) as Told).progress.isMade;
}
