import { and, eq } from "drizzle-orm";
import postgres from "postgres";
import { beforeEach, describe, expect, test } from "vitest";
import { conversations, laterJobs, notifications, serviceResults } from "@/db/schema";
import { makeTalk } from "@/server/agent/testing";
import {
  changeConversations,
  closeConversation,
  countConversations,
  countLists,
  getConversation,
  importHistory,
  listConversations,
  reopenConversation,
  replyToConversation,
} from "@/server/conversations";
import { makeConversation, type TestConversation } from "@/server/conversations/testing";
import { makeChannel } from "@/server/deliveries/testing";
import { getFigures, listFigureRows, recomputeSpan } from "@/server/insight";
import { inWorkspace, newId, PermissionDenied, toPublicId } from "@/server/kernel";
import { createFaq } from "@/server/knowledge";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { updateWorkspace } from "@/server/workspaces";
import { getServiceLevels, importServiceResults, serviceLevelLaterHandlers, setServiceLevels } from ".";
import type { SetServiceLevelsInput } from "./schemas";

const t = useTestRuntime();
let shop: Awaited<ReturnType<typeof makeWorkspace>>;

const read = <T>(work: Parameters<typeof inWorkspace<T>>[1]) => inWorkspace(shop.member("owner"), work);
const weekdays = [...Array.from({ length: 5 }, () => [{ from: 540, to: 1_080 }]), [], []];
const usual = { first: 60, next: 120, close: 480 };

async function setTargets(targets: Partial<SetServiceLevelsInput["targets"]> = {}, isOn = true) {
  return setServiceLevels({
    ctx: shop.member("supervisor"),
    input: { isOn, targets: { usual, byPriority: {}, byBot: [], ...targets } },
  });
}

async function rowOf({ id }: { id: string }) {
  const [row] = await read((tx) => tx.select().from(conversations).where(eq(conversations.id, id)));
  return row!;
}

const clocksOf = async ({ publicId }: TestConversation) =>
  (await getConversation({ ctx: shop.member("owner"), input: { conversationId: publicId } })).clocks.map(
    ({ clock, dueAt, isPaused }) => `${clock} ${dueAt.slice(0, 16)}${isPaused ? " paused" : ""}`,
  );

const resultsOf = ({ id }: { id: string }) =>
  read((tx) =>
    tx
      .select({ clock: serviceResults.clock, isMet: serviceResults.isMet, spentS: serviceResults.spentS })
      .from(serviceResults)
      .where(eq(serviceResults.conversationId, id))
      .orderBy(serviceResults.endedAt, serviceResults.clock),
  );

const recount = () =>
  serviceLevelLaterHandlers["service-levels/recount"]!({
    workspaceId: shop.workspace.id,
    kind: "service-levels/recount",
    subject: shop.workspace.id,
    attempts: 1,
  });

const tell = ({ id }: { id: string }) =>
  serviceLevelLaterHandlers["service-levels/near"]!({
    workspaceId: shop.workspace.id,
    kind: "service-levels/near",
    subject: id,
    attempts: 1,
  });

/** A member answers. */
const answer = ({ publicId }: TestConversation) =>
  replyToConversation({
    ctx: shop.member("support"),
    input: {
      conversationId: publicId,
      messageId: toPublicId("message", newId()),
      text: "Bakıyorum.",
      lastSeenSeq: 99,
    },
  });

/** The customer writes once more. */
const write = ({ id }: { id: string }) =>
  read((tx) =>
    tx.execute(`update conversations set last_seq = last_seq + 1, last_inbound_at = '${t.clock.now().toISOString()}',
      waiting_since = coalesce(waiting_since, '${t.clock.now().toISOString()}'), snoozed_until = null,
      version = version + 1 where id = '${id}'`),
  );

beforeEach(async () => {
  // A Friday, noon in Istanbul.
  t.clock.set("2026-11-20T09:00:00Z");
  shop = await makeWorkspace(t.runtime);
  await updateWorkspace({ ctx: shop.member("owner"), input: { businessHours: weekdays } });
});

