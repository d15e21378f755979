import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { inWorkspace, newId, type Runtime } from "@/server/kernel";
import { sendEvent } from "@/server/workflows";
import { type Bench, type BenchDatabase, root } from "../../scripts/bench/bench";
import { openRuntime } from "../../scripts/bench/in-process";
import { crowdAsked, effectsFile } from "./crowd";

type Opened = { bench: Bench; database: BenchDatabase; runtime: Runtime; dataDir: string; secret: Buffer };

async function open(bench: Bench): Promise<Opened> {
  const database = await bench.createDatabase();
  const secret = randomBytes(32);
  const dataDir = mkdtempSync(join(tmpdir(), "santral-crowd-"));
  bench.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  return { bench, database, secret, dataDir, runtime: await openRuntime(bench, database, secret) };
}

async function startProcess({ bench, database, secret, dataDir }: Opened): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", join(root, "tests/workflows/crowd-process.ts")], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      TZ: "UTC",
      DATABASE_URL: database.appUrl,
      DATABASE_WORKER_URL: database.workerUrl,
      DATA_DIR: dataDir,
      SANTRAL_SECRET: secret.toString("base64"),
      LOG_LEVEL: "error",
    },
  });
  bench.defer(() => child.kill("SIGKILL"));
  await new Promise<void>((resolve, reject) => {
    child.stdout!.once("data", () => resolve());
    child.once("exit", (code) => reject(new Error(`The process ended with ${code} before it was ready.`)));
  });
  return child;
}

const ended = (child: ChildProcess) => new Promise<void>((resolve) => child.once("exit", () => resolve()));

/** Starts runs, one third of each kind, over ten workspaces. */
class Crowd {
  readonly #workspaces = Array.from({ length: 10 }, () => newId());
  #asked = 0;

  constructor(private readonly steps: number) {}

  async ask(count: number): Promise<void> {
    for (let n = 0; n < count; n += 1) {
      const sender = {
        workspace: { id: this.#workspaces[this.#asked % this.#workspaces.length]! },
        actor: { kind: "system", name: "crowd" } as const,
      };
      const data = { n: this.#asked, steps: this.steps };
      this.#asked += 1;
      await inWorkspace(sender, (tx) => sendEvent(tx, sender, crowdAsked, data));
    }
  }

  get asked(): number {
    return this.#asked;
  }
}

const running = async ({ database }: Opened): Promise<number> => {
  const [row] = await database.admin<{ count: number }[]>`
    select ((select count(*) from workflow_runs where state = 'running' and function_id in
      ('santral-crowd-chain', 'santral-crowd-wide', 'santral-crowd-asking'))
      + (select count(*) from workflow_jobs where kind = 'event'))::int as count`;
  return row!.count;
};

async function settle(opened: Opened, patienceMs: number): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const [row] = await opened.database.admin<{ count: number }[]>`
      select ((select count(*) from workflow_runs where state = 'running' and function_id <> 'santral-crowd-ticks')
        + (select count(*) from workflow_jobs where kind = 'event'))::int as count`;
    if (row!.count === 0) return;
    if (Date.now() > deadline) throw new Error(`${row!.count} runs and events have not come to an end.`);
    await sleep(100);
  }
}

/** What is left when all has ended: every figure but the counts should be nothing. */
async function judge({ database, dataDir }: Opened, asked: number) {
  const [row] = await database.admin<
    {
      runs: number;
      failed: number;
      told: number;
      heard: number;
      miscounted: number;
      unordered: number;
      left: number;
    }[]
  >`
    select
      (select count(*) from workflow_runs where function_id ~ 'crowd-(chain|wide|asking)$')::int as runs,
      (select count(*) from workflow_runs where state <> 'completed' and function_id <> 'santral-crowd-ticks')::int as failed,
      (select count(*) from workflow_events where name = 'crowd/told')::int as told,
      (select count(*) from workflow_runs where function_id = 'santral-crowd-hears')::int as heard,
      (select count(*) from workflow_runs r where function_id <> 'santral-crowd-ticks' and ended_steps <>
        (select count(*) from workflow_steps s where s.workspace_id = r.workspace_id and s.run_id = r.id))::int as miscounted,
      (select count(*) from (select run_id from workflow_steps where nth is not null group by workspace_id, run_id
        having count(distinct nth) <> count(*) or max(nth) <> count(*)) odd)::int as unordered,
      (select count(*) from workflow_jobs where kind <> 'tick' and run_id not in
        (select id from workflow_runs where function_id = 'santral-crowd-ticks'))::int as left`;
  const bodies = new Map<string, number>();
  for (const line of readFileSync(effectsFile(dataDir), "utf8").split("\n").filter(Boolean))
    bodies.set(line, (bodies.get(line) ?? 0) + 1);
  const again = [...bodies.values()].filter((times) => times > 1).length;
  return { asked, ...row!, steps: bodies.size, again };
}

/**
 * Kills the process that carries runs out at random moments, again and again, while so many runs go on; then lets
 * another one end them.
 */
export async function killCrowd(bench: Bench, options: { kills: number; atOnce: number; steps: number }) {
  const opened = await open(bench);
  const crowd = new Crowd(options.steps);
  for (let kill = 0; kill < options.kills; kill += 1) {
    await crowd.ask(Math.max(0, options.atOnce - (await running(opened))));
    const child = await startProcess(opened);
    await sleep(Math.random() * 800);
    const end = ended(child);
    child.kill("SIGKILL");
    await end;
    // What a dead process held is free, as it is when its leases have run out.
    await opened.database.admin`update workflow_jobs set lease_until = now() where lease_until > now()`;
  }
  const last = await startProcess(opened);
  await settle(opened, 180_000);
  const end = ended(last);
  last.kill("SIGTERM");
  await end;
  return { kills: options.kills, ...(await judge(opened, crowd.asked)) };
}

/** Has two processes share the work of one database, at a steady load, with a cron that comes every two seconds. */
export async function shareCrowd(
  bench: Bench,
  options: { seconds: number; perSecond: number; steps: number },
) {
  const opened = await open(bench);
  const crowd = new Crowd(options.steps);
  const children = [await startProcess(opened), await startProcess(opened)];
  for (let second = 0; second < options.seconds; second += 1) {
    await crowd.ask(options.perSecond);
    await sleep(1_000);
  }
  await settle(opened, 120_000);
  const ticks = await opened.database.admin<{ at: Date }[]>`
    select (data->>'scheduledAt')::timestamptz as at from workflow_events where name = 'inngest/scheduled.timer' order by 1`;
  const gaps = ticks
    .slice(1)
    .filter(({ at }, nth) => at.getTime() - ticks[nth]!.at.getTime() !== 2_000).length;
  const shares = await opened.database.admin<
    { count: number }[]
  >`select count(*)::int as count from workflow_drivers`;
  await Promise.all(
    children.map((child) => {
      const end = ended(child);
      child.kill("SIGTERM");
      return end;
    }),
  );
  return { processes: shares[0]!.count, ticks: ticks.length, gaps, ...(await judge(opened, crowd.asked)) };
}
