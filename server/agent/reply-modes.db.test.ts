import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { channels, deliveries } from "@/db/schema";
import { setReplyPlan } from "@/server/channels";
import { replyToConversation } from "@/server/conversations";
import { makeChannel } from "@/server/deliveries/testing";
import { importText } from "@/server/imports";
import { inWorkspace, newId, PermissionDenied, toPublicId } from "@/server/kernel";
import { createFaq } from "@/server/knowledge";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { updateWorkspace } from "@/server/workspaces";
import { letAgentWork, makeTalk, orderCsv } from "./testing";

const t = useTestRuntime();
let shop: Awaited<ReturnType<typeof makeWorkspace>>;
let channelId: string;
const talk = () => makeTalk(t.runtime, shop, { channelId, language: "tr" });
const read = <T>(work: Parameters<typeof inWorkspace<T>>[1]) => inWorkspace(shop.member("owner"), work);
const countSent = () => read((tx) => tx.$count(deliveries));

async function setMode(
  usual: "manual" | "hybrid" | "automatic",
  hours: Parameters<typeof setReplyPlan>[0]["input"]["plan"]["hours"] = [],
) {
  await read((tx) =>
    tx.update(channels).set({ replyPlan: { usual, hours } }).where(eq(channels.id, channelId)),
  );
}

beforeEach(async () => {
  // A Friday, noon in Istanbul.
  t.clock.set("2026-11-20T09:00:00Z");
  shop = await makeWorkspace(t.runtime);
  channelId = (await makeChannel(shop)).channelId;
  const ctx = shop.member("owner");
  await importText({
    ctx,
    input: { target: "shopOrders", text: orderCsv({ number: "TY-1042", tracking: "YK900100" }) },
  });
  for (const [question, answer] of [
    ["Kapıda ödeme var mı?", "Evet, kapıda nakit ya da kartla ödeyebilirsiniz."],
    ["Hediye paketi yapıyor musunuz?", "Evet, ücretsiz hediye paketi yapıyoruz."],
  ] as const) {
    await createFaq({ ctx, input: { question, answer, language: "tr" } });
  }
});

describe("manual", () => {
  test("sends nothing: an answer waits as a draft for a person, with its source and the reason", async () => {
    await setMode("manual");
    const customer = await talk();
    await customer.ask("kapıda ödeme var mı");
    expect(await countSent()).toBe(0);
    expect(await customer.conversation()).toMatchObject({
      status: "handed_off",
      suggestedReply: "Evet, kapıda nakit ya da kartla ödeyebilirsiniz.",
      handoffReason: "drafted_manual",
    });
    expect((await customer.conversation()).waitingSince).not.toBeNull();
    const run = await customer.lastRun();
    expect(run).toMatchObject({ action: "handoff", reason: "drafted_manual" });
    expect(run?.sources).toHaveLength(1);
  });

  test.each([
    ["a greeting", "merhaba", /Deneme Mağazası/],
    ["a question back", "siparişim nerede", /sipariş/i],
  ])("drafts %s too", async (_label, words, draft) => {
    await setMode("manual");
    const customer = await talk();
    await customer.ask(words);
    expect(await countSent()).toBe(0);
    expect((await customer.conversation()).suggestedReply).toMatch(draft);
  });

  test("keeps the reason of a handoff, and tells the customer nothing of it", async () => {
    await setMode("manual");
    const customer = await talk();
    await customer.ask("temsilciyle görüşmek istiyorum");
    expect(await countSent()).toBe(0);
    expect(await customer.lastRun()).toMatchObject({ action: "handoff", reason: "asked_for_person" });
  });

  test("confirms a stop all the same: that is the product's word, not the agent's", async () => {
    await setMode("manual");
    const customer = await talk();
    const reply = await customer.ask("/stop");
    expect(reply).toMatchObject({ author: "system" });
    expect((await customer.customer()).optedOutAt).not.toBeNull();
  });

  test("a flood is held back without a word", async () => {
    await setMode("manual");
    const customer = await talk();
    for (let n = 0; n < 22; n += 1) {
      await customer.ask(`merhaba ${n}`);
      await read((tx) => tx.execute("update conversations set status = 'open'"));
    }
    expect(await countSent()).toBe(0);
  });
});

