import { v7 as newId } from "uuid";
import { openEngine, startEngine } from "@/server/workflows";
import type { Bench } from "../bench.ts";
import { openRuntime } from "../in-process.ts";
import { type Figures, quantile, round } from "../report.ts";
import { askBrief, askChain, askLater, begun, benchWorkflows, briefBegun, drain } from "./functions.ts";

const stepsARun = 20;
const longRunSteps = 1_000;

/**
 * The embedded executor in this process: steps a second of many runs, how long a run waits for its next step beside three
 * others, a run of a thousand steps, and the way from a commit to the handler that it starts, alone and beside another
 * workspace's long queue.
 */
export async function benchSteps(bench: Bench): Promise<Figures> {
  const database = await bench.createDatabase();
  const runtime = await openRuntime(bench, database);
  await startEngine(runtime, await openEngine(runtime, benchWorkflows));
  const workspaces = Array.from({ length: 10 }, () => newId());
  const ask = async (runs: number, steps: number) => {
    for (let n = 0; n < runs; n += 1) await askChain(workspaces[n % workspaces.length]!, steps);
  };
  await ask(20, stepsARun);
  await drain(runtime);

  begun.clear();
  const runs = bench.scaled(200, 40);
  let startedAt = performance.now();
  await ask(runs, stepsARun);
  await drain(runtime);
  const seconds = (performance.now() - startedAt) / 1_000;
  const between = [...begun.values()].flatMap((at) => at.slice(1).map((each, nth) => each - at[nth]!));

  startedAt = performance.now();
  await ask(1, longRunSteps);
  await drain(runtime);
  const longRunS = (performance.now() - startedAt) / 1_000;

  const laterJobs = bench.scaled(1_000, 100);
  startedAt = performance.now();
  for (const workspace of workspaces) await askLater(runtime, workspace, laterJobs / workspaces.length);
  await drain(runtime);
  const laterS = (performance.now() - startedAt) / 1_000;

  const events = bench.scaled(200, 40);
  const alone = await waysToHandler(workspaces[0]!, events);
  const queued = bench.scaled(10_000, 1_000);
  const greedy = newId();
  for (let n = 0; n < queued; n += 1) await askBrief(greedy, -1);
  const beside = await waysToHandler(workspaces[1]!, Math.ceil(events / 4));
  const leftMeanwhile = await database.admin<
    { count: number }[]
  >`select count(*)::int as count from workflow_jobs`;
  await runtime.stop();
  await database.drop();
  return {
    workflows: {
      value: round((runs * stepsARun) / seconds, 0),
      unit: "steps/s",
      p50Ms: round(quantile(between, 0.5)),
      p95Ms: round(quantile(between, 0.95)),
      runs,
      stepsARun,
      longRunS: round(longRunS),
      target: "≥ 300 steps/s a process, p95 ≤ 15 ms between two steps of a run",
    },
    laterJobs: { value: round(laterJobs / laterS, 0), unit: "jobs/s", jobs: laterJobs },
    outbox: {
      value: round(quantile(alone, 0.95)),
      unit: "ms p95",
      p50Ms: round(quantile(alone, 0.5)),
      events,
      target: "commit to handler p95 ≤ 50 ms",
    },
    fair: {
      value: round(quantile(beside, 0.95) - quantile(alone, 0.95)),
      unit: "ms later",
      p50Ms: round(quantile(beside, 0.5)),
      p95Ms: round(quantile(beside, 0.95)),
      queued,
      leftMeanwhile: leftMeanwhile[0]!.count,
      target: "≤ 100 ms beside another workspace's 10,000 queued runs",
    },
  };
}

/** How long after its commit each event's handler begins, one event after the other. */
async function waysToHandler(workspaceId: string, events: number): Promise<number[]> {
  const ways: number[] = [];
  for (let n = 0; n < events; n += 1) {
    const committedAt = await askBrief(workspaceId, n);
    while (!briefBegun.has(n)) await new Promise((resolve) => setTimeout(resolve, 2));
    // It may begin before the commit has been heard of here.
    ways.push(Math.max(0, briefBegun.get(n)! - committedAt));
    briefBegun.delete(n);
  }
  return ways;
}
