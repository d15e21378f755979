import { v7 as newId } from "uuid";
import type { Bench, BenchDatabase } from "./bench.ts";
import { type BenchCustomer, loadCustomers } from "./customers.ts";
import { type Figures, median, quantile, round } from "./report.ts";
import { type Send, startTelegram } from "./telegram.ts";
import { copyRows, loadWorkspaces } from "./workspaces.ts";

/** Bulk from one bot: close to what the platform allows, and never told to wait. */
export async function benchDispatchOne(bench: Bench): Promise<Figures> {
  const sends = await dispatch(bench, { bots: 1, each: bench.scaled(450, 150) });
  const times = sends.map(({ atMs }) => atMs).sort((a, b) => a - b);
  // What a new bot may send at once is spent by then.
  const steady = times.filter((at) => at > times[0]! + 2_000);
  const rate = (steady.length - 1) / ((steady.at(-1)! - steady[0]!) / 1_000);
  return {
    dispatchOne: {
      value: round(rate),
      unit: "messages/s",
      ...countAnswers(sends),
      target: "28–30/s, no 429",
    },
  };
}

/** Bulk from a hundred bots at once, each in a workspace of its own: all of them move, none at another's cost. */
export async function benchDispatchMany(bench: Bench): Promise<Figures> {
  const sends = await dispatch(bench, { bots: 100, each: bench.scaled(120, 40) });
  const byBot = Map.groupBy(sends, ({ token }) => token);
  const firstAt = Math.min(...sends.map(({ atMs }) => atMs));
  // While all of them have something to send.
  const until = Math.min(...[...byBot.values()].map((own) => Math.max(...own.map(({ atMs }) => atMs))));
  const seconds = (until - firstAt) / 1_000;
  const rates = [...byBot.values()].map((own) => own.filter(({ atMs }) => atMs <= until).length / seconds);
  const lastAt = Math.max(...sends.map(({ atMs }) => atMs));
  return {
    dispatchMany: {
      value: round(sends.length / ((lastAt - firstAt) / 1_000), 0),
      unit: "messages/s",
      ratio: round(Math.min(...rates) / median(rates)),
      medianABot: round(median(rates)),
      slowestABot: round(Math.min(...rates)),
      whileAllSend: round(
        rates.reduce((total, rate) => total + rate, 0),
        0,
      ),
      ...countAnswers(sends),
      target: "≥ 800/s, ratio (slowest to median) ≥ 0.8",
    },
  };
}

function countAnswers(sends: readonly Send[]) {
  const of = (status: number) => sends.filter((send) => send.status === status).length;
  const perSecond = [...Map.groupBy(sends, ({ atMs }) => Math.floor(atMs / 1_000)).values()];
  return {
    sent: of(200),
    tooMany: of(429),
    busiestSecond: quantile(
      perSecond.map((own) => own.length),
      1,
    ),
  };
}

/** Queues marketing messages and gives the requests that arrived until all were sent. */
async function dispatch(bench: Bench, wanted: { bots: number; each: number }): Promise<Send[]> {
  const database = await bench.createDatabase();
  const telegram = await startTelegram(bench);
  const product = await bench.startProduct(database);
  const bots = await telegram.createBots(wanted.bots);
  const channels = await loadWorkspaces(database, product.secret, wanted.bots, {
    apiRoot: telegram.apiRoot,
    bots,
  });
  const users = Array.from({ length: wanted.each }, (_, index) => 6_000_000 + index);
  await telegram.openChats(
    bots.map(({ username }) => username),
    users,
  );
  const customers = await loadCustomers(database, channels, users);
  await loadDeliveries(database, customers);

  const sends: Send[] = [];
  const total = wanted.bots * wanted.each;
  const deadline = performance.now() + 120_000;
  let sent = 0;
  while (sent < total) {
    if (performance.now() > deadline) throw new Error(`Only ${sent} of ${total} messages were sent.`);
    await new Promise((resolve) => setTimeout(resolve, 250));
    const taken = await telegram.takeSends();
    sends.push(...taken);
    sent += taken.filter(({ status }) => status === 200).length;
  }
  await waitForRecords(database, total);
  await product.stop();
  await telegram.stop();
  await database.drop();
  return sends;
}

async function waitForRecords(database: BenchDatabase, total: number): Promise<void> {
  for (let look = 0; look < 100; look += 1) {
    const [counted] = await database.admin<{ sent: number }[]>`
      select count(*)::int as sent from deliveries where state = 'sent'`;
    if (counted?.sent === total) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("Not every message that was sent is recorded as sent.");
}

/** A conversation, a message and a queued delivery for each, the queue last. */
async function loadDeliveries(database: BenchDatabase, customers: readonly BenchCustomer[]): Promise<void> {
  const now = new Date().toISOString();
  const rows = customers.map((customer) => ({
    ...customer,
    workspaceId: customer.channel.workspaceId,
    channelId: customer.channel.channelId,
    conversationId: newId(),
    messageId: newId(),
    deliveryId: newId(),
  }));
  const of = <T>(toRow: (row: (typeof rows)[number]) => T) => rows.map(toRow);
  await copyRows(
    database,
    "conversations",
    "workspace_id id channel_id customer_id address_id status last_seq last_message_at first_inbound_at created_at".split(
      " ",
    ),
    of((r) => [
      r.workspaceId,
      r.conversationId,
      r.channelId,
      r.customerId,
      r.addressId,
      "open",
      1,
      now,
      now,
      now,
    ]),
  );
  await copyRows(
    database,
    "messages",
    "workspace_id id conversation_id address_id seq direction author kind text sent_at created_at".split(" "),
    of((r) => [
      r.workspaceId,
      r.messageId,
      r.conversationId,
      r.addressId,
      1,
      "out",
      "system",
      "text",
      `Merhaba ${r.name}, yeni sezon ürünlerimiz mağazamızda.`,
      now,
      now,
    ]),
  );
  await copyRows(
    database,
    "deliveries",
    "workspace_id id message_id address_id channel_id purpose state created_at updated_at".split(" "),
    of((r) => [
      r.workspaceId,
      r.deliveryId,
      r.messageId,
      r.addressId,
      r.channelId,
      "marketing",
      "queued",
      now,
      now,
    ]),
  );
  await database.admin`analyze`;
  await copyRows(
    database,
    "delivery_queue",
    "workspace_id delivery_id channel_id address_id lane due_at".split(" "),
    of((r) => [r.workspaceId, r.deliveryId, r.channelId, r.addressId, 1, now]),
  );
}
