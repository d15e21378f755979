import { v7 as newId } from "uuid";
import { insightLaterHandlers, recomputeSpan, recountCustomers } from "@/server/insight";
import { openSystemContext } from "@/server/kernel";
import type { Bench, BenchDatabase } from "./bench.ts";
import { openRuntime } from "./in-process.ts";
import { startReader } from "./reader.ts";
import { type Figures, quantile, round } from "./report.ts";
import { openSignIn } from "./sign-in.ts";
import { type BenchChannel, copyRows, loadWorkspaces } from "./workspaces.ts";

const days = 90;
const messagesAConversation = 10;
const dayMs = 86_400_000;

/**
 * The figures of 90 days beside the 90 before, of a workspace with five million messages in the last 90 (a tenth of it
 * where it is not asked for by name): how long the running server takes for what the page asks for, and how fast the rollups are
 * made anew from the raw rows.
 */
export const benchDashboard =
  (isFull: boolean) =>
  async (bench: Bench): Promise<Figures> => {
    const messages = bench.scaled(isFull ? 5_000_000 : 500_000, 50_000);
    const database = await bench.createDatabase();
    const [channel] = await loadWorkspaces(database, Buffer.alloc(32), 1);
    bench.say(`loading ${messages} messages …`);
    const personId = await loadHistory(database, channel!, messages);
    // As a database that has come to so many rows over months: what the autovacuum would do while the figures are taken.
    await database.admin`vacuum analyze`;
    await database.admin`checkpoint`;

    const runtime = await openRuntime(bench, database);
    const ctx = await openSystemContext(channel!.workspaceId, { kind: "system", name: "bench" });
    const now = Date.now();
    const from = new Date(Math.floor((now - (days + 1) * dayMs) / dayMs) * dayMs);
    bench.say("counting them …");
    const startedAt = performance.now();
    await recomputeSpan({ ctx, from, to: new Date(now) });
    const rebuiltS = (performance.now() - startedAt) / 1_000;
    const customersAt = performance.now();
    await recountCustomers({ ctx });
    const customersMs = performance.now() - customersAt;

    await runtime.stop();
    // The bots of the data set are kept under a key of nulls.
    const secret = Buffer.alloc(32);
    const product = await bench.startProduct(database, { SANTRAL_SECRET: secret.toString("base64") });
    const { signIn, close } = await openSignIn(bench, database, { ...product, secret });
    const reader = startReader(product.origin);
    const screens = {
      figures: [ask({ "insight.figures": { days } })],
      today: [ask({ "insight.figures": { days: 1 } })],
      // What is seen first in one request, as the panel batches it, and what lies below beside it.
      page: [
        ask({ "insight.figures": { days }, "insight.activation": undefined }),
        ask({ "insight.customers": { days } }),
      ],
    };
    const timings: Record<string, number[]> = { figures: [], page: [], today: [], hour: [] };
    for (let turn = -10; turn < bench.scaled(200, 30); turn += 1) {
      const headers = { cookie: await signIn(personId), "x-santral-workspace": channel!.slug };
      const times = await reader.read(Object.values(screens), headers);
      if (turn < 0) continue;
      for (const [nth, name] of Object.keys(screens).entries()) timings[name]!.push(times[nth]!);
    }
    reader.stop();
    await product.stop();
    // Afterwards: an hour that is counted anew has the customers counted, too.
    for (let turn = 0; turn < bench.scaled(20, 3); turn += 1) {
      const hour = new Date(now - (1 + turn) * 3_600_000).toISOString().slice(0, 13);
      const job = { workspaceId: channel!.workspaceId, kind: "insight/hour", subject: hour, attempts: 1 };
      const begunAt = performance.now();
      await insightLaterHandlers[job.kind]!(job);
      timings.hour!.push(performance.now() - begunAt);
    }
    await close();
    await database.drop();
    const p95 = (name: string) => round(quantile(timings[name]!, 0.95));
    return {
      dashboard: {
        value: p95("page"),
        unit: "ms p95",
        p50Ms: round(quantile(timings.page!, 0.5)),
        p95Ms: p95("page"),
        figuresP95Ms: p95("figures"),
        todayP95Ms: p95("today"),
        dirtyHourP95Ms: p95("hour"),
        messages,
        days,
        customersCountedMs: round(customersMs, 0),
        target: "p95 ≤ 60 ms in the server over 5,000,000 messages",
      },
      rollups: {
        value: round(messages / rebuiltS, 0),
        unit: "messages/s",
        messages,
        seconds: round(rebuiltS),
        target: "rebuilt at ≥ 200,000 raw rows/s",
      },
    };
  };

/** The address under which the panel asks for these procedures, in one request. */
function ask(calls: Readonly<Record<string, unknown>>): string {
  const input = JSON.stringify(Object.fromEntries(Object.values(calls).map((each, nth) => [nth, each])));
  return `/api/trpc/${Object.keys(calls).join(",")}?${new URLSearchParams({ batch: "1", input })}`;
}

const intents = [
  "order_status",
  "return",
  "exchange",
  "stock",
  "payment",
  "delivery_time",
  "invoice",
  "cancel",
];