describe("clocks of a conversation", () => {
  test("begin with the message, and an answer ends the first and is kept as met", async () => {
    await setTargets();
    const talk = await makeConversation(shop, { status: "handed_off" });
    expect(await clocksOf(talk)).toEqual(["first 2026-11-20T10:00", "close 2026-11-23T08:00"]);
    t.clock.set("2026-11-20T09:20:00Z");
    await answer(talk);
    expect(await clocksOf(talk)).toEqual(["close 2026-11-23T08:00"]);
    expect(await resultsOf(talk)).toEqual([{ clock: "first", isMet: true, spentS: 1_200 }]);
    t.clock.set("2026-11-20T14:00:00Z");
    await write(talk);
    expect(await clocksOf(talk)).toEqual(["next 2026-11-23T07:00", "close 2026-11-23T08:00"]);
    t.clock.set("2026-11-23T07:30:00Z");
    await answer(talk);
    expect((await resultsOf(talk))[1]).toEqual({ clock: "next", isMet: false, spentS: 9_000 });
  });

  test("a second message of the customer does not give more time", async () => {
    await setTargets();
    const talk = await makeConversation(shop, { status: "handed_off" });
    t.clock.set("2026-11-20T09:30:00Z");
    await write(talk);
    expect((await clocksOf(talk))[0]).toBe("first 2026-11-20T10:00");
  });

  test("stand while it is snoozed and go on with what was left", async () => {
    await setTargets();
    const talk = await makeConversation(shop, { status: "handed_off" });
    t.clock.set("2026-11-20T09:30:00Z");
    const change = (until: string | null) =>
      changeConversations({
        ctx: shop.member("support"),
        input: { changes: [{ conversationId: talk.publicId, change: { kind: "snooze", until } }] },
      });
    await change("2026-11-23T09:00:00.000Z");
    expect(await clocksOf(talk)).toEqual(["first 2026-11-20T10:00 paused", "close 2026-11-23T08:00 paused"]);
    expect(await rowOf(talk)).toMatchObject({ dueAt: null, nearAt: null });
    // Monday morning: half an hour was left of one, and seven and a half of the other.
    t.clock.set("2026-11-23T06:00:00Z");
    await change(null);
    expect(await clocksOf(talk)).toEqual(["first 2026-11-23T06:30", "close 2026-11-23T13:30"]);
    t.clock.set("2026-11-23T06:20:00Z");
    await answer(talk);
    expect(await resultsOf(talk)).toEqual([{ clock: "first", isMet: true, spentS: 3_000 }]);
  });

  test("close is kept as met or missed; opened again it goes on and takes that back", async () => {
    await setTargets();
    const talk = await makeConversation(shop, { status: "handed_off" });
    await answer(talk);
    t.clock.set("2026-11-20T10:00:00Z");
    const input = { conversationId: talk.publicId };
    await closeConversation({ ctx: shop.member("support"), input });
    expect(await clocksOf(talk)).toEqual([]);
    expect(await resultsOf(talk)).toContainEqual({ clock: "close", isMet: true, spentS: 3_600 });
    t.clock.set("2026-11-20T12:00:00Z");
    await reopenConversation({ ctx: shop.member("support"), input });
    expect(await resultsOf(talk)).toEqual([{ clock: "first", isMet: true, spentS: 0 }]);
    // The two hours in which it was closed do not count.
    expect(await clocksOf(talk)).toEqual(["close 2026-11-23T10:00"]);
    const dirty = await read((tx) => tx.select().from(laterJobs).where(eq(laterJobs.kind, "insight/hour")));
    expect(dirty.map(({ subject }) => subject)).toEqual(["2026-11-20T10"]);
  });

  test("what is closed without an answer counts only where the customer waited too long; spam not at all", async () => {
    await setTargets();
    const [soon, late, spam] = [
      await makeConversation(shop, { status: "handed_off" }),
      await makeConversation(shop, { status: "handed_off" }),
      await makeConversation(shop, { status: "handed_off" }),
    ];
    const ctx = shop.member("support");
    await closeConversation({ ctx, input: { conversationId: soon!.publicId } });
    t.clock.set("2026-11-20T12:00:00Z");
    await closeConversation({ ctx, input: { conversationId: late!.publicId } });
    await changeConversations({
      ctx,
      input: { changes: [{ conversationId: spam!.publicId, change: { kind: "spam", isSpam: true } }] },
    });
    expect((await resultsOf(soon!)).map(({ clock }) => clock)).toEqual(["close"]);
    expect(await resultsOf(late!)).toContainEqual({ clock: "first", isMet: false, spentS: 10_800 });
    expect(await resultsOf(spam!)).toEqual([]);
  });

  test("go by priority before the bot, and by the bot before what is usual, clock by clock", async () => {
    const talk = await makeConversation(shop, { status: "handed_off" });
    await setTargets({
      byPriority: { urgent: { first: 15 } },
      byBot: [{ channelId: toPublicId("channel", talk.channelId), targets: { first: 30, close: 60 } }],
    });
    await recount();
    expect(await clocksOf(talk)).toEqual(["first 2026-11-20T09:30", "close 2026-11-20T10:00"]);
    await changeConversations({
      ctx: shop.member("support"),
      input: {
        changes: [{ conversationId: talk.publicId, change: { kind: "prioritise", priority: "urgent" } }],
      },
    });
    expect(await clocksOf(talk)).toEqual(["first 2026-11-20T09:15", "close 2026-11-20T10:00"]);
  });
});

