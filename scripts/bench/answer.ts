import { importText } from "@/server/imports";
import { openSystemContext, type Runtime } from "@/server/kernel";
import { updateFacts } from "@/server/knowledge";
import type { Bench, BenchDatabase, Product } from "./bench.ts";
import { readCpuTimes } from "./cpu.ts";
import { type BenchCustomer, loadCustomers } from "./customers.ts";
import { openRuntime } from "./in-process.ts";
import { type Figure, type Figures, median, quantile, round } from "./report.ts";
import { faqCsv, questions, toOrderCsv } from "./shop.ts";
import { type Exchange, setWebhook, startTelegram } from "./telegram.ts";
import { type BenchChannel, loadWorkspaces } from "./workspaces.ts";

const botCount = 10;
const customersABot = 20;
const thinkMs = 4_000;

/**
 * How soon a customer has a true answer: from the moment the webhook has taken the update until the reply's request
 * arrives at the Bot API. The local Telegram runs in a process of its own and pushes updates as the real one does.
 */
export async function benchAnswer(bench: Bench): Promise<Figures> {
  const customers = await openCustomers(bench, 1);
  await customers.warmUp();
  const { exchanges, cpu } = await customers.ask();
  const sourcedAnswers = await customers.countSourced();
  await customers.close();
  return {
    answer: {
      ...timesOf(exchanges),
      productCpuMs: round(cpu.productMs / exchanges.length),
      databaseCpuMs: round(cpu.databaseMs / exchanges.length),
      sourcedAnswers,
      target: "p95 ≤ 150 ms",
    },
  };
}

/** Begins something beside the customers' questions; what it returns ends it. */
export type Beside = () => Promise<() => Promise<void>>;

/**
 * How much longer answers take while something is done beside, against turns without it under the same product: a shared
 * machine's speed changes from one minute to the next, by more than what is measured here.
 *
 * @param turnCount without, with, without …: an odd number
 * @param prepare is called once, before the first turn
 * @returns the figure of the turns with it, times as medians over turns. A turn's ratio is to the mean of the turn before
 *   and the turn after it; the figure's is the median of them.
 */
export async function measureBeside(
  bench: Bench,
  turnCount: number,
  prepare: (database: BenchDatabase, product: Product) => Promise<Beside>,
): Promise<Figure> {
  const customers = await openCustomers(bench, turnCount);
  const begin = await prepare(customers.database, customers.product);
  await customers.warmUp();
  const turns: { isBeside: boolean; exchanges: Exchange[] }[] = [];
  for (let turn = 0; turn < turnCount; turn++) {
    const isBeside = turn % 2 === 1;
    bench.say(isBeside ? "and with it beside …" : "by itself …");
    const end = isBeside ? await begin() : null;
    const { exchanges } = await customers.ask();
    await end?.();
    turns.push({ isBeside, exchanges });
  }
  await customers.close();
  const those = (wanted: boolean) => turns.filter(({ isBeside }) => isBeside === wanted);
  const ratioOf = (time: "p50Ms" | "p95Ms") => {
    const times = turns.map(({ exchanges }) => timesOf(exchanges)[time]);
    const ratios = times.flatMap((ms, turn) =>
      turns[turn]!.isBeside ? [(2 * ms) / (times[turn - 1]! + times[turn + 1]!)] : [],
    );
    return round(median(ratios));
  };
  const medianOf = (wanted: boolean, time: "p50Ms" | "p95Ms") =>
    median(those(wanted).map(({ exchanges }) => timesOf(exchanges)[time]));
  return {
    ...timesOf(those(true).flatMap(({ exchanges }) => exchanges)),
    value: medianOf(true, "p95Ms"),
    p50Ms: medianOf(true, "p50Ms"),
    p95Ms: medianOf(true, "p95Ms"),
    unit: "ms p95 of answer",
    baseline: medianOf(false, "p95Ms"),
    ratio: ratioOf("p95Ms"),
    ratioP50: ratioOf("p50Ms"),
    p95OfTurns: turns
      .map(({ isBeside, exchanges }) => `${round(timesOf(exchanges).p95Ms, 0)}${isBeside ? " (beside)" : ""}`)
      .join(" "),
  };
}

