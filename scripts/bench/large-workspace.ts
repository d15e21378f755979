import { v7 as newId } from "uuid";
import type { Bench, BenchDatabase } from "./bench.ts";
import { type BenchCustomer, loadCustomers } from "./customers.ts";
import { startTelegram } from "./telegram.ts";
import { type BenchChannel, type CopyValue, copyRows, loadWorkspaces } from "./workspaces.ts";

export type LargeWorkspace = {
  database: BenchDatabase;
  channel: BenchChannel;
  customers: readonly BenchCustomer[];
  /** Its owner. */
  member: { personId: string; memberId: string };
  conversationIds: readonly string[];
};

const messagesAConversation = 10;
const dayMs = 86_400_000;
const others = 200;

let loaded: Promise<LargeWorkspace> | null = null;

/**
 * A workspace with 100,000 conversations of ten messages each, their answers' runs and deliveries among them, beside
 * 200 others with fifty conversations each. Their bots are at a local Telegram that answers. Loaded by COPY once for all
 * benches that read it.
 */
export function loadLargeWorkspace(bench: Bench): Promise<LargeWorkspace> {
  loaded ??= load(bench);
  return loaded;
}

async function load(bench: Bench): Promise<LargeWorkspace> {
  const database = await bench.createDatabase();
  const telegram = await startTelegram(bench);
  const channels = await loadWorkspaces(database, Buffer.alloc(32), others + 1, {
    apiRoot: telegram.apiRoot,
    bots: await telegram.createBots(others + 1),
  });
  const count = bench.scaled(100_000);
  bench.say(`loading ${count * messagesAConversation} messages …`);
  const [channel, ...small] = channels;
  const member = await loadOwner(database, channel!);
  const users = (length: number) => Array.from({ length }, (_, index) => 7_000_000 + index);
  const customers = await loadCustomers(database, [channel!], users(count));
  const conversationIds = await loadConversations(database, customers, member.memberId);
  await loadConversations(database, await loadCustomers(database, small, users(50)), null);
  await loadOrders(database, customers);
  // As a database that has come to so many rows over months: what the autovacuum would do while the figures are taken.
  await database.admin`vacuum analyze`;
  await database.admin`checkpoint`;
  return { database, channel: channel!, customers, member, conversationIds };
}

async function loadOwner(database: BenchDatabase, { workspaceId }: BenchChannel) {
  const [personId, memberId] = [newId(), newId()];
  const now = new Date().toISOString();
  await copyRows(
    database,
    "people",
    ["id", "display_name", "locale", "created_at"],
    [[personId, "Elif Demir", "tr", now]],
  );
  await copyRows(
    database,
    "members",
    ["workspace_id", "id", "person_id", "role", "display_name", "created_at"],
    [[workspaceId, memberId, personId, "owner", "Elif Demir", now]],
  );
  return { personId, memberId };
}

