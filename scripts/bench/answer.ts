import { importText } from "@/server/imports";
import { openSystemContext, type Runtime } from "@/server/kernel";
import { updateFacts } from "@/server/knowledge";
import type { Bench, BenchDatabase, Product } from "./bench.ts";
import { readCpuTimes } from "./cpu.ts";
import { type BenchCustomer, loadCustomers } from "./customers.ts";
import { openRuntime } from "./in-process.ts";
import { type Figure, type Figures, quantile, round } from "./report.ts";
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
  return { answer: await measureAnswer(bench) };
}

/** What happens beside the customers' questions, from the product's start on; what it returns ends it. */
export type Beside = (database: BenchDatabase, product: Product) => Promise<() => Promise<void>>;

/** One run of it, with something beside. */
export async function measureAnswer(bench: Bench, beside?: Beside): Promise<Figure> {
  const database = await bench.createDatabase();
  const telegram = await startTelegram(bench);
  const product = await bench.startProduct(database);
  const bots = await telegram.createBots(botCount);
  const channels = await loadWorkspaces(database, product.secret, botCount, {
    apiRoot: telegram.apiRoot,
    isAgentOn: true,
    bots,
  });
  const users = Array.from({ length: customersABot }, (_, index) => 5_000_000 + index);
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
    bot: bots[channels.indexOf(channel)]!.username,
    token: channel.token,
    user,
    texts: [...questions.slice(index % questions.length), ...questions.slice(0, index % questions.length)],
  }));
  bench.say("warming up …");
  // From the other end of their questions: who asks the same again is handed to a person.
  const warming = conversations.map((each) => ({ ...each, texts: each.texts.toReversed() }));
  await telegram.converse({ conversations: warming, thinkMs, forMs: bench.scaled(8_000, 4_000) });
  const endBeside = await beside?.(database, product);
  const before = await readCpuTimes(database, product.pid);
  const exchanges = await telegram.converse({ conversations, thinkMs, forMs: bench.scaled(40_000, 8_000) });
  const after = await readCpuTimes(database, product.pid);
  await endBeside?.();
  const [counted] = await database.admin<{ answers: number; runs: number }[]>`
    select count(*) filter (where action = 'answer')::int as answers, count(*)::int as runs from agent_runs`;
  await product.stop();
  await telegram.stop();
  await database.drop();

  const times = (pick: (exchange: Exchange) => number | null) =>
    exchanges.map(pick).filter((ms): ms is number => ms !== null);
  const replies = times(({ replyMs }) => replyMs);
  return {
    value: round(quantile(replies, 0.95)),
    unit: "ms p95",
    p50Ms: round(quantile(replies, 0.5)),
    p95Ms: round(quantile(replies, 0.95)),
    p99Ms: round(quantile(replies, 0.99)),
    fromSendP95Ms: round(
      quantile(
        times(({ wholeMs }) => wholeMs),
        0.95,
      ),
    ),
    acceptP95Ms: round(
      quantile(
        times(({ acceptMs }) => acceptMs),
        0.95,
      ),
    ),
    productCpuMs: round((after.productMs - before.productMs) / exchanges.length),
    databaseCpuMs: round((after.databaseMs - before.databaseMs) / exchanges.length),
    messages: exchanges.length,
    unanswered: exchanges.length - replies.length,
    sourcedAnswers: `${counted?.answers} of ${counted?.runs} runs`,
    target: "p95 ≤ 150 ms",
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