/** Conversations of ten messages over the last 90 days, most answered by the agent, a fifth by one of twenty members. */
async function loadHistory(
  database: BenchDatabase,
  channel: BenchChannel,
  messages: number,
): Promise<string> {
  const { workspaceId, channelId } = channel;
  const now = Date.now();
  const personId = newId();
  const at = (ms: number) => new Date(Math.min(ms, now)).toISOString();
  await copyRows(
    database,
    "people",
    ["id", "display_name", "locale", "created_at"],
    [[personId, "Elif Demir", "tr", at(now)]],
  );
  const memberIds = Array.from({ length: 20 }, () => newId());
  await copyRows(
    database,
    "members",
    ["workspace_id", "id", "person_id", "role", "display_name", "created_at"],
    memberIds.map((id, index) => [
      workspaceId,
      id,
      index === 0 ? personId : newId(),
      index === 0 ? "owner" : "support",
      `Üye ${index}`,
      at(now),
    ]),
  );
  const count = Math.ceil(messages / messagesAConversation);
  const begunAt = (index: number) => now - (1 - index / count) * days * dayMs;
  // Everybody comes back three times.
  const people = Math.max(1, Math.floor(count / 3));
  const customerIds = Array.from({ length: people }, () => newId());
  const addressIds = Array.from({ length: people }, () => newId());
  await copyRows(
    database,
    "customers",
    ["workspace_id", "id", "display_name", "created_at"],
    mapped(customerIds, (id, index) => [workspaceId, id, `Müşteri ${index}`, at(begunAt(index))]),
  );
  const conversationIds = Array.from({ length: count }, () => newId());
  const byMember = (index: number) => index % 5 === 0;
  // Seconds to the first answer: at once by the agent, minutes to hours by a member, each another.
  const answerAfterS = (index: number) =>
    byMember(index) ? 40 + ((index * 7_919) % 30_000) : 1 + (index % 4);
  await copyRows(
    database,
    "conversations",
    (
      "workspace_id id channel_id customer_id address_id status language assigned_member_id last_seq agent_seq " +
      "last_message_at first_inbound_at first_response_at handed_off_at resolution resolved_at closed_at answer_count " +
      "member_message_count created_at"
    ).split(" "),
    mapped(conversationIds, (id, index) => {
      const begun = begunAt(index);
      const isMember = byMember(index);
      const end = begun + (answerAfterS(index) + 540) * 1_000;
      return [
        workspaceId,
        id,
        channelId,
        customerIds[index % people]!,
        addressIds[index % people]!,
        "closed",
        index % 9 === 0 ? "en" : "tr",
        isMember ? memberIds[index % 20]! : null,
        messagesAConversation,
        messagesAConversation,
        at(end),
        at(begun),
        at(begun + answerAfterS(index) * 1_000),
        isMember ? at(begun + 2_000) : null,
        isMember ? null : index % 3 === 0 ? "confirmed" : "assumed",
        isMember ? null : at(end + dayMs),
        at(end + dayMs),
        4,
        isMember ? 5 : 0,
        at(begun),
      ];
    }),
  );
  await copyRows(
    database,
    "messages",
    "workspace_id id conversation_id address_id seq direction author member_id kind text sent_at created_at".split(
      " ",
    ),
    (function* () {
      for (let index = 0; index < count; index += 1) {
        const isMember = byMember(index);
        const first = answerAfterS(index) * 1_000;
        for (let seq = 0; seq < messagesAConversation; seq += 1) {
          const sentAt = at(begunAt(index) + (seq === 0 ? 0 : first + (seq - 1) * 60_000));
          const isIn = seq % 2 === 0;
          yield [
            workspaceId,
            newId(),
            conversationIds[index]!,
            addressIds[index % people]!,
            seq + 1,
            isIn ? "in" : "out",
            isIn ? "customer" : isMember ? "member" : "agent",
            !isIn && isMember ? memberIds[index % 20]! : null,
            "text",
            isIn ? "Siparişim nerede kaldı acaba?" : "Siparişiniz yolda, yarın teslim edilecek.",
            sentAt,
            sentAt,
          ];
        }
      }
    })(),
  );
  await copyRows(
    database,
    "agent_runs",
    (
      "workspace_id id conversation_id from_seq to_seq language intent scores sources action band reason duration_ms " +
      "created_at"
    ).split(" "),
    (function* () {
      for (let index = 0; index < count; index += 1) {
        for (let turn = 0; turn < (byMember(index) ? 1 : 4); turn += 1) {
          yield [
            workspaceId,
            newId(),
            conversationIds[index]!,
            turn * 2 + 1,
            turn * 2 + 1,
            index % 9 === 0 ? "en" : "tr",
            intents[(index + turn) % intents.length]!,
            "{}",
            "[]",
            byMember(index) ? "handoff" : "answer",
            byMember(index) ? "handoff" : "answer",
            "bench",
            12,
            at(begunAt(index) + turn * 120_000 + 1_000),
          ];
        }
      }
    })(),
  );
  return personId;
}

function* mapped<T, Row>(items: readonly T[], toRow: (item: T, index: number) => Row): Generator<Row> {
  for (let index = 0; index < items.length; index += 1) yield toRow(items[index]!, index);
}