/** One conversation a customer over the last 300 days: most closed, some open, some with people. */
async function loadConversations(
  database: BenchDatabase,
  customers: readonly BenchCustomer[],
  memberId: string | null,
): Promise<string[]> {
  const now = Date.now();
  const rows = customers.map((customer, index) => {
    const begunAt = now - (index / customers.length) * 300 * dayMs - 3_600_000;
    const status = index % 20 === 0 ? "open" : index % 20 === 1 ? "handed_off" : "closed";
    return { ...customer, id: newId(), begunAt, status };
  });
  const at = (ms: number) => new Date(ms).toISOString();
  const endOf = (begunAt: number) => begunAt + messagesAConversation * 60_000;
  await copyRows(
    database,
    "conversations",
    (
      "workspace_id id channel_id customer_id address_id status language assigned_member_id last_seq agent_seq " +
      "last_message_at last_inbound_at waiting_since first_inbound_at first_response_at last_band handed_off_at " +
      "resolution resolved_at closed_at answer_count created_at"
    ).split(" "),
    mapped(rows, (r) => [
      r.channel.workspaceId,
      r.id,
      r.channel.channelId,
      r.customerId,
      r.addressId,
      r.status,
      "tr",
      r.status === "handed_off" ? memberId : null,
      messagesAConversation,
      messagesAConversation,
      at(endOf(r.begunAt)),
      at(endOf(r.begunAt) - 60_000),
      r.status === "handed_off" ? at(endOf(r.begunAt)) : null,
      at(r.begunAt),
      at(r.begunAt + 1_000),
      r.status === "handed_off" ? "handoff" : "answer",
      r.status === "handed_off" ? at(endOf(r.begunAt)) : null,
      r.status === "closed" ? "assumed" : null,
      r.status === "closed" ? at(endOf(r.begunAt) + dayMs) : null,
      r.status === "closed" ? at(endOf(r.begunAt) + dayMs) : null,
      messagesAConversation / 2,
      at(r.begunAt),
    ]),
  );
  const said = rows.flatMap((r) =>
    Array.from({ length: messagesAConversation }, (_, index) => ({
      ...r,
      index,
      messageId: newId(),
      sentAt: r.begunAt + index * 60_000,
    })),
  );
  const answers = said.filter(({ index }) => index % 2 === 1).map((row) => ({ ...row, runId: newId() }));
  const runIds = new Map(answers.map(({ messageId, runId }) => [messageId, runId]));
  await copyRows(
    database,
    "messages",
    (
      "workspace_id id conversation_id address_id seq direction author agent_run_id kind text provider_message_id " +
      "sent_at created_at"
    ).split(" "),
    mapped(said, (m) => [
      m.channel.workspaceId,
      m.messageId,
      m.id,
      m.addressId,
      m.index + 1,
      m.index % 2 === 0 ? "in" : "out",
      m.index % 2 === 0 ? "customer" : "agent",
      runIds.get(m.messageId) ?? null,
      "text",
      m.index % 2 === 0
        ? "Merhaba, geçen hafta verdiğim siparişim nerede kaldı acaba?"
        : "Siparişiniz yolda: kargo firması Yurtiçi Kargo, tahmini teslim tarihi yarın.",
      m.index + 1,
      at(m.sentAt),
      at(m.sentAt),
    ]),
  );
  await copyRows(
    database,
    "agent_runs",
    (
      "workspace_id id conversation_id from_seq to_seq language intent scores sources action band reason duration_ms " +
      "created_at"
    ).split(" "),
    mapped(answers, (m) => [
      m.channel.workspaceId,
      m.runId,
      m.id,
      m.index,
      m.index,
      "tr",
      "order_status",
      '{"order_status":0.93,"delivery_time":0.04}',
      `[{"kind":"shopOrder","id":"${m.id}","label":"TY-1042"}]`,
      "answer",
      "answer",
      "order_told",
      12,
      at(m.sentAt),
    ]),
  );
  await copyRows(
    database,
    "deliveries",
    "workspace_id id message_id address_id channel_id purpose state attempts created_at updated_at sent_at".split(
      " ",
    ),
    mapped(answers, (m) => [
      m.channel.workspaceId,
      newId(),
      m.messageId,
      m.addressId,
      m.channel.channelId,
      "reply",
      "sent",
      1,
      at(m.sentAt),
      at(m.sentAt),
      at(m.sentAt),
    ]),
  );
  await copyRows(
    database,
    "audit_log",
    "workspace_id at id actor_kind actor_id action entity_id changes request_id".split(" "),
    mapped(rows, (r) => [
      r.channel.workspaceId,
      at(endOf(r.begunAt)),
      newId(),
      memberId ? "member" : "system",
      memberId,
      "conversation.close",
      r.id,
      "{}",
      "bench",
    ]),
  );
  return rows.map(({ id }) => id);
}

/** An order for every fifth customer, found by number. */
async function loadOrders(database: BenchDatabase, customers: readonly BenchCustomer[]): Promise<void> {
  const now = new Date().toISOString();
  const orders = customers
    .filter((_, index) => index % 5 === 0)
    .map((customer, index) => ({ ...customer, id: newId(), packageId: newId(), number: 100_000 + index }));
  await copyRows(
    database,
    "shop_orders",
    "workspace_id id number number_folded ordered_at customer_name phone status created_at updated_at".split(
      " ",
    ),
    mapped(orders, (o) => [
      o.channel.workspaceId,
      o.id,
      `TY-${o.number}`,
      `TY${o.number}`,
      now,
      o.name,
      o.phone,
      "shipped",
      now,
      now,
    ]),
  );
  await copyRows(
    database,
    "shop_order_packages",
    "workspace_id id shop_order_id carrier tracking status estimated_delivery".split(" "),
    mapped(orders, (o) => [
      o.channel.workspaceId,
      o.packageId,
      o.id,
      "Yurtiçi Kargo",
      `TR${o.number}`,
      "shipped",
      now.slice(0, 10),
    ]),
  );
  await copyRows(
    database,
    "shop_order_lines",
    "workspace_id id shop_order_id package_id item quantity price_minor currency".split(" "),
    mapped(orders, (o) => [
      o.channel.workspaceId,
      newId(),
      o.id,
      o.packageId,
      "Keten gömlek",
      1,
      129_990,
      "TRY",
    ]),
  );
}

/** Rows made one by one: a million of them at once would not be kind to memory. */
function* mapped<T>(items: readonly T[], toRow: (item: T) => CopyValue[]): Generator<CopyValue[]> {
  for (const item of items) yield toRow(item);
}