describe("counting anew", () => {
  test("open conversations follow changed targets, hours and zone; a run too many changes nothing", async () => {
    const talks = [];
    for (let n = 0; n < 5; n += 1) talks.push(await makeConversation(shop, { status: "handed_off" }));
    const [talk] = talks;
    expect(await clocksOf(talk!)).toEqual([]);
    await setTargets();
    const asked = await read((tx) =>
      tx.select().from(laterJobs).where(eq(laterJobs.kind, "service-levels/recount")),
    );
    expect(asked).toHaveLength(1);
    expect(await recount()).toMatchObject({ againAt: expect.any(Date) });
    expect(await recount()).toBeUndefined();
    for (const one of talks) expect((await clocksOf(one))[0]).toBe("first 2026-11-20T10:00");
    await updateWorkspace({
      ctx: shop.member("owner"),
      input: { businessHours: weekdays.with(4, [{ from: 540, to: 750 }]) },
    });
    await recount();
    expect((await clocksOf(talk!))[0]).toBe("first 2026-11-23T06:30");
    await setTargets({}, false);
    await recount();
    expect(await clocksOf(talk!)).toEqual([]);
  });

  test("what was killed on its way is taken up: those that still go by the old targets, and no others", async () => {
    await setTargets();
    const [done, left] = [
      await makeConversation(shop, { status: "handed_off" }),
      await makeConversation(shop, { status: "handed_off" }),
    ];
    // As it stood before its turn came: past the trigger, which would count it at once.
    const admin = postgres(t.urls.adminUrl, { max: 1 });
    await admin`set session_replication_role = replica`;
    await admin`update conversations set clocks_basis = 1, answer_due_at = null, due_at = null where id = ${left!.id}`;
    await admin.end();
    const before = await rowOf(done!);
    expect((await clocksOf(left!))[0]).toMatch(/^close/);
    await recount();
    expect((await rowOf(done!)).version).toBe(before.version);
    expect(await clocksOf(left!)).toEqual(await clocksOf(done!));
    expect((await rowOf(left!)).clocksBasis).toBe(before.clocksBasis);
  });
});

describe("near", () => {
  /** What the support member, or the owner, was told. */
  const toldTo = (role: "support" | "owner") =>
    read((tx) =>
      tx
        .select({ params: notifications.params, href: notifications.href })
        .from(notifications)
        .where(
          and(
            eq(notifications.kind, "sla-near"),
            eq(notifications.personId, shop.team.find((member) => member.role === role)!.personId),
          ),
        )
        .orderBy(notifications.createdAt),
    );

  test("is told once of each clock, in the last fifth of its time", async () => {
    await setTargets();
    const talk = await makeConversation(shop, { status: "handed_off" });
    const [job] = await read((tx) =>
      tx
        .select()
        .from(laterJobs)
        .where(and(eq(laterJobs.kind, "service-levels/near"), eq(laterJobs.subject, talk.id))),
    );
    expect(job!.dueAt.toISOString()).toBe("2026-11-20T09:48:00.000Z");
    expect(await tell(talk)).toEqual({ againAt: new Date("2026-11-20T09:48:00Z") });
    t.clock.set("2026-11-20T09:48:00Z");
    expect(await tell(talk)).toEqual({ againAt: new Date("2026-11-23T06:24:00Z") });
    await tell(talk);
    expect(await toldTo("owner")).toEqual([
      { params: { customer: "Ayşe Yılmaz", minutes: 12 }, href: `conversations?c=${talk.publicId}` },
    ]);
    // The next wait is another clock, and somebody has it now.
    await answer(talk);
    await write(talk);
    t.clock.set("2026-11-20T11:30:00Z");
    await tell(talk);
    await tell(talk);
    expect((await toldTo("support")).map(({ params }) => params.minutes)).toEqual([12, 18]);
    t.clock.set("2026-11-23T06:24:00Z");
    expect(await tell(talk)).toBeUndefined();
    expect(await toldTo("support")).toHaveLength(3);
    expect(await toldTo("owner")).toHaveLength(1);
  });

  test("what was answered in time is not told", async () => {
    await setTargets({ usual: { first: 60 } });
    const talk = await makeConversation(shop, { status: "handed_off" });
    await answer(talk);
    t.clock.set("2026-11-20T10:00:00Z");
    expect(await tell(talk)).toBeUndefined();
    expect(await toldTo("owner")).toEqual([]);
  });
});