/** The same number of customers for each turn, who have not asked before: who asks the same again is handed to a person. */
async function openCustomers(bench: Bench, turns: number) {
  const database = await bench.createDatabase();
  const telegram = await startTelegram(bench);
  const product = await bench.startProduct(database);
  const bots = await telegram.createBots(botCount);
  const channels = await loadWorkspaces(database, product.secret, botCount, {
    apiRoot: telegram.apiRoot,
    isAgentOn: true,
    bots,
  });
  const firstUser = 5_000_000;
  const users = Array.from({ length: customersABot * turns }, (_, index) => firstUser + index);
  const customers = await loadCustomers(database, channels, users);
  const runtime = await openRuntime(bench, database, product.secret);
  for (const channel of channels) await fillShop(runtime, channel, customers);
  await runtime.stop();
  await database.admin`analyze`;
  for (const [index, channel] of channels.entries()) {
    await telegram.openChats([bots[index]!.username], users);
    await setWebhook(telegram, product.origin, channel);
  }

  const conversations = customers.map(({ channel, user }, index) => ({
    turn: Math.floor((user - firstUser) / customersABot),
    bot: bots[channels.indexOf(channel)]!.username,
    token: channel.token,
    user,
    texts: [...questions.slice(index % questions.length), ...questions.slice(0, index % questions.length)],
  }));
  let turn = 0;
  return {
    database,
    product,
    /** The first turn's customers ask, from the other end of their questions. */
    async warmUp() {
      bench.say("warming up …");
      const warming = conversations
        .filter((each) => each.turn === 0)
        .map((each) => ({ ...each, texts: each.texts.toReversed() }));
      await telegram.converse({ conversations: warming, thinkMs, forMs: bench.scaled(8_000, 4_000) });
    },
    /** Has the next turn's customers ask. */
    async ask() {
      const asking = conversations.filter((each) => each.turn === turn);
      turn += 1;
      const before = await readCpuTimes(database, product.pid);
      const exchanges = await telegram.converse({
        conversations: asking,
        thinkMs,
        forMs: bench.scaled(40_000, 8_000),
      });
      const after = await readCpuTimes(database, product.pid);
      const cpu = {
        productMs: after.productMs - before.productMs,
        databaseMs: after.databaseMs - before.databaseMs,
      };
      return { exchanges, cpu };
    },
    async countSourced() {
      const [counted] = await database.admin<{ answers: number; runs: number }[]>`
        select count(*) filter (where action = 'answer')::int as answers, count(*)::int as runs from agent_runs`;
      return `${counted?.answers} of ${counted?.runs} runs`;
    },
    async close() {
      await product.stop();
      await telegram.stop();
      await database.drop();
    },
  };
}

function timesOf(exchanges: readonly Exchange[]) {
  const times = (pick: (exchange: Exchange) => number | null) =>
    exchanges.map(pick).filter((ms): ms is number => ms !== null);
  const replies = times(({ replyMs }) => replyMs);
  const p95 = (values: readonly number[]) => round(quantile(values, 0.95));
  return {
    value: p95(replies),
    unit: "ms p95",
    p50Ms: round(quantile(replies, 0.5)),
    p95Ms: p95(replies),
    p99Ms: round(quantile(replies, 0.99)),
    fromSendP95Ms: p95(times(({ wholeMs }) => wholeMs)),
    acceptP95Ms: p95(times(({ acceptMs }) => acceptMs)),
    messages: exchanges.length,
    unanswered: exchanges.length - replies.length,
  };
}

/** What answers rest on, brought in by the product's own verbs. */
async function fillShop(
  runtime: Runtime,
  channel: BenchChannel,
  customers: readonly BenchCustomer[],
): Promise<void> {
  const ctx = await openSystemContext(channel.workspaceId, { kind: "system", name: "bench" });
  const own = customers.filter((customer) => customer.channel === channel);
  const now = runtime.clock.now();
  await importText({ ctx, input: { target: "faq", text: faqCsv } });
  await updateFacts({
    ctx,
    input: {
      facts: [
        { key: "returnWindowDays", value: "14" },
        { key: "dispatchDays", value: "1" },
        { key: "deliveryDays", value: "4" },
      ],
    },
  });
  await importText({ ctx, input: { target: "shopOrders", text: toOrderCsv(own, now, 500) } });
}
