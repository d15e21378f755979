import { and, asc, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import {
  agentJobs,
  agentRuns,
  auditLog,
  deliveries,
  deliveryQueue,
  faqEntries,
  laterJobs,
  messages,
  outbox,
  workspaces,
} from "@/db/schema";
import { takeOver } from "@/server/conversations";
import { makeChannel } from "@/server/deliveries/testing";
import { importText } from "@/server/imports";
import { inWorkspace, newId, openSystemContext, PermissionDenied, toPublicId } from "@/server/kernel";
import { createFaq, updateFacts } from "@/server/knowledge";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { updateWorkspace } from "@/server/workspaces";
import { assumeResolved } from "./assume-resolved";
import { claimJobs } from "./claim-jobs";
import { commitRun } from "./commit-run";
import { giveUp } from "./give-up";
import { createAgentLoop, getAgentRun } from "./index";
import { loadTurn } from "./load-turn";
import { runAgent } from "./run-agent";
import { letAgentWork, makeTalk, orderCsv } from "./testing";

const t = useTestRuntime();
let shop: Awaited<ReturnType<typeof makeWorkspace>>;
let channelId: string;
const talk = (options: { name?: string; language?: string } = {}) =>
  makeTalk(t.runtime, shop, { channelId, ...options });
const read = <T>(work: Parameters<typeof inWorkspace<T>>[1]) => inWorkspace(shop.member("owner"), work);
const eventNames = async () =>
  (await read((tx) => tx.select({ name: outbox.name }).from(outbox).orderBy(asc(outbox.id)))).map(
    ({ name }) => name,
  );

beforeEach(async () => {
  t.clock.set("2026-11-20T09:00:00Z");
  shop = await makeWorkspace(t.runtime);
  channelId = (await makeChannel(shop)).channelId;
  const ctx = shop.member("owner");
  await importText({
    ctx,
    input: { target: "shopOrders", text: orderCsv({ number: "TY-1042", tracking: "YK900100" }) },
  });
  await createFaq({
    ctx,
    input: {
      question: "Kapıda ödeme var mı?",
      answer: "Evet, kapıda nakit ya da kartla ödeyebilirsiniz.",
      language: "tr",
      tags: ["ödeme"],
    },
  });
  for (const [question, answer] of [
    ["Değişim yapabilir miyim?", "Evet, 14 gün içinde değişim yapabilirsiniz."],
    ["Hediye paketi yapıyor musunuz?", "Evet, ücretsiz hediye paketi yapıyoruz."],
    ["Fatura adresimi nasıl değiştiririm?", "Hesabım sayfasından değiştirebilirsiniz."],
    ["Yurt dışına gönderim var mı?", "Hayır, yalnızca Türkiye içine gönderiyoruz."],
  ] as const) {
    await createFaq({ ctx, input: { question, answer, language: "tr" } });
  }
});

describe("an answer", () => {
  test("comes with its source, a run, a delivery and the question whether it helped, and ends the job", async () => {
    const customer = await talk();
    const reply = await customer.ask("kapıda ödeme var mı");
    expect(reply?.text).toContain("kapıda nakit");
    expect(reply?.payload?.buttons?.[0]?.map(({ label }) => label)).toEqual(["Evet", "Hayır"]);
    const run = (await customer.lastRun())!;
    expect(run).toMatchObject({
      language: "tr",
      action: "answer",
      band: "answer",
      reason: "faq_matched",
      fromSeq: 1,
      toSeq: 1,
    });
    expect(run.sources).toEqual([expect.objectContaining({ kind: "faq", label: "Kapıda ödeme var mı?" })]);
    expect(reply?.agentRunId).toBe(run.id);
    expect(await customer.jobs()).toEqual([]);
    expect(await customer.conversation()).toMatchObject({
      status: "open",
      language: "tr",
      lastBand: "answer",
      answerCount: 1,
      agentSeq: 1,
      lastSeq: 2,
      waitingSince: null,
    });
    const [delivery] = await read((tx) => tx.select().from(deliveries));
    expect(delivery).toMatchObject({ messageId: reply?.id, purpose: "reply", state: "queued" });
    expect(await read((tx) => tx.$count(deliveryQueue))).toBe(1);
    expect(await eventNames()).toContain("message/sent");
  });

  test("several quick messages are one turn", async () => {
    const customer = await talk();
    await customer.say("merhaba");
    await customer.say("bir sorum var");
    await customer.say("kapıda ödeme var mı?");
    await letAgentWork(t.runtime);
    expect((await customer.runs()).map(({ fromSeq, toSeq }) => [fromSeq, toSeq])).toEqual([[1, 3]]);
    expect((await customer.lastReply())?.text).toContain("kapıda nakit");
  });

  test("the language is the customer's and stays", async () => {
    await updateFacts({
      ctx: shop.member("owner"),
      input: { facts: [{ key: "returnWindowDays", value: "14" }] },
    });
    const russian = await talk({ name: "Иван Петров" });
    expect((await russian.ask("Сколько дней на возврат?"))?.text).toContain("14 дней");
    expect((await russian.ask("ok"))?.text).toMatch(/[а-я]/i);
    const arabic = await talk({ name: "علي" });
    expect((await arabic.ask("مرحبا"))?.text).toMatch(/[\u0600-\u06ff]/);
    const unknown = await talk({ name: "X Y", language: "en-US" });
    expect((await unknown.ask("/start"))?.text).toMatch(/assist|here|help/i);
  });

  test("greetings and thanks are acts: no band, no source, no count", async () => {
    const customer = await talk();
    await customer.ask("merhaba");
    await customer.ask("çok teşekkürler");
    expect((await customer.runs()).map(({ action, band, sources }) => [action, band, sources])).toEqual([
      ["act", null, []],
      ["act", null, []],
    ]);
    expect((await customer.conversation()).answerCount).toBe(0);
  });

  test("why: the run is told to members with public ids, and to nobody of another workspace", async () => {
    const customer = await talk();
    await customer.ask("kapıda ödeme var mı");
    const { id } = (await customer.lastRun())!;
    const input = { agentRunId: toPublicId("agentRun", id) };
    const run = await getAgentRun({ ctx: shop.member("analyst"), input });
    expect(run.sources[0]).toMatchObject({ kind: "faq", id: expect.stringMatching(/^faq_/), isGone: false });
    expect(run.scores[0]!.score).toBeGreaterThanOrEqual(run.scores[1]!.score);
    const other = (await makeWorkspace(t.runtime)).member("owner");
    await expect(getAgentRun({ ctx: other, input })).rejects.toMatchObject({ code: "AGENT_RUN_NOT_FOUND" });
    const ctx = shop.as({ kind: "customer", customerId: id });
    await expect(getAgentRun({ ctx, input })).rejects.toBeInstanceOf(PermissionDenied);
  });

  test("only the agent may run itself", async () => {
    const job = {
      workspaceId: shop.workspace.id,
      conversationId: newId(),
      generation: 1,
      attempts: 1,
      dueAt: new Date(),
    };
    await expect(runAgent(shop.member("owner"), job)).rejects.toBeInstanceOf(PermissionDenied);
  });
});

describe("clarifying and handing over", () => {
  test("two questions back at most, then a person, with a summary and a draft", async () => {
    const customer = await talk();
    await customer.ask("mavi kedi tabela uzay");
    await customer.ask("yani mor balkon sandalye gemi");
    await customer.ask("işte o turuncu bulut");
    expect((await customer.runs()).map(({ band }) => band)).toEqual(["clarify", "clarify", "handoff"]);
    const row = await customer.conversation();
    expect(row).toMatchObject({
      status: "handed_off",
      lastBand: "handoff",
      handoffReason: "clarified_enough",
    });
    expect(row.handoffSummary).toContain("turuncu bulut");
    expect(row.suggestedReply).not.toBe("");
    expect(row.waitingSince).not.toBeNull();
    expect(await eventNames()).toContain("conversation/handed_off");
    expect(await read((tx) => tx.$count(auditLog, eq(auditLog.action, "conversation.handOff")))).toBe(1);
  });

  test("whoever asks for a person gets one, and the agent is silent from then on", async () => {
    const customer = await talk();
    expect((await customer.ask("temsilciye bağlanmak istiyorum"))?.text).toContain("bağlıyorum");
    const said = (await customer.thread()).length;
    await customer.ask("kapıda ödeme var mı");
    expect((await customer.thread()).length).toBe(said + 1);
    expect(await customer.jobs()).toEqual([]);
  });

  test.each([
    ["tr", "insanla görüşmek istiyorum", "yarın saat 09:00"],
    ["en", "I want to talk to a human please", "tomorrow"],
  ])("outside business hours the customer is told when someone will be there (%s)", async (_, text, when) => {
    const hours = [
      ...Array.from({ length: 5 }, () => [{ from: 540, to: 1080 }]),
      [{ from: 540, to: 780 }],
      [],
    ];
    await read((tx) => tx.update(workspaces).set({ businessHours: hours }));
    t.clock.set("2026-11-20T19:00:00Z");
    expect((await (await talk()).ask(text))?.text).toContain(when);
  });

  test("a photo goes to a person, another kind is answered politely", async () => {
    const sticker = await talk({ name: "Bir İki" });
    await sticker.ask({
      sticker: { file_id: "a", file_unique_id: "b", width: 1, height: 1, type: "regular" },
    });
    expect(await sticker.lastRun()).toMatchObject({ action: "act", reason: "kind_not_readable" });
    const photo = await talk();
    await photo.ask({
      photo: [{ file_id: "a", file_unique_id: "b", width: 1, height: 1 }],
      caption: "kırık geldi",
    });
    expect(await photo.conversation()).toMatchObject({
      status: "handed_off",
      handoffReason: "photo_needs_person",
    });
  });

  test("after a clarification with near passages the pressed one is answered", async () => {
    const customer = await talk();
    await customer.ask("merhaba");
    const [entry] = await read((tx) => tx.select().from(faqEntries));
    await customer.press(`passage:${entry!.id.replaceAll("-", "")}`);
    await letAgentWork(t.runtime);
    expect((await customer.lastReply())?.text).toContain(entry!.answer);
    expect((await customer.lastRun())?.sources).toEqual([
      expect.objectContaining({ kind: "faq", id: entry!.id }),
    ]);
  });
});

describe("whether it helped", () => {
  const helpedButton = async (customer: Awaited<ReturnType<typeof talk>>, index: number) =>
    (await customer.lastReply())!.payload!.buttons![0]![index]!.data;

  test("yes confirms the resolution, once", async () => {
    const customer = await talk();
    await customer.ask("kapıda ödeme var mı");
    const yes = await helpedButton(customer, 0);
    await customer.press(yes);
    await letAgentWork(t.runtime);
    const first = await customer.conversation();
    expect(first).toMatchObject({ resolution: "confirmed", status: "open" });
    t.clock.advance(60_000);
    await customer.press(yes);
    await letAgentWork(t.runtime);
    expect((await customer.conversation()).resolvedAt).toEqual(first.resolvedAt);
    expect((await eventNames()).filter((name) => name === "conversation/resolved")).toHaveLength(1);
  });

  test("yes before any answer confirms nothing", async () => {
    const customer = await talk();
    await customer.ask("merhaba");
    await customer.press("helped:yes:0");
    await letAgentWork(t.runtime);
    expect((await customer.conversation()).resolution).toBeNull();
  });

  test("no asks for other words", async () => {
    const customer = await talk();
    await customer.ask("kapıda ödeme var mı");
    await customer.press(await helpedButton(customer, 1));
    await letAgentWork(t.runtime);
    expect(await customer.lastRun()).toMatchObject({ action: "clarify", reason: "not_helpful" });
  });

  test("a day of silence is assumed to be a resolution and closes the conversation; running twice changes nothing", async () => {
    const customer = await talk();
    await customer.ask("kapıda ödeme var mı");
    const { id } = await customer.conversation();
    const [job] = await read((tx) =>
      tx.select().from(laterJobs).where(eq(laterJobs.kind, "conversations/silence")),
    );
    expect(job).toMatchObject({ subject: id, dueAt: new Date("2026-11-21T09:00:00Z") });
    const run = () =>
      assumeResolved({
        workspaceId: shop.workspace.id,
        kind: "conversations/silence",
        subject: id,
        attempts: 1,
      });
    t.clock.set("2026-11-21T09:00:00Z");
    expect(await run()).toBeUndefined();
    expect(await customer.conversation()).toMatchObject({ resolution: "assumed", status: "closed" });
    t.clock.advance(1_000);
    await run();
    expect((await eventNames()).filter((name) => name === "conversation/resolved")).toHaveLength(1);
  });

  test("who wrote meanwhile has a day from then; a handed-off conversation is never assumed", async () => {
    const customer = await talk();
    await customer.ask("kapıda ödeme var mı");
    const { id } = await customer.conversation();
    t.clock.set("2026-11-21T08:00:00Z");
    await customer.ask("teşekkürler");
    const run = () =>
      assumeResolved({
        workspaceId: shop.workspace.id,
        kind: "conversations/silence",
        subject: id,
        attempts: 1,
      });
    t.clock.set("2026-11-21T09:00:00Z");
    expect(await run()).toEqual({ againAt: new Date("2026-11-22T08:00:00Z") });
    await customer.ask("temsilci");
    t.clock.set("2026-11-23T09:00:00Z");
    await run();
    expect((await customer.conversation()).resolution).toBeNull();
  });
});

describe("limits and switches", () => {
  test("twenty answers a minute, one notice, silence; then the newest turn; others are not held up", async () => {
    const [loud, quiet] = [await talk({ name: "Çok Yazan" }), await talk({ name: "Az Yazan" })];
    for (let i = 0; i < 30; i++) {
      await loud.ask(i % 2 ? "merhaba" : "teşekkürler");
      t.clock.advance(100);
    }
    const said = (await loud.thread()).filter(({ direction }) => direction === "out");
    expect(said).toHaveLength(21);
    expect(said.at(-1)?.text).toContain("Kısa sürede çok mesaj");
    expect((await quiet.ask("kapıda ödeme var mı"))?.text).toContain("kapıda nakit");
    expect(await loud.jobs()).toHaveLength(1);

    t.clock.set("2026-11-20T09:01:05Z");
    await letAgentWork(t.runtime);
    const [answer] = (await loud.thread()).slice(-1);
    expect(answer).toMatchObject({ direction: "out", author: "agent" });
    expect((await loud.lastRun())?.toSeq).toBe((await loud.conversation()).agentSeq);
    expect(await loud.jobs()).toEqual([]);
  });

  test("a job that waits is not looked at again for each message", async () => {
    const customer = await talk();
    for (let i = 0; i < 21; i++) await customer.ask("merhaba");
    await customer.say("hâlâ");
    expect(await claimJobs(t.runtime, { holder: newId(), limit: 8 })).toEqual([]);
  });

  test("STOP ends automatic messages; a person answers what comes; start brings them back", async () => {
    const customer = await talk();
    expect((await customer.ask("DUR"))?.author).toBe("system");
    expect((await customer.customer()).optedOutAt).not.toBeNull();
    const said = (await customer.thread()).length;
    await customer.ask("kapıda ödeme var mı");
    expect((await customer.thread()).length).toBe(said + 1);
    expect(await customer.conversation()).toMatchObject({ status: "handed_off", handoffReason: "opted_out" });

    const back = await talk({ name: "Dönen Kişi" });
    await back.ask("STOP");
    expect((await back.ask("/start"))?.author).toBe("agent");
    expect((await back.customer()).optedOutAt).toBeNull();
  });

  test("an agent that is off says nothing, and answers only what comes after it is on again", async () => {
    const customer = await talk();
    await read((tx) => tx.update(workspaces).set({ isAgentOn: false }));
    await customer.ask("kapıda ödeme var mı");
    expect(await customer.thread()).toHaveLength(1);
    expect(await customer.jobs()).toEqual([]);
    expect((await customer.conversation()).waitingSince).not.toBeNull();
    await updateWorkspace({ ctx: shop.member("owner"), input: { isAgentOn: true } });
    expect((await customer.ask("hediye paketi yapıyor musunuz"))?.text).toContain("hediye paketi");
    expect((await customer.thread()).filter(({ direction }) => direction === "out")).toHaveLength(1);
  });
});

describe("the loop", () => {
  test("ends the jobs of a workspace whose agent is off, and leaves what it was not asked to answer", async () => {
    const customer = await talk();
    const ctx = shop.member("owner");
    await updateWorkspace({ ctx, input: { isAgentOn: false } });
    await customer.say("kapıda ödeme var mı");
    await createAgentLoop(t.runtime).runOnce();
    expect(await customer.jobs()).toEqual([]);
    await updateWorkspace({ ctx, input: { isAgentOn: true } });
    expect((await customer.ask("hediye paketi yapıyor musunuz"))?.text).toContain("hediye paketi");
    expect((await customer.thread()).filter(({ direction }) => direction === "out")).toHaveLength(1);
  });
});

describe("nothing is dropped, nothing is said twice", () => {
  const openRun = async () => {
    const [job] = await claimJobs(t.runtime, { holder: newId(), limit: 8 });
    return { job: job!, ctx: await openSystemContext(job!.workspaceId, { kind: "agent" }) };
  };

  test("a message that arrives while the agent works is answered in its own run", async () => {
    const customer = await talk();
    await customer.say("merhaba");
    const { job, ctx } = await openRun();
    await inWorkspace(ctx, async (tx) => {
      const turn = (await loadTurn(tx, { ...job, now: ctx.clock.now() }))!;
      await customer.say("kapıda ödeme var mı");
      await commitRun(tx, ctx, {
        turn,
        job,
        result: {
          runId: newId(),
          language: "tr",
          intent: null,
          scores: {},
          sources: [],
          action: "act",
          band: null,
          reason: "greeted",
          clarifyCount: 0,
          message: { text: "Merhaba" },
          handoff: null,
          isConfirmed: false,
          startedAt: performance.now(),
        },
      });
    });
    expect((await customer.jobs()).map(({ leaseUntil }) => leaseUntil)).toEqual([null]);
    await letAgentWork(t.runtime);
    expect((await customer.lastReply())?.text).toContain("kapıda nakit");
    expect((await customer.runs()).map(({ fromSeq, toSeq }) => [fromSeq, toSeq])).toEqual([
      [1, 1],
      [2, 3],
    ]);
  });

  test("messages and runs in a race: every message is in exactly one run", async () => {
    const customers = await Promise.all(
      Array.from({ length: 5 }, (_, i) => talk({ name: `Yarış${i} Kişi` })),
    );
    const loop = createAgentLoop(t.runtime);
    let isDone = false;
    const working = (async () => {
      while (!isDone) await loop.runOnce();
    })();
    for (let i = 0; i < 12; i++) {
      await Promise.all(customers.map((customer) => customer.say(i % 2 ? "merhaba" : "teşekkürler")));
      if (i % 4 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    isDone = true;
    await working;
    for (let i = 0; i < 20 && (await read((tx) => tx.$count(agentJobs))) > 0; i++) {
      await loop.runOnce();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(await read((tx) => tx.$count(agentJobs))).toBe(0);
    for (const customer of customers) {
      const covered = (await customer.runs()).flatMap(({ fromSeq, toSeq }) =>
        Array.from({ length: toSeq - fromSeq + 1 }, (_, i) => fromSeq + i),
      );
      expect(new Set(covered).size).toBe(covered.length);
      const inbound = (await customer.thread()).filter(({ direction }) => direction === "in");
      for (const { seq } of inbound) expect(covered).toContain(seq);
    }
  });

  test("a member who takes over while the agent works: the answer is not sent, and no run stands", async () => {
    const customer = await talk();
    await customer.say("kapıda ödeme var mı");
    const { job, ctx } = await openRun();
    const conversationId = toPublicId("conversation", job.conversationId);
    await takeOver({
      ctx: shop.member("support"),
      input: { conversationId },
    });
    expect(await runAgent(ctx, job)).toBe("nothing");
    expect((await customer.thread()).filter(({ direction }) => direction === "out")).toEqual([]);
    expect(await customer.jobs()).toEqual([]);
  });

  test("two processes never answer one turn twice", async () => {
    const customer = await talk();
    await customer.say("kapıda ödeme var mı");
    const { job, ctx } = await openRun();
    expect(await claimJobs(t.runtime, { holder: newId(), limit: 8 })).toEqual([]);
    // A lease that ran out while its holder was still at work.
    const outcomes = await Promise.all([runAgent(ctx, job), runAgent(ctx, job)]);
    expect(outcomes.filter((outcome) => outcome === "answer")).toHaveLength(1);
    expect(await read((tx) => tx.$count(agentRuns))).toBe(1);
    expect(await read((tx) => tx.$count(messages, and(eq(messages.direction, "out"))))).toBe(1);
    await letAgentWork(t.runtime);
    expect(await customer.jobs()).toEqual([]);
  });

  test("when the agent gives up a person takes over and the customer is told", async () => {
    const customer = await talk();
    await customer.say("kapıda ödeme var mı");
    const { job, ctx } = await openRun();
    await giveUp(ctx, { ...job, attempts: 5 });
    expect(await customer.conversation()).toMatchObject({
      status: "handed_off",
      handoffReason: "agent_failed",
    });
    expect((await customer.lastReply())?.text).toContain("ekibimiz");
    expect(await customer.jobs()).toEqual([]);
  });
});