describe("the list", () => {
  test("shows what is near or missed, and goes by what is due first", async () => {
    await setTargets({ usual: { first: 60 }, byPriority: { urgent: { first: 15 } } });
    const calm = await makeConversation(shop, { status: "handed_off" });
    t.clock.set("2026-11-20T09:10:00Z");
    const urgent = await makeConversation(shop, { status: "handed_off", changes: { priority: "urgent" } });
    const ctx = shop.member("owner");
    const list = async (more: object) =>
      (await listConversations({ ctx, input: { status: "handed_off", ...more } })).items.map(({ id }) => id);
    const [calmId, urgentId] = [calm.publicId, urgent.publicId];
    expect(await list({ order: "due" })).toEqual([urgentId, calmId]);
    t.clock.set("2026-11-20T09:24:00Z");
    expect(await list({ clock: "near" })).toEqual([urgentId]);
    expect(await list({ clock: "missed" })).toEqual([]);
    t.clock.set("2026-11-20T10:30:00Z");
    expect(await list({ clock: "missed", order: "due" })).toEqual([urgentId, calmId]);
    expect(await countConversations({ ctx })).toMatchObject({ handedOff: 2, near: 2, missed: 2 });
    const lists = [
      { status: "handed_off" as const, clock: "missed" as const, order: "due" as const },
      { status: "handed_off" as const, clock: "near" as const, priority: "urgent" as const },
      { status: "closed" as const },
      { q: "Ayşe" },
    ];
    expect(await countLists({ ctx, input: { lists } })).toEqual([2, 1, 0, null]);
    const first = await listConversations({ ctx, input: { status: "handed_off", order: "due", limit: 1 } });
    expect(await list({ order: "due", cursor: first.nextCursor })).toEqual([calmId]);
  });
});

