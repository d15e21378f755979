import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import {
  conversations,
  customers,
  deliveries,
  laterJobs,
  messages,
  notifications,
  ratings,
} from "@/db/schema";
import type { Json } from "@/lib/json-fields";
import { closeConversation, reopenConversation } from "@/server/conversations";
import { makeConversation, type TestConversation } from "@/server/conversations/testing";
import { getFigures, insightLaterHandlers, listFigureRows } from "@/server/insight";
import { inWorkspace, PermissionDenied, toPublicId } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { divertRating, getSatisfaction, importRatings, satisfactionLaterHandlers, setSatisfaction } from ".";
import { listRatings } from "./list-ratings";
import { pressData } from "./rules";

const t = useTestRuntime();
let shop: Awaited<ReturnType<typeof makeWorkspace>>;
let updateId = 1_000;

const read = <T>(work: Parameters<typeof inWorkspace<T>>[1]) => inWorkspace(shop.member("owner"), work);
const settings = { isOn: true, pauseDays: 30, silentBots: [] as string[] };
const at = (time: string) => t.clock.set(time);

/** A conversation that a member has answered and closed, and whose customer was asked. */
async function makeAsked(options: Parameters<typeof makeConversation>[1] = {}) {
  const talk = await makeConversation(shop, {
    status: "handed_off",
    ...options,
    changes: {
      firstResponseAt: t.clock.now(),
      memberMessageCount: 1,
      assignedMemberId: shop.team.find(({ role }) => role === "support")!.memberId,
      language: "en",
      ...options.changes,
    },
  });
  await closeConversation({ ctx: shop.member("support"), input: { conversationId: talk.publicId } });
  await ask(talk);
  return talk;
}

const ask = ({ id }: { id: string }) =>
  satisfactionLaterHandlers["satisfaction/ask"]!({
    workspaceId: shop.workspace.id,
    kind: "satisfaction/ask",
    subject: id,
    attempts: 1,
  });

const ratingOf = async ({ id }: { id: string }) => {
  const [row] = await read((tx) => tx.select().from(ratings).where(eq(ratings.conversationId, id)));
  return row;
};

const chatOf = async (talk: TestConversation) => {
  const [row] = await read((tx) =>
    tx.execute<{ chat_id: string }>(sql`select chat_id from addresses where id = ${talk.addressId}::uuid`),
  );
  return row!.chat_id;
};

/** Chats of Telegram are numbers; those of the factories are not. */
async function giveChat(talk: TestConversation): Promise<number> {
  const chat = 7_000_000_000 + Math.floor(Math.random() * 1e9);
  await read((tx) =>
    tx.execute(sql`update addresses set chat_id = ${String(chat)} where id = ${talk.addressId}::uuid`),
  );
  return chat;
}

const place = (talk: TestConversation) => ({ workspaceId: shop.workspace.id, channelId: talk.channelId });

async function press(
  talk: TestConversation,
  what: number | "c",
  more: { chat?: number; ratingId?: string } = {},
) {
  const ratingId = more.ratingId ?? (await ratingOf(talk))!.id;
  updateId += 1;
  const update: Json = {
    update_id: updateId,
    callback_query: {
      id: String(updateId),
      from: { id: 1, first_name: "Ayşe" },
      data: pressData(what, ratingId),
      message: { message_id: 1, chat: { id: more.chat ?? Number(await chatOf(talk)), type: "private" } },
    },
  };
  return divertRating(place(talk), update);
}

async function write(talk: TestConversation, text: string, id = ++updateId) {
  const chat = { id: Number(await chatOf(talk)), type: "private" };
  return divertRating(place(talk), {
    update_id: id,
    message: { message_id: id, chat, text, from: { id: 1 } },
  });
}

const saidTo = ({ id }: { id: string }) =>
  read((tx) =>
    tx
      .select({ text: messages.text, payload: messages.payload, author: messages.author })
      .from(messages)
      .where(eq(messages.conversationId, id))
      .orderBy(messages.seq),
  );

beforeEach(async () => {
  at("2026-11-20T09:00:00Z");
  shop = await makeWorkspace(t.runtime);
  await setSatisfaction({ ctx: shop.member("supervisor"), input: settings });
});

