import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import {
  addresses,
  agentRuns,
  auditLog,
  conversations,
  customers,
  deliveries,
  identities,
  messages,
  outbox,
  terms,
} from "@/db/schema";
import { makeChannel } from "@/server/deliveries/testing";
import { type Ctx, inWorkspace, newId, PermissionDenied } from "@/server/kernel";
import { makeWorkspace, testStart, useTestRuntime } from "@/server/testing";
import { importHistory, type PastConversation } from ".";

const state = useTestRuntime();
let workspace: Awaited<ReturnType<typeof makeWorkspace>>;
let ctx: Ctx;
let channelId: string;

beforeEach(async () => {
  workspace = await makeWorkspace(state.runtime);
  ctx = workspace.as({ kind: "system", name: "test" });
  ({ channelId } = await makeChannel(workspace));
});

const hoursAgo = (hours: number) => new Date(testStart.getTime() - hours * 3_600_000);
const faqId = newId();

function past(hours: number, over: Partial<PastConversation> = {}): PastConversation {
  return {
    customer: {
      telegramId: "6001",
      displayName: "Ayşe 'Tırnak\" Yılmaz\\",
      language: "tr",
      since: hoursAgo(500),
    },
    status: "closed",
    messages: [
      { at: hoursAgo(hours), by: "customer", text: 'iade kaç gün\nacaba "{}" \\n?' },
      {
        at: hoursAgo(hours - 0.1),
        by: "agent",
        text: "14 gün.",
        run: {
          intent: "return",
          scores: { return: 0.9 },
          action: "answer",
          band: "answer",
          reason: "faq_matched",
          sources: [{ kind: "faq", id: faqId, label: "İade süresi kaç gün?", score: 0.9 }],
          durationMs: 12,
        },
      },
    ],
    resolution: { kind: "assumed", at: hoursAgo(hours - 24) },
    ...over,
  };
}

const rowsOf = (table: typeof messages | typeof customers | typeof conversations | typeof identities) =>
  inWorkspace(ctx, (tx) => tx.select().from(table));

describe("importHistory", () => {
  test("several conversations of one customer, in one go and in several, all whole", async () => {
    const first = await importHistory({ ctx, channelId, history: () => [past(300), past(100)] });
    expect(first).toMatchObject({ conversations: 2, messages: 4, answeredOpen: [] });
    const open = past(2, { status: "open" });
    delete open.resolution;
    const second = await importHistory({ ctx, channelId, history: () => [past(200), open] });
    expect(second.answeredOpen).toEqual([{ id: expect.any(String), lastInboundAt: hoursAgo(2) }]);

    const all = await inWorkspace(ctx, async (tx) => ({
      customers: await tx.select().from(customers),
      addresses: await tx.select().from(addresses),
      conversations: await tx.select().from(conversations),
      messages: await tx.select().from(messages),
      deliveries: await tx.select().from(deliveries),
      runs: await tx.select().from(agentRuns),
      terms: await tx.select().from(terms),
    }));
    expect(all.customers).toEqual([
      expect.objectContaining({ displayName: "Ayşe 'Tırnak\" Yılmaz\\", createdAt: hoursAgo(500) }),
    ]);
    expect(all.addresses).toHaveLength(1);
    expect(all.conversations).toHaveLength(4);
    expect(all.messages).toHaveLength(8);
    expect(all.messages[0]).toMatchObject({ kind: "text", seq: 1, text: 'iade kaç gün\nacaba "{}" \\n?' });
    expect(all.deliveries).toHaveLength(4);
    expect(all.deliveries.every(({ state: sent, action }) => sent === "sent" && action === "send")).toBe(
      true,
    );
    expect(all.runs[0]).toMatchObject({ scores: { return: 0.9 }, sources: [{ kind: "faq", id: faqId }] });
    // What the row of an ordinary conversation has by itself.
    expect(all.conversations[0]).toMatchObject({ version: 1, isUrgent: false, answerCount: 1, lastSeq: 2 });
    expect(all.terms.map(({ term }) => term)).toContain("yilmaz");
  });

  test("a customer of another bot gets a second address, a phone stays with whom it was", async () => {
    const other = await makeChannel(workspace);
    const phone = "+905321112233";
    const customer = { ...past(9).customer, phone };
    await importHistory({ ctx, channelId, history: () => [past(300, { customer })] });
    await importHistory({ ctx, channelId: other.channelId, history: () => [past(200)] });
    await importHistory({
      ctx,
      channelId,
      history: () => [past(100, { customer: { ...customer, telegramId: "6002" } })],
    });
    expect(await rowsOf(customers)).toHaveLength(2);
    const phones = await inWorkspace(ctx, (tx) =>
      tx.select().from(identities).where(eq(identities.kind, "phone")),
    );
    expect(phones).toHaveLength(1);
    expect(await inWorkspace(ctx, (tx) => tx.select().from(addresses))).toHaveLength(3);
  });

  test("more than a chunk, made while it is read", async () => {
    let held = 0;
    function* many() {
      for (let nth = 0; nth < 620; nth++) {
        held = nth;
        yield past(300, {
          customer: { telegramId: String(7000 + nth), displayName: `Müşteri ${nth}`, language: "tr" },
        });
      }
    }
    const result = await importHistory({ ctx, channelId, history: many });
    expect(result).toMatchObject({ conversations: 620, messages: 1_240 });
    expect(held).toBe(619);
    expect(await rowsOf(customers)).toHaveLength(620);
  });

  test("all or nothing: what the database refuses takes the rest with it", async () => {
    const open = { status: "open" as const };
    const twice = [past(300), past(20, open), past(10, open)];
    await expect(importHistory({ ctx, channelId, history: () => twice })).rejects.toThrow();
    expect(await rowsOf(conversations)).toEqual([]);
    expect(await rowsOf(customers)).toEqual([]);
  });

  test("audited and told once", async () => {
    await importHistory({ ctx, channelId, history: () => [past(300), past(200)] });
    const audit = await inWorkspace(ctx, (tx) =>
      tx
        .select()
        .from(auditLog)
        .where(and(eq(auditLog.action, "conversation.import"), eq(auditLog.entityId, channelId))),
    );
    expect(audit.map(({ changes }) => changes)).toEqual([
      { conversations: { after: 2 }, messages: { after: 4 } },
    ]);
    const told = await inWorkspace(ctx, (tx) => tx.select().from(outbox));
    expect(told.filter(({ name }) => name === "conversation/imported")).toHaveLength(1);
  });

  test("members may not, and another workspace's bot is not reached", async () => {
    const owner = workspace.member("owner");
    await expect(importHistory({ ctx: owner, channelId, history: () => [past(9)] })).rejects.toThrow(
      PermissionDenied,
    );
    const elsewhere = await makeWorkspace(state.runtime);
    const stranger = elsewhere.as({ kind: "system", name: "test" });
    await expect(importHistory({ ctx: stranger, channelId, history: () => [past(9)] })).rejects.toThrow();
    expect(await inWorkspace(stranger, (tx) => tx.select().from(conversations))).toEqual([]);
  });
});
