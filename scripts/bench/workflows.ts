import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { v7 as newId } from "uuid";
import { z } from "zod";
import { inWorkspace, platformScope } from "@/server/kernel";
import { defineEvent, openEngine, sendEvent, startEngine, type Workflow } from "@/server/workflows";
import type { Bench } from "./bench.ts";
import { openRuntime } from "./in-process.ts";
import { type Figures, quantile, round } from "./report.ts";

const stepsARun = 20;
const asked = defineEvent("bench/asked", 1, z.object({}));

/** When each step of a run began; by run. */
const begun = new Map<string, number[]>();

const chain: Workflow = {
  id: "bench-chain",
  triggers: [{ event: asked }],
  load:
    async () =>
    async ({ step, runId }) => {
      for (let n = 0; n < stepsARun; n += 1) {
        await step.run(`step ${n}`, () => {
          const at = begun.get(runId) ?? [];
          begun.set(runId, [...at, performance.now()]);
        });
      }
    },
};

/** Runs of twenty steps, carried out by the embedded executor in this process: how many steps a second, and how long one waits for the next. */
export async function benchWorkflows(bench: Bench): Promise<Figures> {
  const database = await bench.createDatabase();
  const runtime = await openRuntime(bench, database);
  await startEngine(runtime, await openEngine(runtime, [chain]));
  const workspaces = Array.from({ length: 10 }, () => newId());
  const ask = async (count: number) => {
    for (let n = 0; n < count; n += 1) {
      const sender = {
        workspace: { id: workspaces[n % workspaces.length] ?? platformScope },
        actor: { kind: "system", name: "bench" } as const,
      };
      await inWorkspace(sender, (tx) => sendEvent(tx, sender, asked, {}));
    }
    for (;;) {
      const [row] = await runtime.worker.execute<{ left: number }>(
        sql`select count(*)::int as left from workflow_jobs where kind <> 'tick'`,
      );
      if (row!.left === 0) return;
      await sleep(20);
    }
  };
  await ask(20);
  begun.clear();
  const runs = bench.scaled(200, 40);
  const startedAt = performance.now();
  await ask(runs);
  const seconds = (performance.now() - startedAt) / 1_000;
  const between = [...begun.values()].flatMap((at) => at.slice(1).map((each, nth) => each - at[nth]!));
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
      atOnce: 8,
      target: "≥ 300 steps/s a process, p95 ≤ 15 ms between two steps of a run",
    },
  };
}
