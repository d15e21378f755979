import { fork } from "node:child_process";
import { join } from "node:path";
import type { Bench, BenchDatabase } from "./bench.ts";
import { readCpuTimes } from "./cpu.ts";
import { fire, type Volley } from "./load.ts";
import { type Figures, median, quantile, round } from "./report.ts";
import { findLoss, UpdateSource } from "./updates.ts";
import { loadWorkspaces } from "./workspaces.ts";

const rounds = 3;
/** Who write, in all: after the warm-up most are known. */
const customers = 2_000;

/**
 * Updates per second with everything stored in the answered commit, through the real entry, against a bare server with
 * one INSERT. Five in a hundred are duplicates and one in a hundred is malformed; afterwards the rows are counted:
 * nothing lost, nothing twice.
 */
export async function benchIngest(bench: Bench): Promise<Figures> {
  const database = await bench.createDatabase();
  const product = await bench.startProduct(database);
  const channels = await loadWorkspaces(database, product.secret, 201);
  const bare = await startBare(bench, database);
  const roundSeconds = bench.scaled(4, 2);

  const compare = async (label: string, connections: number, updates: UpdateSource) => {
    for (const origin of [product.origin, bare]) {
      const source = origin === bare ? new UpdateSource(updates.channels, updates.customers) : updates;
      await fire({ origin, connections, seconds: bench.scaled(3, 1), source });
    }
    const pairs: { product: number; bare: number }[] = [];
    for (let turn = 0; turn < rounds; turn += 1) {
      const atStart = await readCpuTimes(database, product.pid);
      const mine = await fire({
        origin: product.origin,
        connections,
        seconds: roundSeconds,
        source: updates,
      });
      const between = await readCpuTimes(database, product.pid);
      const other = await fire({
        origin: bare,
        connections,
        seconds: roundSeconds,
        source: new UpdateSource(updates.channels, updates.customers),
      });
      const atEnd = await readCpuTimes(database, product.pid);
      pairs.push({ product: mine.rate, bare: other.rate });
      const each = (ms: number, { latenciesMs }: Volley) => `${round(ms / latenciesMs.length)} ms`;
      bench.say(
        `${label}: ${round(mine.rate, 0)}/s against ${round(other.rate, 0)}/s, ${JSON.stringify(mine.statuses)}; ` +
          `processor time an update: product ${each(between.productMs - atStart.productMs, mine)}, ` +
          `database ${each(between.databaseMs - atStart.databaseMs, mine)} ` +
          `against ${each(atEnd.databaseMs - between.databaseMs, other)}`,
      );
    }
    return {
      rate: median(pairs.map((pair) => pair.product)),
      baseline: median(pairs.map((pair) => pair.bare)),
      ratio: median(pairs.map((pair) => pair.product / pair.bare)),
    };
  };
  const single = new UpdateSource(channels.slice(0, 1), customers);
  const many = new UpdateSource(channels.slice(1), customers);
  // So many that nearly every update is the first of a customer.
  const newcomers = new UpdateSource(channels.slice(1), customers * 10_000, 10_000_000);
  const at8 = await compare("8 connections", 8, single);
  const at32 = await compare("32 connections", 32, single);
  const over200 = await compare("32 connections, 200 workspaces", 32, many);
  const first200 = await compare("32 connections, 200 workspaces, new customers", 32, newcomers);
  const paced = await fire({
    origin: product.origin,
    connections: 16,
    seconds: bench.scaled(8, 2),
    perSecond: 500,
    source: single,
  });
  const loss = await findLoss(database, [single, many, newcomers]);
  if (loss) bench.say(`✗ ${loss}`);
  await product.stop();
  await database.drop();

  return {
    ingest: {
      value: round(at32.rate, 0),
      unit: "updates/s",
      baseline: round(at32.baseline, 0),
      ratio: round(at32.ratio),
      ratio8: round(at8.ratio),
      ratio200: round(over200.ratio),
      ratio200NewCustomers: round(first200.ratio),
      p50Ms: round(quantile(paced.latenciesMs, 0.5)),
      p95Ms: round(quantile(paced.latenciesMs, 0.95)),
      nothingLostNothingTwice: loss === null,
      target: "ratio ≥ 0.6, ratio8 ≥ 0.4, ratio200 ≥ 0.4, p95 ≤ 50 ms at 500/s",
    },
  };
}

async function startBare(bench: Bench, database: BenchDatabase): Promise<string> {
  await database.admin`create table bare_updates (id bigint generated always as identity primary key, body text not null)`;
  const port = await bench.freePort();
  const child = fork(join(import.meta.dirname, "bare-server.mjs"), {
    env: { ...process.env, PORT: String(port), BARE_URL: database.adminUrl },
    execArgv: [],
  });
  bench.defer(() => child.kill("SIGKILL"));
  await new Promise((resolve) => child.once("message", resolve));
  return `http://127.0.0.1:${port}`;
}