describe("figures", () => {
  test("tell what was met and missed by clock, and the rows behind come to the same", async () => {
    await setTargets({ usual: { first: 60, close: 120 } });
    const [soon, late] = [
      await makeConversation(shop, { status: "handed_off" }),
      await makeConversation(shop, { status: "handed_off" }),
    ];
    t.clock.set("2026-11-20T09:30:00Z");
    await answer(soon!);
    t.clock.set("2026-11-20T11:30:00Z");
    await answer(late!);
    const ctx = shop.member("support");
    await closeConversation({ ctx, input: { conversationId: late!.publicId } });
    await recomputeSpan({
      ctx,
      from: new Date("2026-11-20T09:00:00Z"),
      to: new Date("2026-11-20T12:00:00Z"),
    });
    const { clocks } = await getFigures({ ctx, input: { days: 7 } });
    expect(clocks).toEqual([
      { clock: "first", met: 1, missed: 1, metBefore: 0, missedBefore: 0 },
      { clock: "close", met: 0, missed: 1, metBefore: 0, missedBefore: 0 },
    ]);
    const behind = async (figure: "clockMet" | "clockMissed", key: string) =>
      (await listFigureRows({ ctx, input: { figure, key, days: 7 } })).items.map(
        ({ conversationId, amount }) => [conversationId, amount],
      );
    expect(await behind("clockMet", "first")).toEqual([[soon!.publicId, 1_800]]);
    expect(await behind("clockMissed", "first")).toEqual([[late!.publicId, 9_000]]);
    expect(await behind("clockMissed", "close")).toEqual([[late!.publicId, 9_000]]);
    await expect(behind("clockMet", "nothing")).rejects.toMatchObject({ code: "FIGURE_KEY_INVALID" });
  });

  test("tell of conversations that were brought in, too, by the targets of the day, and once", async () => {
    await setTargets({ usual: { first: 60, next: 120, close: 480 } });
    const { channelId } = await makeChannel(shop);
    const ctx = shop.as({ kind: "system", name: "test" });
    const run = { intent: null, scores: {}, band: null, reason: "x", sources: [], durationMs: 1 };
    const say = (by: "customer" | "agent" | "member", time: string, action?: "answer" | "handoff") => ({
      by,
      at: new Date(`2026-11-18T${time}:00Z`),
      text: "…",
      ...(action ? { run: { ...run, action } } : {}),
    });
    const customer = { telegramId: "700", displayName: "Ayşe", language: "tr" };
    // A Wednesday; the team is there from 06:00 to 15:00 UTC.
    const history = () => [
      {
        customer,
        status: "closed" as const,
        messages: [
          say("customer", "05:00"),
          say("customer", "05:30"),
          say("agent", "05:31", "handoff"),
          // An hour of the team's later.
          say("member", "07:00"),
          say("customer", "07:10"),
          say("agent", "07:10", "answer"),
          say("customer", "10:00"),
          say("member", "12:30"),
        ],
      },
    ];
    await importHistory({ ctx, channelId, history });
    const [talk] = await read((tx) => tx.select({ id: conversations.id }).from(conversations));
    expect(await resultsOf(talk!)).toEqual([]);
    const span = { from: new Date("2026-11-18T05:00:00Z"), to: new Date("2026-11-18T06:00:00Z") };
    expect(await importServiceResults({ ctx, span })).toEqual(new Date("2026-11-18T12:30:00.001Z"));
    const told = [
      { clock: "first", isMet: true, spentS: 3_600 },
      { clock: "next", isMet: true, spentS: 0 },
      { clock: "close", isMet: true, spentS: 23_400 },
      { clock: "next", isMet: false, spentS: 9_000 },
    ];
    expect(await resultsOf(talk!)).toEqual(told);
    expect(await importServiceResults({ ctx, span })).toBeNull();
    expect(await resultsOf(talk!)).toEqual(told);
    await expect(importServiceResults({ ctx: shop.member("owner"), span })).rejects.toBeInstanceOf(
      PermissionDenied,
    );
    const others = await makeWorkspace(t.runtime);
    expect(await importServiceResults({ ctx: others.as({ kind: "system", name: "test" }), span })).toBeNull();
  });

  test("the agent's own answer is a first response", async () => {
    await setTargets({ usual: { first: 60 } });
    const owner = shop.member("owner");
    await createFaq({
      ctx: owner,
      input: { question: "Kapıda ödeme var mı?", answer: "Evet, kapıda ödeyebilirsiniz.", language: "tr" },
    });
    const { channelId } = await makeChannel(shop);
    const customer = await makeTalk(t.runtime, shop, { channelId, language: "tr" });
    await customer.ask("Kapıda ödeme var mı?");
    const talk = await customer.conversation();
    expect(await resultsOf(talk)).toEqual([{ clock: "first", isMet: true, spentS: 0 }]);
    expect(await rowOf(talk)).toMatchObject({ answerDueAt: null, dueAt: null });
    // What it hands over the customer waits on for, from the same message on.
    await customer.ask("temsilciyle görüşmek istiyorum");
    await setTargets({ usual: { first: 60, next: 30 } });
    await recount();
    expect((await rowOf(talk)).answerDueAt?.toISOString()).toBe("2026-11-20T09:30:00.000Z");
  });
});

describe("setServiceLevels", () => {
  test("keeps what was set, audited; support may not; another workspace's bot is not found", async () => {
    const set = await setTargets({ byPriority: { high: { next: 30 } } });
    expect(set).toEqual({ isOn: true, targets: { usual, byPriority: { high: { next: 30 } }, byBot: [] } });
    expect(await getServiceLevels({ ctx: shop.member("analyst") })).toEqual(set);
    const audited = await read((tx) =>
      tx.execute<{ n: number }>("select count(*)::int as n from audit_log where action = 'serviceLevel.set'"),
    );
    expect(audited[0]?.n).toBe(1);
    await expect(
      setServiceLevels({
        ctx: shop.member("support"),
        input: { isOn: true, targets: { usual, byPriority: {}, byBot: [] } },
      }),
    ).rejects.toBeInstanceOf(PermissionDenied);
    const other = await makeWorkspace(t.runtime);
    const foreign = await makeConversation(other);
    await expect(
      setTargets({ byBot: [{ channelId: toPublicId("channel", foreign.channelId), targets: { first: 5 } }] }),
    ).rejects.toMatchObject({ code: "SERVICE_LEVEL_BOT_UNKNOWN" });
    expect(await getServiceLevels({ ctx: other.member("owner") })).toMatchObject({ isOn: false });
  });
});
