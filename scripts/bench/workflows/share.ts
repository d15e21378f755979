import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import { v7 as newId } from "uuid";
import type { Bench } from "../bench.ts";
import { openRuntime } from "../in-process.ts";
import { type Figures, round } from "../report.ts";
import { startWorkerProcess } from "./child.ts";
import { askChain, drain } from "./functions.ts";

const stepsARun = 20;

/** The same queue carried out by one process and by two: what the second one adds, and that no step is kept twice. */
export async function benchShare(bench: Bench): Promise<Figures> {
  const runs = bench.scaled(200, 40);
  const one = await measure(bench, runs, 1);
  const two = await measure(bench, runs, 2);
  return {
    workflowsTwo: {
      value: round(two.stepsPerS, 0),
      unit: "steps/s",
      baseline: round(one.stepsPerS, 0),
      ratio: round(two.stepsPerS / one.stepsPerS),
      cores: availableParallelism(),
      doubled: one.doubled + two.doubled,
      target: "two processes ≥ 1.0 of one (≥ 1.6 on four cores or more), nothing doubled",
    },
  };
}

async function measure(bench: Bench, runs: number, processes: number) {
  const database = await bench.createDatabase();
  const secret = randomBytes(32);
  const runtime = await openRuntime(bench, database, secret);
  const workspaces = Array.from({ length: 10 }, () => newId());
  for (let n = 0; n < runs; n += 1) await askChain(workspaces[n % workspaces.length]!, stepsARun);
  const startedAt = performance.now();
  const started = await Promise.all(
    Array.from({ length: processes }, () => startWorkerProcess(database, secret)),
  );
  const readyAt = performance.now();
  await drain(runtime);
  const endedAt = performance.now();
  for (const each of started) each.stop();
  const [row] = await database.admin<{ doubled: number }[]>`
    select count(*)::int as doubled from workflow_runs where state <> 'completed' or ended_steps <> ${stepsARun}`;
  await runtime.stop();
  await database.drop();
  bench.say(`${processes} at work after ${Math.round(readyAt - startedAt)} ms`);
  return { stepsPerS: (runs * stepsARun * 1_000) / (endedAt - readyAt), doubled: row!.doubled };
}
