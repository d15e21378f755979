import { fork } from "node:child_process";
import { join } from "node:path";
import type { Bench, BenchDatabase } from "./bench.ts";
import { fire, type Shot } from "./load.ts";
import { type Figures, median, quantile, round } from "./report.ts";
import { type BenchChannel, loadWorkspaces } from "./workspaces.ts";

const rounds = 3;
const roundSeconds = 4;
const customersPerChannel = 2_000;

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

  const compare = async (label: string, connections: number, updates: UpdateSource) => {
    await fire({ origin: product.origin, connections, seconds: 2, next: updates.next });
    const pairs: { product: number; bare: number }[] = [];
    for (let turn = 0; turn < rounds; turn += 1) {
      const mine = await fire({
        origin: product.origin,
        connections,
        seconds: roundSeconds,
        next: updates.next,
      });
      const other = await fire({ origin: bare, connections, seconds: roundSeconds, next: updates.next });
      pairs.push({ product: mine.rate, bare: other.rate });
      bench.say(
        `${label}: ${round(mine.rate, 0)}/s against ${round(other.rate, 0)}/s, ${JSON.stringify(mine.statuses)}`,
      );
    }
    return {
      rate: median(pairs.map((pair) => pair.product)),
      baseline: median(pairs.map((pair) => pair.bare)),
      ratio: median(pairs.map((pair) => pair.product / pair.bare)),
    };
  };
  const single = new UpdateSource(channels.slice(0, 1));
  const many = new UpdateSource(channels.slice(1));
  const at8 = await compare("8 connections", 8, single);
  const at32 = await compare("32 connections", 32, single);
  const over200 = await compare("32 connections, 200 workspaces", 32, many);
  const paced = await fire({
    origin: product.origin,
    connections: 16,
    seconds: 8,
    perSecond: 500,
    next: single.next,
  });
  const isWhole = await verify(database, [single, many]);

  return {
    ingest: {
      value: round(at32.rate, 0),
      unit: "updates/s",
      baseline: round(at32.baseline, 0),
      ratio: round(at32.ratio),
      ratio8: round(at8.ratio),
      ratio200: round(over200.ratio),
      p50Ms: round(quantile(paced.latenciesMs, 0.5)),
      p95Ms: round(quantile(paced.latenciesMs, 0.95)),
      nothingLostNothingTwice: isWhole,
      target: "ratio ≥ 0.6, ratio8 ≥ 0.4, ratio200 ≥ 0.4, p95 ≤ 50 ms at 500/s",
    },
  };
}

/** Updates as the platform would send them, and what must be in the database afterwards. */
class UpdateSource {
  #nextId = 1;
  readonly #recent: Shot[] = [];
  /** Well-formed updates sent at least once. */
  sent = 0;

  constructor(readonly channels: readonly BenchChannel[]) {}

  readonly next = (): Shot => {
    const draw = Math.random();
    const repeated = this.#recent[Math.floor(Math.random() * this.#recent.length)];
    if (draw < 0.05 && repeated) return repeated;
    const channel = this.channels[this.#nextId % this.channels.length]!;
    const headers = {
      "content-type": "application/json",
      "x-telegram-bot-api-secret-token": channel.webhookSecret,
    };
    const path = `/api/webhooks/telegram/${channel.key}`;
    if (draw < 0.06) return { path, headers, body: '{"message":{"text":"no update_id"}}' };
    const id = this.#nextId++;
    this.sent += 1;
    const from = 1_000_000 + (Math.floor(Math.random() * customersPerChannel) % customersPerChannel);
    const person = { id: from, first_name: "Ayşe", last_name: `Yılmaz ${from}`, language_code: "tr" };
    const body = JSON.stringify({
      update_id: id,
      message: {
        message_id: id,
        date: Math.floor(Date.now() / 1000),
        chat: { ...person, type: "private" },
        from: { ...person, is_bot: false },
        text: `Merhaba, ${id} numaralı siparişim nerede kaldı acaba?`,
      },
    });
    const shot = { path, headers, body };
    this.#recent[id % 500] = shot;
    return shot;
  };
}

/** A request that was cut off at the end of a round may or may not be stored; all others are there once. */
async function verify(database: BenchDatabase, sources: readonly UpdateSource[]): Promise<boolean> {
  const sent = sources.reduce((total, source) => total + source.sent, 0);
  const [counted] = await database.admin<{ receipts: number; raw: number; messages: number; gaps: number }[]>`
    select (select count(*)::int from update_receipts) as receipts, (select count(*)::int from raw_updates) as raw,
      (select count(*)::int from messages) as messages,
      (select count(*)::int from conversations c where c.last_seq <> (
        select count(*) from messages m where m.workspace_id = c.workspace_id and m.conversation_id = c.id)) as gaps`;
  if (!counted) return false;
  // Connections of all rounds: what can have been cut off in flight.
  const cutOff = 32 * 4 * 10;
  return (
    counted.receipts === counted.raw &&
    counted.receipts === counted.messages &&
    counted.gaps === 0 &&
    counted.receipts <= sent &&
    counted.receipts >= sent - cutOff
  );
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
