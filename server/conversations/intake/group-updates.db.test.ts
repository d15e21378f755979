import { asc, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import {
  conversations,
  groupEvents,
  groupMembers,
  groupMessages,
  groups,
  laterJobs,
  outbox,
} from "@/db/schema";
import { makeChannel } from "@/server/deliveries/testing";
import { acknowledgeGroup, getGroup, listGroups } from "@/server/groups";
import { type Ctx, inWorkspace, toPublicId } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { ingestUpdate } from "./ingest-update";

const state = useTestRuntime();
let botId = 7_000_000;
let ctx: Ctx;
let channelId: string;
let nextId = 1;

beforeEach(async () => {
  // One bot speaks for one workspace.
  botId += 1;
  const workspace = await makeWorkspace(state.runtime);
  ctx = workspace.member("owner");
  ({ channelId } = await makeChannel(workspace, { botId: String(botId) }));
});

const chat = { id: -500, type: "group", title: "Müşteriler" };
const superChat = { id: -1_000_500, type: "supergroup", title: "Müşteriler" };
const zeynep = { id: 11, is_bot: false, first_name: "Zeynep", last_name: "Arı" };
const can = { id: 12, is_bot: false, first_name: "Can" };
const self = {
  get id() {
    return botId;
  },
  is_bot: true,
  first_name: "Deneme",
};
let second = 1_795_000_000;

/** Takes one update in, as the platform tells it. */
async function take(content: Record<string, unknown>): Promise<string> {
  const update = { update_id: nextId++, ...content };
  return ingestUpdate({ workspaceId: ctx.workspace.id, channelId }, update, JSON.stringify(update));
}

const say = (place: typeof chat, content: Record<string, unknown>, name = "message") =>
  take({ [name]: { message_id: nextId, date: second++, chat: place, from: zeynep, ...content } });

const asAdmin = (...rights: string[]) => ({
  status: "administrator",
  user: self,
  ...Object.fromEntries(
    ["can_delete_messages", "can_restrict_members", "can_invite_users"].map((right) => [
      right,
      rights.includes(right),
    ]),
  ),
});
const asMember = { status: "member", user: self };
const become = (before: object, after: object, place: typeof chat = chat) =>
  take({
    my_chat_member: {
      chat: place,
      from: zeynep,
      date: second++,
      old_chat_member: before,
      new_chat_member: after,
    },
  });

const read = inWorkspace;
const groupRows = () => read(ctx, (tx) => tx.select().from(groups).orderBy(asc(groups.createdAt)));
const eventKinds = async () =>
  (
    await read(ctx, (tx) =>
      tx
        .select({ kind: groupEvents.kind })
        .from(groupEvents)
        .orderBy(asc(groupEvents.at), asc(groupEvents.id)),
    )
  ).map(({ kind }) => kind);

describe("the bot in a group", () => {
  test("added: the group is there, will be looked at, and the panel is told; nothing becomes a conversation", async () => {
    expect(await become({ status: "left", user: self }, asMember)).toBe("stored");
    expect(await listGroups({ ctx })).toMatchObject([
      { title: "Müşteriler", kind: "group", health: "not_admin", botStatus: "member", rights: [] },
    ]);
    expect(await eventKinds()).toEqual(["bot_added"]);
    await read(ctx, async (tx) => {
      expect(await tx.select({ kind: laterJobs.kind }).from(laterJobs)).toEqual([{ kind: "groups/check" }]);
      expect(await tx.select({ name: outbox.name }).from(outbox)).toEqual([{ name: "group/changed" }]);
      expect(await tx.$count(conversations)).toBe(0);
    });
  });

  test("rights given, taken and given back: what was lost is told until it is back", async () => {
    const both = asAdmin("can_delete_messages", "can_restrict_members");
    await become({ status: "left", user: self }, asMember);
    await become(asMember, both);
    expect(await listGroups({ ctx })).toMatchObject([
      { health: "healthy", rights: ["can_delete_messages", "can_restrict_members"] },
    ]);
    await become(both, asAdmin("can_delete_messages"));
    expect(await listGroups({ ctx })).toMatchObject([
      { health: "rights_lost", lostRights: ["can_restrict_members"], rights: ["can_delete_messages"] },
    ]);
    await become(asAdmin("can_delete_messages"), both);
    expect(await listGroups({ ctx })).toMatchObject([{ health: "healthy", lostRights: [] }]);
    expect(await eventKinds()).toEqual(["bot_added", "rights_gained", "rights_lost", "rights_gained"]);
  });

  test("a loss that is meant is put away by an owner, once", async () => {
    await become({ status: "left", user: self }, asAdmin("can_invite_users"));
    await become(asAdmin("can_invite_users"), asMember);
    const [group] = await listGroups({ ctx });
    expect(group).toMatchObject({ health: "rights_lost", lostRights: ["can_invite_users"] });
    expect(await acknowledgeGroup({ ctx, input: { groupId: group!.id } })).toMatchObject({
      health: "not_admin",
      lostRights: [],
      troubledAt: null,
    });
  });

  test("added and removed in one second ends as removed, whoever else is there", async () => {
    second -= 1;
    await become({ status: "left", user: self }, asMember);
    second -= 1;
    await become(asMember, { status: "kicked", user: self });
    expect(await listGroups({ ctx })).toMatchObject([{ health: "removed", botStatus: "kicked" }]);
    expect((await eventKinds()).sort()).toEqual(["bot_added", "bot_removed"]);
    await become({ status: "kicked", user: self }, asMember);
    expect(await listGroups({ ctx })).toMatchObject([{ health: "not_admin", troubledAt: null }]);
  });

  test("a new title and photo are events", async () => {
    await say(chat, { text: "merhaba" });
    await say({ ...chat, title: "Yeni ad 🎈" }, { new_chat_title: "Yeni ad 🎈" });
    await say({ ...chat, title: "Yeni ad 🎈" }, { new_chat_photo: [{ file_id: "x" }] });
    expect(await eventKinds()).toEqual(["renamed", "photo_changed"]);
    expect(await listGroups({ ctx })).toMatchObject([{ title: "Yeni ad 🎈" }]);
  });
});

describe("people of a group", () => {
  test("coming by a link, being promoted and going: one event each, told twice or not", async () => {
    const joined = (date: number) => ({
      chat_member: {
        chat,
        from: can,
        date,
        old_chat_member: { status: "left", user: can },
        new_chat_member: { status: "member", user: can },
        invite_link: { invite_link: "https://t.me/+x", name: "Kampanya" },
      },
    });
    const at = second++;
    await take(joined(at));
    await say(chat, { from: can, date: at, new_chat_members: [can, self] });
    await take({
      chat_member: {
        chat,
        from: zeynep,
        date: second++,
        old_chat_member: { status: "member", user: can },
        new_chat_member: { status: "administrator", user: can },
      },
    });
    await say(chat, { left_chat_member: can });
    expect(await eventKinds()).toEqual(["member_joined", "member_promoted", "member_left"]);
    const people = await read(ctx, (tx) => tx.select().from(groupMembers));
    expect(people).toMatchObject([
      { userId: "12", displayName: "Can", status: "left", inviteLink: "Kampanya", isBot: false },
    ]);
  });

  test("news that comes late changes nothing", async () => {
    const later = second + 100;
    const change = (date: number, status: string) => ({
      chat_member: {
        chat,
        from: can,
        date,
        old_chat_member: { status: "left", user: can },
        new_chat_member: { status, user: can },
      },
    });
    await take(change(later, "kicked"));
    await take(change(later - 50, "member"));
    const [person] = await read(ctx, (tx) => tx.select().from(groupMembers));
    expect(person).toMatchObject({ status: "kicked" });
  });
});

describe("what is said in a group", () => {
  test("is kept apart, with its sender and topic, and never answered", async () => {
    await say(chat, { text: "kargom nerede 🤔" });
    await say(chat, { text: "konu içinde", is_topic_message: true, message_thread_id: 77 });
    await say(
      { ...chat, id: -900, type: "channel", title: "Duyurular" },
      { text: "yeni ürün", from: undefined },
      "channel_post",
    );
    const said = await read(ctx, (tx) => tx.select().from(groupMessages).orderBy(asc(groupMessages.sentAt)));
    expect(
      said.map(({ text, senderName, threadId, userId }) => [text, senderName, threadId, userId]),
    ).toEqual([
      ["kargom nerede 🤔", "Zeynep Arı", null, "11"],
      ["konu içinde", "Zeynep Arı", "77", "11"],
      ["yeni ürün", "Duyurular", null, null],
    ]);
    expect(await read(ctx, (tx) => tx.$count(conversations))).toBe(0);
  });

  test("an edit changes it, also when it comes before its original", async () => {
    const message = { message_id: 9_001, date: second, text: "ilk" };
    await say(chat, { ...message, text: "düzeltilmiş", edit_date: second + 5 }, "edited_message");
    await say(chat, message);
    await say(chat, { ...message, text: "son", edit_date: second + 9 }, "edited_message");
    await say(chat, { ...message, text: "geç gelen", edit_date: second + 7 }, "edited_message");
    const said = await read(ctx, (tx) => tx.select().from(groupMessages));
    expect(said.map(({ text }) => text)).toEqual(["son"]);
  });

  test("a thousand messages of one group make one group and a thousand rows", async () => {
    await Promise.all(Array.from({ length: 1_000 }, (_, index) => say(chat, { text: `m${index}` })));
    expect(await groupRows()).toHaveLength(1);
    expect(await read(ctx, (tx) => tx.$count(groupMessages))).toBe(1_000);
  });
});

describe("a group that becomes a supergroup", () => {
  const toNew = () => say(chat, { migrate_to_chat_id: superChat.id });
  const fromOld = () => say(superChat, { migrate_from_chat_id: chat.id });

  test.each([
    ["told in the old chat first", [toNew, fromOld]],
    ["told in the new chat first", [fromOld, toNew]],
  ])("%s: one group, under its new id, with all that was said", async (_label, steps) => {
    await become({ status: "left", user: self }, asAdmin("can_delete_messages"));
    await say(chat, { text: "önce" });
    for (const step of steps) await step();
    await say(superChat, { text: "sonra" });
    const rows = await groupRows();
    expect(rows).toMatchObject([
      { chatId: "-1000500", formerChatId: "-500", kind: "supergroup", rights: ["can_delete_messages"] },
    ]);
    const detail = await getGroup({ ctx, input: { groupId: toPublicId("group", rows[0]!.id) } });
    expect(detail.messages.map(({ text }) => text)).toEqual(["sonra", "önce"]);
    expect((await eventKinds()).filter((kind) => kind === "migrated")).toHaveLength(1);
  });

  test("heard of as two before the news, they are made one", async () => {
    await become({ status: "left", user: self }, asMember);
    await say(chat, { text: "önce" });
    await become({ status: "left", user: self }, asAdmin("can_invite_users"), superChat);
    await say(superChat, { text: "sonra" });
    expect(await groupRows()).toHaveLength(2);
    await toNew();
    await fromOld();
    expect(await groupRows()).toMatchObject([
      { chatId: "-1000500", kind: "supergroup", botStatus: "administrator", rights: ["can_invite_users"] },
    ]);
    expect(await read(ctx, (tx) => tx.$count(groupMessages))).toBe(2);
    // The bot leaves the old chat with it; that is no loss.
    await become(asMember, { status: "left", user: self });
    expect(await groupRows()).toMatchObject([{ botStatus: "administrator" }]);
  });
});

describe("odd shapes", () => {
  test.each([
    ["no chat type", { my_chat_member: { chat: { id: -1 }, new_chat_member: asMember } }],
    ["no id", { message: { chat: { type: "group", title: "x" }, text: "y" } }],
    ["an unknown status", { my_chat_member: { chat, date: 1, new_chat_member: { status: "ghost" } } }],
    [
      "a title of another type",
      { message: { message_id: 5, date: 1, chat: { ...chat, title: 7 }, text: "y" } },
    ],
    [
      "text that no database holds",
      { message: { message_id: 6, date: 1, chat: { ...chat, title: "a\u0000b" }, text: "\ud800" } },
    ],
  ])("%s is stored and breaks nothing", async (_label, content) => {
    expect(["stored", "ignored", "rejected"]).toContain(await take(content));
    await expect(listGroups({ ctx })).resolves.toBeDefined();
  });

  test("a foreign workspace sees none of it", async () => {
    await say(chat, { text: "gizli" });
    const other = (await makeWorkspace(state.runtime)).member("owner");
    expect(await listGroups({ ctx: other })).toEqual([]);
    const [mine] = await groupRows();
    expect(await read(other, (tx) => tx.select().from(groups).where(eq(groups.id, mine!.id)))).toEqual([]);
  });
});