describe("the question", () => {
  test("goes to the customer in their language with five buttons, and leaves the conversation where it was", async () => {
    const talk = await makeAsked();
    const [row] = await read((tx) => tx.select().from(conversations).where(eq(conversations.id, talk.id)));
    const question = (await saidTo(talk)).at(-1)!;
    expect(question).toMatchObject({ author: "system", text: expect.stringContaining("One tap on a face") });
    expect(question.payload?.buttons?.[0]?.map(({ label }) => label)).toEqual(["😡", "🙁", "😐", "🙂", "😍"]);
    expect(row).toMatchObject({ status: "closed", waitingSince: null, lastMessageAt: row!.createdAt });
    expect(await read((tx) => tx.$count(deliveries))).toBe(1);
    await ask(talk);
    expect(await saidTo(talk)).toHaveLength(2);
  });

  test("comes after whoever closed it, the agent that took it for resolved, too", async () => {
    const talk = await makeAsked({
      status: "open",
      changes: { answerCount: 1, memberMessageCount: 0, assignedMemberId: null },
    });
    expect(await ratingOf(talk)).toMatchObject({ memberId: null, score: null });
  });

  test("is not asked where it is off, of spam, or where nobody has answered", async () => {
    const spam = await makeAsked({ changes: { spamAt: new Date("2026-11-20T09:00:00Z") } });
    const unanswered = await makeAsked({ changes: { firstResponseAt: null } });
    await setSatisfaction({ ctx: shop.member("owner"), input: { ...settings, isOn: false } });
    const off = await makeAsked();
    for (const talk of [spam, unanswered, off]) expect(await ratingOf(talk)).toBeUndefined();
  });

  test.each([
    ["blocked", { blockedAt: new Date() }],
    ["opted out", { optedOutAt: new Date() }],
  ])("is not asked of a customer who is %s", async (_why, change) => {
    await setSatisfaction({ ctx: shop.member("owner"), input: { ...settings, isOn: false } });
    const talk = await makeAsked();
    await setSatisfaction({ ctx: shop.member("owner"), input: settings });
    await read((tx) => tx.update(customers).set(change).where(eq(customers.id, talk.customerId)));
    await ask(talk);
    expect(await ratingOf(talk)).toBeUndefined();
  });

  test("is not asked by a bot that is not to, nor when it was opened again in the breath before", async () => {
    await setSatisfaction({ ctx: shop.member("owner"), input: { ...settings, isOn: false } });
    const talk = await makeAsked();
    const silentBots = [toPublicId("channel", talk.channelId)];
    await setSatisfaction({ ctx: shop.member("owner"), input: { ...settings, silentBots } });
    await ask(talk);
    expect(await ratingOf(talk)).toBeUndefined();
    await setSatisfaction({ ctx: shop.member("owner"), input: settings });
    await reopenConversation({ ctx: shop.member("support"), input: { conversationId: talk.publicId } });
    await ask(talk);
    expect(await ratingOf(talk)).toBeUndefined();
  });

  test("a customer is asked once in the pause, on whichever bot", async () => {
    const first = await makeAsked();
    const again = await makeAsked({ after: first });
    expect(await ratingOf(again)).toBeUndefined();
    at("2026-12-20T09:00:01Z");
    await ask(again);
    expect(await ratingOf(again)).toBeDefined();
  });
});

