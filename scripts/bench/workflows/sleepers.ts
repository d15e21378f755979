import { createHash, randomBytes } from "node:crypto";
import { v7 as newId } from "uuid";
import type { Bench } from "../bench.ts";
import { openRuntime } from "../in-process.ts";
import { type Figures, quantile, round } from "../report.ts";
import { startWorkerProcess } from "./child.ts";
import { drain, sleepName } from "./functions.ts";

const overMs = 20 * 60_000;
const leadMs = 30_000;

/** Runs that sleep, due evenly over twenty minutes: how late they wake, and what memory that takes. */
export async function benchSleepers(bench: Bench): Promise<Figures> {
  const database = await bench.createDatabase();
  const secret = randomBytes(32);
  const runtime = await openRuntime(bench, database, secret);
  const sleepers = bench.scaled(100_000, 1_000);
  const spreadMs = bench.scaled(overMs, 30_000);
  const workspaceId = newId();
  const firstAt = new Date(Date.now() + leadMs);
  const step = createHash("sha1").update(sleepName).digest("hex");
  const { admin } = database;
  // As a run lies there asleep: its event, itself, the planned step and the job that ends it.
  await admin.begin(async (tx) => {
    await tx`
      create temp table sleepers as
      select n, gen_random_uuid() as run, gen_random_uuid() as event, date_trunc('milliseconds',
        ${firstAt}::timestamptz + make_interval(secs => n * ${spreadMs / 1_000 / sleepers}::float8)) as at
      from generate_series(0, ${sleepers - 1}::int) n`;
    await tx`
      insert into workflow_events (workspace_id, id, name, data, version, key, actor_kind, chain, occurred_at)
      select ${workspaceId}, event, 'inngest/function.invoked',
        json_build_object('wakeAt', (extract(epoch from at) * 1000)::bigint), 1, n::text, 'system', '{}', now()
      from sleepers`;
    await tx`
      insert into workflow_runs (workspace_id, id, function_id, event_id, state, request_version, asked_at, started_at)
      select ${workspaceId}, run, 'santral-bench-sleeper', event, 'running', 2, now(), now() from sleepers`;
    await tx`
      insert into workflow_steps (workspace_id, run_id, id, name, operation, state, planned_at)
      select ${workspaceId}, run, ${step}, ${sleepName}, 'Sleep', 'planned', now() from sleepers`;
    await tx`
      insert into workflow_jobs (workspace_id, run_id, step, kind, due_at)
      select ${workspaceId}, run, ${step}, 'wake', at from sleepers`;
  });
  await admin`analyze workflow_jobs, workflow_runs, workflow_steps, workflow_events`;
  const worker = await startWorkerProcess(database, secret);
  await drain(runtime);
  const { lateness, largestMb } = await worker.tell();
  worker.stop();
  await runtime.stop();
  await database.drop();
  return {
    sleepers: {
      value: round(quantile(lateness, 0.99), 0),
      unit: "ms late p99",
      p50Ms: round(quantile(lateness, 0.5), 0),
      p95Ms: round(quantile(lateness, 0.95), 0),
      latestMs: round(quantile(lateness, 1), 0),
      sleepers,
      woken: lateness.length,
      overS: spreadMs / 1_000,
      largestMb: round(largestMb, 0),
      target: "100,000 over 20 minutes wake within 2 s, ≤ 600 MB",
    },
  };
}