describe("a conversation that people have", () => {
  const answer = async (customer: Awaited<ReturnType<typeof talk>>) =>
    replyToConversation({
      ctx: shop.member("support"),
      input: {
        conversationId: toPublicId("conversation", (await customer.conversation()).id),
        messageId: toPublicId("message", newId()),
        text: "Bakıyorum.",
        lastSeenSeq: 99,
      },
    });

  test.each(["manual", "hybrid"] as const)(
    "%s drafts each turn that waits, in place of the draft before",
    async (mode) => {
      await setMode("manual");
      const customer = await talk();
      await customer.ask("kapıda ödeme var mı");
      await setMode(mode);
      await customer.ask("Hediye paketi yapıyor musunuz?");
      expect(await customer.conversation()).toMatchObject({
        status: "handed_off",
        suggestedReply: "Evet, ücretsiz hediye paketi yapıyoruz.",
        handoffReason: "drafted_manual",
      });
      expect(await countSent()).toBe(0);
      expect(await customer.lastRun()).toMatchObject({ action: "act", reason: "drafted_manual" });
      await answer(customer);
      expect((await customer.conversation()).suggestedReply).toBeNull();
      await customer.ask("Kapıda ödeme var mı?");
      expect((await customer.conversation()).suggestedReply).toBe(
        "Evet, kapıda nakit ya da kartla ödeyebilirsiniz.",
      );
      // The member's answer, and nothing beside it.
      expect(await countSent()).toBe(1);
    },
  );

  test("drafts only what came after the member's last word, and nothing where all was answered", async () => {
    await setMode("manual");
    const customer = await talk();
    await customer.ask("kapıda ödeme var mı");
    await answer(customer);
    await read((tx) => tx.execute("update conversations set agent_seq = 0"));
    await read((tx) =>
      tx.execute(
        "insert into agent_jobs (workspace_id, conversation_id, due_at) select workspace_id, id, last_inbound_at from conversations",
      ),
    );
    await letAgentWork(t.runtime);
    expect((await customer.conversation()).suggestedReply).toBeNull();
  });

  test("is left to them by a bot that answers by itself, and by a workspace whose agent is off", async () => {
    const customer = await talk();
    await customer.ask("temsilciyle görüşmek istiyorum");
    const before = (await customer.conversation()).suggestedReply;
    await customer.ask("Hediye paketi yapıyor musunuz?");
    expect((await customer.conversation()).suggestedReply).toBe(before);
    await setMode("manual");
    await updateWorkspace({ ctx: shop.member("owner"), input: { isAgentOn: false } });
    shop.workspace.isAgentOn = false;
    await customer.ask("Kapıda ödeme var mı?");
    expect((await customer.conversation()).suggestedReply).toBe(before);
  });
});

describe("hybrid", () => {
  test("sends an answer whose source is sure", async () => {
    await setMode("hybrid");
    const customer = await talk();
    const reply = await customer.ask("Kapıda ödeme var mı?");
    expect(reply?.text).toContain("kapıda nakit");
    expect(await customer.conversation()).toMatchObject({ status: "open" });
  });

  test("sends a proved order", async () => {
    await setMode("hybrid");
    const customer = await talk();
    const reply = await customer.ask("TY-1042 siparişim nerede, 4567 Yılmaz");
    expect(reply?.text).toContain("YK900100");
    expect(await customer.lastRun()).toMatchObject({ action: "answer", reason: "order_proved" });
  });

  test.each([
    ["a question back", "siparişim nerede"],
    ["a greeting", "merhaba"],
  ])("drafts %s", async (_label, words) => {
    await setMode("hybrid");
    const customer = await talk();
    await customer.ask(words);
    expect(await countSent()).toBe(0);
    expect(await customer.conversation()).toMatchObject({
      status: "handed_off",
      handoffReason: "drafted_hybrid",
    });
  });
});

describe("hours", () => {
  const night = { days: [0, 1, 2, 3, 4, 5, 6], from: 22 * 60, to: 8 * 60, mode: "automatic" as const };

  test("automatic at night, manual by day, from the turn on in which the hour begins", async () => {
    await setMode("manual", [night]);
    const byDay = await talk();
    await byDay.ask("Kapıda ödeme var mı?");
    expect(await countSent()).toBe(0);
    t.clock.set("2026-11-20T19:00:00Z");
    const byNight = await talk();
    expect((await byNight.ask("Kapıda ödeme var mı?"))?.text).toContain("kapıda nakit");
  });

  test("a change takes effect at the next turn, for whoever may make it, audited", async () => {
    const plan = { usual: "manual" as const, hours: [] };
    const input = { channelId: toPublicId("channel", channelId), plan };
    await expect(setReplyPlan({ ctx: shop.member("support"), input })).rejects.toBeInstanceOf(
      PermissionDenied,
    );
    const other = await makeWorkspace(t.runtime);
    await expect(setReplyPlan({ ctx: other.member("owner"), input })).rejects.toMatchObject({
      code: "CHANNEL_NOT_FOUND",
    });
    const customer = await talk();
    expect(await customer.ask("Kapıda ödeme var mı?")).toBeDefined();
    const sent = await countSent();
    const after = await setReplyPlan({ ctx: shop.member("supervisor"), input });
    expect(after).toMatchObject({ replyPlan: plan, replyMode: "manual" });
    await customer.ask("Hediye paketi yapıyor musunuz?");
    expect(await countSent()).toBe(sent);
    const [audited] = await read((tx) =>
      tx.execute<{ n: number }>(
        "select count(*)::int as n from audit_log where action = 'channel.setReplyPlan'",
      ),
    );
    expect(audited?.n).toBe(1);
  });

  test("the workspace's switch stays above: off, nothing is drafted either", async () => {
    await setMode("manual");
    await updateWorkspace({ ctx: shop.member("owner"), input: { isAgentOn: false } });
    shop.workspace.isAgentOn = false;
    const customer = await talk();
    await customer.ask("Kapıda ödeme var mı?");
    expect(await customer.conversation()).toMatchObject({ status: "open", suggestedReply: null });
  });
});