describe("the answer", () => {
  test("is stored once however often it is told, changed once within a day, and becomes a thank-you", async () => {
    const talk = await makeAsked();
    await giveChat(talk);
    expect(await press(talk, 4)).toBe(true);
    await press(talk, 4);
    expect(await ratingOf(talk)).toMatchObject({ score: 4, changedAt: null });
    const edits = await read((tx) => tx.select().from(deliveries).where(eq(deliveries.action, "edit")));
    expect(edits).toHaveLength(1);
    expect(edits[0]!.text).toContain("🙂");
    const labels = (await saidTo(talk)).at(-1)!.payload!.buttons!.map((row) => row.length);
    expect(labels).toEqual([5, 1]);
    at("2026-11-21T08:59:00Z");
    await press(talk, 2);
    expect(await ratingOf(talk)).toMatchObject({ score: 2, changedAt: new Date("2026-11-21T08:59:00Z") });
    await press(talk, 5);
    expect(await ratingOf(talk)).toMatchObject({ score: 2 });
  });

  test("two taps at the same moment: one is the answer, the other the change, and nothing is lost", async () => {
    const talk = await makeAsked();
    await giveChat(talk);
    await Promise.all([press(talk, 1), press(talk, 5), press(talk, 1), press(talk, 5)]);
    const rating = (await ratingOf(talk))!;
    expect(rating.changedAt).not.toBeNull();
    expect([1, 5]).toContain(rating.score);
  });

  test("comes too late to be changed after a day, and to be given after a month", async () => {
    const [one, other] = [await makeAsked(), await makeAsked()];
    await giveChat(one);
    await giveChat(other);
    await press(one, 5);
    at("2026-11-21T09:00:01Z");
    await press(one, 1);
    expect(await ratingOf(one)).toMatchObject({ score: 5, changedAt: null });
    at("2026-12-20T09:00:01Z");
    await press(other, 1);
    expect(await ratingOf(other)).toMatchObject({ score: null });
  });

  test("counts when the conversation was opened again, and opens none by itself", async () => {
    const talk = await makeAsked();
    await giveChat(talk);
    await press(talk, 3);
    expect((await read((tx) => tx.select().from(conversations)))[0]).toMatchObject({ status: "closed" });
    await reopenConversation({ ctx: shop.member("support"), input: { conversationId: talk.publicId } });
    await press(talk, 5);
    expect(await ratingOf(talk)).toMatchObject({ score: 5 });
  });

  test("of another chat, another workspace or a made-up question does nothing, and is no message", async () => {
    const [mine, theirs] = [await makeAsked(), await makeAsked()];
    const chat = await giveChat(theirs);
    await giveChat(mine);
    expect(await press(mine, 1, { chat })).toBe(true);
    expect(await press(mine, 1, { ratingId: "01a1ff4f-cf6c-77a8-a7d1-471a094a4f68" })).toBe(true);
    const other = await makeWorkspace(t.runtime);
    const foreign = await makeConversation(other);
    const update = {
      update_id: 1,
      callback_query: {
        id: "1",
        from: { id: 1 },
        data: pressData(1, (await ratingOf(mine))!.id),
        message: { message_id: 1, chat: { id: Number(await chatOf(mine)), type: "private" } },
      },
    };
    expect(
      await divertRating({ workspaceId: other.workspace.id, channelId: foreign.channelId }, update),
    ).toBe(true);
    expect(await ratingOf(mine)).toMatchObject({ score: null });
    expect(
      await divertRating(place(mine), {
        ...update,
        callback_query: { ...update.callback_query, data: "helped:yes" },
      }),
    ).toBe(false);
  });

  test("a low one is told to those who lead and to whoever had it, once", async () => {
    const talk = await makeAsked();
    await giveChat(talk);
    await press(talk, 1);
    await press(talk, 1);
    const told = await read((tx) =>
      tx.select().from(notifications).where(eq(notifications.kind, "rating-low")),
    );
    expect(told).toHaveLength(4);
    expect(told[0]!.params).toEqual({ customer: "Ayşe Yılmaz", rating: 1 });
  });
});

describe("the comment", () => {
  test("is the next text within an hour of the invitation, and no message; told again it is the same", async () => {
    const talk = await makeAsked();
    await giveChat(talk);
    expect(await write(talk, "Merhaba")).toBe(false);
    await press(talk, 2);
    await press(talk, "c");
    const before = await saidTo(talk);
    expect(await write(talk, "Kargo çok geç geldi.", 5_001)).toBe(true);
    expect(await write(talk, "Kargo çok geç geldi.", 5_001)).toBe(true);
    expect(await ratingOf(talk)).toMatchObject({ comment: "Kargo çok geç geldi." });
    expect((await saidTo(talk)).slice(before.length).map(({ author }) => author)).toEqual(["system"]);
    expect(await write(talk, "Bir sorum daha var")).toBe(false);
    expect((await read((tx) => tx.select().from(conversations)))[0]).toMatchObject({ status: "closed" });
  });

  test("is invited no more once it is there, also where the rating is changed after it", async () => {
    const talk = await makeAsked();
    await giveChat(talk);
    await press(talk, 2);
    const buttonsOf = async () =>
      (await saidTo(talk))
        .find(({ payload }) => payload?.buttons)!
        .payload!.buttons!.map((row) => row.length);
    expect(await buttonsOf()).toEqual([5, 1]);
    await press(talk, "c");
    await write(talk, "Kargo çok geç geldi.");
    await press(talk, 4);
    expect(await buttonsOf()).toEqual([]);
    const said = await saidTo(talk);
    await press(talk, "c");
    expect(await saidTo(talk)).toEqual(said);
    expect(await write(talk, "Bir sorum daha var")).toBe(false);
  });

  test("an hour later, or as a command, it is a message like any other", async () => {
    const talk = await makeAsked();
    await giveChat(talk);
    await press(talk, 4);
    await press(talk, "c");
    expect(await write(talk, "/start")).toBe(false);
    at("2026-11-20T10:00:01Z");
    expect(await write(talk, "Kargom nerede?")).toBe(false);
    expect(await ratingOf(talk)).toMatchObject({ comment: null });
  });
});

