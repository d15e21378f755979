import { setTimeout as sleep } from "node:timers/promises";
import type { Bench, BenchDatabase } from "./bench.ts";
import { CrashPlatform } from "./crash-platform.ts";
import { type Figures, round } from "./report.ts";
import { loadWorkspaces } from "./workspaces.ts";

export type CrashRun = {
  kills: number;
  said: number;
  /** Texts that are not in the books, and rows of the books that stand there twice. */
  lost: number;
  twice: number;
  sends: number;
  /** Deliveries that are neither sent nor refused nor shown as unconfirmed. */
  unfinished: number;
  /** Messages that the platform took more than once: replies that were on the wire, which go again. */
  sentAgain: number;
  longestOutageMs: number;
};

const botCount = 4;
const patienceMs = 90_000;

/**
 * Customers write steadily while the product is killed by SIGKILL at random moments and started again at once. In the
 * end everything said stands in the books once, every run answered once, and every send is in a final state.
 */
export async function runCrashes(
  bench: Bench,
  load: { kills: number; perSecond: number; customers: number; seed?: number },
): Promise<CrashRun> {
  const random = randomFrom(load.seed ?? Date.now());
  const database = await bench.createDatabase();
  const platform = await CrashPlatform.start();
  bench.defer(() => platform.close());
  let product = await bench.startProduct(database);
  const channels = await loadWorkspaces(database, product.secret, botCount, {
    apiRoot: platform.apiRoot,
    isAgentOn: true,
  });
  let count = 0;
  const speaking = setInterval(() => {
    for (let one = 0; one < Math.ceil(load.perSecond / 20); one += 1) {
      const user = 7_000_000 + (count % load.customers);
      const channel = channels[count % botCount]!;
      platform.say(product.origin, { channel, user, text: `Merhaba, ${count} numaralı mesaj` });
      count += 1;
    }
  }, 50);
  let longestOutageMs = 0;
  try {
    await sleep(1_000);
    for (let kill = 1; kill <= load.kills; kill += 1) {
      await sleep(random() * 900);
      const killedAt = performance.now();
      await product.kill();
      product = await bench.startProduct(database, {}, product);
      longestOutageMs = Math.max(longestOutageMs, performance.now() - killedAt);
      if (kill % 20 === 0) bench.say(`${kill} kills, ${platform.said.length} messages said`);
    }
    await sleep(500);
  } finally {
    clearInterval(speaking);
  }
  await platform.settled();
  await waitUntilQuiet(database);
  const run = await look(database, platform);
  await product.stop();
  platform.close();
  await database.drop();
  return { kills: load.kills, ...run, longestOutageMs: round(longestOutageMs, 0) };
}

/** `npm run bench -- crash`: 200 points; `--quick` 20. */
export async function benchCrash(bench: Bench): Promise<Figures> {
  const run = await runCrashes(bench, { kills: bench.scaled(200), perSecond: 100, customers: 400 });
  const { lost, twice, unfinished, ...details } = run;
  return {
    crash: {
      value: lost + twice + unfinished,
      unit: "lost, twice or unfinished",
      lost,
      twice,
      unfinished,
      ...details,
      target: "0",
    },
  };
}

/** Nothing is left to do; a send that was interrupted goes again when its lease has run out. */
async function waitUntilQuiet({ admin }: BenchDatabase): Promise<void> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const [left] = await admin<{ count: number }[]>`
      select ((select count(*) from agent_jobs) + (select count(*) from delivery_queue)
        + (select count(*) from outbox))::int as count`;
    if (left?.count === 0) return;
    if (performance.now() > until) return;
    await sleep(200);
  }
}

async function look({ admin }: BenchDatabase, platform: CrashPlatform) {
  const [books] = await admin<{ stored: number; distinct: number; runs: number; twice: number }[]>`
    select
      (select count(*) from messages where direction = 'in')::int as stored,
      (select count(distinct text) from messages where direction = 'in')::int as distinct,
      (select count(*) from agent_runs)::int as runs,
      -- The same messages understood, or answered, by two runs.
      ((select count(*) - count(distinct (workspace_id, conversation_id, to_seq)) from agent_runs)
        + (select count(*) - count(distinct (workspace_id, message_id, action)) from deliveries)
        + (select count(*) - count(distinct (workspace_id, id)) from customers)
        + (select count(*) - count(distinct (workspace_id, channel_id, chat_id)) from addresses))::int as twice`;
  const [sends] = await admin<{ unfinished: number; sent: number }[]>`
    select count(*) filter (where state in ('queued', 'sending'))::int as unfinished,
      count(*) filter (where state = 'sent')::int as sent from deliveries`;
  const stored = new Set(
    (await admin<{ text: string }[]>`select text from messages where direction = 'in'`).map(
      ({ text }) => text,
    ),
  );
  const unknown = new Set(
    (
      await admin<{ id: string }[]>`select provider_message_id as id from deliveries where state = 'sent'`
    ).map(({ id }) => id),
  );
  const taken = new Set(platform.sends.map(({ messageId }) => String(messageId)));
  // A send that the books call sent, and that the platform never took.
  const invented = [...unknown].filter((id) => !taken.has(id)).length;
  return {
    said: platform.said.length,
    lost: platform.said.filter(({ text }) => !stored.has(text)).length + invented,
    twice: books!.stored - books!.distinct + books!.twice,
    sends: sends!.sent,
    unfinished: sends!.unfinished,
    sentAgain: platform.sends.length - sends!.sent,
  };
}

/** The same row of numbers for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