describe("what is told of them", () => {
  test("the customer's card lists them, another workspace's customer has none", async () => {
    const talk = await makeAsked();
    await giveChat(talk);
    await press(talk, 5);
    const input = { customerId: toPublicId("customer", talk.customerId) };
    expect(await listRatings({ ctx: shop.member("analyst"), input })).toMatchObject([
      { conversationId: talk.publicId, score: 5, memberName: "Deniz support", comment: null },
    ]);
    const other = await makeWorkspace(t.runtime);
    expect(await listRatings({ ctx: other.member("owner"), input })).toEqual([]);
  });

  test("figures tell average, share, comments, by member and by bot, and the rows behind come to the same", async () => {
    for (const score of [5, 4, 1]) {
      const talk = await makeAsked();
      await giveChat(talk);
      await press(talk, score);
      const rating = (await ratingOf(talk))!;
      await insightLaterHandlers["insight/rating"]!({
        ...{ workspaceId: shop.workspace.id, kind: "insight/rating", subject: rating.id, attempts: 1 },
      });
    }
    await makeAsked();
    await insightLaterHandlers["insight/hour"]!({
      ...{ workspaceId: shop.workspace.id, kind: "insight/hour", subject: "2026-11-20T09", attempts: 1 },
    });
    const ctx = shop.member("owner");
    const { satisfaction } = await getFigures({ ctx, input: { days: 7 } });
    expect(satisfaction.total).toMatchObject({ count: 3, share: 2 / 3, comments: 0 });
    expect(satisfaction.total.average).toBeCloseTo(10 / 3);
    expect(satisfaction.scores.map(({ count }) => count)).toEqual([1, 0, 0, 1, 1]);
    expect(satisfaction.byMember).toMatchObject([{ name: "Deniz support", count: 3 }]);
    expect(satisfaction.byBot.reduce((sum, { count }) => sum + count, 0)).toBe(3);
    const behind = async (key: string) =>
      (await listFigureRows({ ctx, input: { figure: "rating", key, days: 7 } })).items.map(
        ({ amount }) => amount,
      );
    expect((await behind("all")).toSorted()).toEqual([1, 4, 5]);
    expect(await behind("4")).toEqual([4]);
    expect(await behind("comments")).toEqual([]);
    expect(await behind(satisfaction.byMember[0]!.id)).toHaveLength(3);
    expect(await behind(satisfaction.byBot[0]!.id)).toHaveLength(1);
    expect(await behind("agent")).toEqual([]);
    await expect(behind("9")).rejects.toMatchObject({ code: "FIGURE_KEY_INVALID" });
  });

  test("earlier ones are brought in once", async () => {
    await setSatisfaction({ ctx: shop.member("owner"), input: { ...settings, isOn: false } });
    const talk = await makeAsked();
    const past = [{ conversationId: talk.id, score: 4, comment: "İyi", askedAt: t.clock.now() }];
    const ctx = shop.as({ kind: "system", name: "test" });
    expect(await importRatings({ ctx, ratings: past })).toBe(1);
    expect(await importRatings({ ctx, ratings: past })).toBe(0);
    expect(await ratingOf(talk)).toMatchObject({ score: 4, comment: "İyi" });
    await expect(importRatings({ ctx: shop.member("owner"), ratings: past })).rejects.toBeInstanceOf(
      PermissionDenied,
    );
  });
});

describe("setSatisfaction", () => {
  test("keeps what was set, audited; support may not; another workspace's bot is not found", async () => {
    const talk = await makeConversation(shop);
    const silentBots = [toPublicId("channel", talk.channelId)];
    const set = { isOn: true, pauseDays: 7, silentBots };
    expect(await setSatisfaction({ ctx: shop.member("admin"), input: set })).toEqual(set);
    expect(await getSatisfaction({ ctx: shop.member("analyst") })).toEqual(set);
    const audited = await read((tx) =>
      tx.execute<{ n: number }>("select count(*)::int as n from audit_log where action = 'satisfaction.set'"),
    );
    expect(audited[0]?.n).toBe(2);
    await expect(setSatisfaction({ ctx: shop.member("support"), input: set })).rejects.toBeInstanceOf(
      PermissionDenied,
    );
    const other = await makeWorkspace(t.runtime);
    await expect(setSatisfaction({ ctx: other.member("owner"), input: set })).rejects.toMatchObject({
      code: "SATISFACTION_BOT_UNKNOWN",
    });
    expect(await getSatisfaction({ ctx: other.member("owner") })).toMatchObject({ isOn: false });
    expect(await read((tx) => tx.$count(laterJobs, eq(laterJobs.kind, "satisfaction/ask")))).toBe(0);
  });
});
