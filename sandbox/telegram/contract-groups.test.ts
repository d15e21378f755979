import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Update } from "@grammyjs/types";
import { Bot, GrammyError, InlineKeyboard, InputFile } from "grammy";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startTestSandbox, type TestSandbox } from "../testing/start";
import { grey } from "./media/png";

let local: TestSandbox;
let bot: Bot;
let username: string;
let owner: number;
let ayse: number;

beforeEach(async () => {
  local = await startTestSandbox();
  owner = local.sandbox.createUser({ first_name: "Kurucu" }).id;
  ayse = local.sandbox.createUser({ first_name: "Ayşe", language_code: "tr" }).id;
  ({ bot, username } = await newBot("Grup"));
});
afterEach(() => local.close());

/** A bot that asks for everything a group can tell it. */
async function newBot(name: string) {
  const made = local.sandbox.createBot({ name });
  const client = { apiRoot: local.sandbox.apiRoot, canUseWebhookReply: () => false };
  const allowed = [
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "callback_query",
  ] as const;
  const rights = ["my_chat_member", "chat_member", "chat_join_request", "message_reaction"] as const;
  const one = new Bot(made.token, { client });
  await one.api.getUpdates({ allowed_updates: [...allowed, ...rights] });
  return { bot: one, username: made.username };
}

async function control(path: string, body?: unknown): Promise<Record<string, unknown>> {
  const answer = await local.control(path, body);
  expect(answer.body).not.toHaveProperty("error");
  return answer.body;
}

async function newGroup(input: Record<string, unknown> = {}): Promise<number> {
  return (await control("groups", { title: "Dükkân dostları", owner, ...input })).id as number;
}

/** What the bot hears from now on. */
async function hear(listener = bot): Promise<Update[]> {
  const updates = await listener.api.getUpdates();
  const last = updates.at(-1)?.update_id;
  if (last !== undefined) await listener.api.getUpdates({ offset: last + 1 });
  return updates;
}

const kindsOf = (updates: Update[]) => updates.map((update) => Object.keys(update)[1]);

async function refusal(promise: Promise<unknown>): Promise<unknown> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(GrammyError);
  const { error_code, description, parameters } = error as GrammyError;
  return { error_code, description, ...(Object.keys(parameters).length > 0 && { parameters }) };
}

describe("a bot's place in a group", () => {
  test("is added, promoted, restricted and removed; each is told with what was and what is", async () => {
    const group = await newGroup();
    expect(await refusal(bot.api.sendMessage(group, "x"))).toMatchObject({
      description: "Bad Request: chat not found",
    });
    for (const status of ["member", "administrator", "restricted", "kicked"])
      await control(`groups/${group}/members`, { bot: username, status });
    const updates = await hear();
    const changes = updates.flatMap(({ my_chat_member: change }) =>
      change ? [[change.old_chat_member.status, change.new_chat_member.status, change.from.id]] : [],
    );
    expect(changes).toEqual([
      ["left", "member", owner],
      ["member", "administrator", owner],
      ["administrator", "restricted", owner],
      ["restricted", "kicked", owner],
    ]);
    expect(updates.find(({ message }) => message)?.message).toMatchObject({
      new_chat_members: [{ username }],
      chat: { id: group, type: "supergroup", title: "Dükkân dostları" },
    });
    expect(await refusal(bot.api.sendMessage(group, "x"))).toEqual({
      error_code: 403,
      description: "Forbidden: bot was kicked from the supergroup chat",
    });
    await control(`groups/${group}/members`, { bot: username, status: "left" });
    expect(await refusal(bot.api.sendMessage(group, "x"))).toMatchObject({
      description: "Forbidden: bot is not a member of the supergroup chat",
    });
  });

  test("leaves by itself; a deleted group is gone", async () => {
    const group = await newGroup({ type: "group" });
    await control(`groups/${group}/members`, { bot: username });
    expect(await bot.api.leaveChat(group)).toBe(true);
    expect((await hear()).at(-1)?.my_chat_member?.new_chat_member.status).toBe("left");
    await control(`groups/${group}/members`, { bot: username });
    await control(`groups/${group}/end`, {});
    expect(await refusal(bot.api.sendMessage(group, "x"))).toMatchObject({
      description: "Forbidden: the group chat was deleted",
    });
  });

  test("added and removed within a second, both are told in order", async () => {
    const group = await newGroup();
    await control(`groups/${group}/members`, { bot: username });
    await control(`groups/${group}/members`, { bot: username, status: "kicked" });
    expect(
      (await hear()).flatMap(({ my_chat_member }) => my_chat_member?.new_chat_member.status ?? []),
    ).toEqual(["member", "kicked"]);
  });
});

describe("what a bot hears in a group", () => {
  test("privacy mode: commands for it, its name and answers to it; everything as administrator or without privacy", async () => {
    const group = await newGroup();
    const other = await newBot("Öteki");
    for (const name of [username, other.username]) await control(`groups/${group}/members`, { bot: name });
    await control(`groups/${group}/members`, { user: ayse });
    await hear();
    await hear(other.bot);
    const say = (text: string, more = {}) =>
      control(`groups/${group}/messages`, { from: ayse, text, ...more });
    const heard = async (listener = bot) =>
      (await hear(listener)).flatMap(({ message }) => message?.text ?? []);
    await say("selam millet");
    await say(`/fiyat@${username}`);
    await say(`@${username} bakar mısın`);
    expect(await heard()).toEqual([`/fiyat@${username}`, `@${username} bakar mısın`]);
    expect(await heard(other.bot)).toEqual([]);
    const sent = await bot.api.sendMessage(group, "Buyurun");
    await say("teşekkürler", { replyTo: sent.message_id });
    await say("/stok");
    expect(await heard()).toEqual(["teşekkürler", "/stok"]);
    expect(await heard(other.bot)).toEqual([]);
    await control("privacy", { bot: username, isOn: false });
    expect((await bot.api.getMe()).can_read_all_group_messages).toBe(true);
    await control(`groups/${group}/members`, { bot: other.username, status: "administrator" });
    await say("herkese merhaba");
    expect(await heard()).toEqual(["herkese merhaba"]);
    expect(await heard(other.bot)).toEqual(["herkese merhaba"]);
  });

  test("a photo in a group: each bot has a file_id of its own for the same file", async () => {
    const group = await newGroup();
    const other = await newBot("Öteki");
    for (const name of [username, other.username])
      await control(`groups/${group}/members`, { bot: name, status: "administrator" });
    await hear();
    await hear(other.bot);
    await control(`groups/${group}/messages`, { from: owner, photo: grey(300, 200).toString("base64") });
    const [mine, theirs] = [
      (await hear())[0]?.message?.photo?.at(-1),
      (await hear(other.bot))[0]?.message?.photo?.at(-1),
    ];
    expect(mine?.file_unique_id).toBe(theirs?.file_unique_id);
    expect(mine?.file_id).not.toBe(theirs?.file_id);
    await expect(other.bot.api.getFile(mine?.file_id ?? "")).rejects.toThrow(/wrong file_id/);
    const file = await other.bot.api.getFile(theirs?.file_id ?? "");
    const response = await fetch(`${local.sandbox.apiRoot}/file/bot${other.bot.token}/${file.file_path}`);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array(grey(300, 200)));
  });

  test("chat_member and reactions reach administrators that ask", async () => {
    const group = await newGroup();
    await control(`groups/${group}/members`, { bot: username });
    await control(`groups/${group}/members`, { user: ayse });
    expect(kindsOf(await hear())).not.toContain("chat_member");
    await control(`groups/${group}/members`, { bot: username, status: "administrator" });
    await control(`groups/${group}/members`, { user: ayse, status: "left" });
    const sent = await bot.api.sendMessage(group, "Duyuru");
    await control(`groups/${group}/reactions`, { from: owner, messageId: sent.message_id, reaction: ["🔥"] });
    const updates = await hear();
    expect(updates.find(({ chat_member }) => chat_member)?.chat_member).toMatchObject({
      old_chat_member: { status: "member", user: { id: ayse } },
      new_chat_member: { status: "left" },
    });
    expect(updates.find(({ message_reaction }) => message_reaction)?.message_reaction).toMatchObject({
      new_reaction: [{ emoji: "🔥" }],
      chat: { id: group },
    });
    await bot.api.getUpdates({ allowed_updates: ["message"] });
    await control(`groups/${group}/members`, { user: ayse });
    expect(kindsOf(await hear())).toEqual(["message"]);
  });

  test("buttons, edits and albums work in groups as they do in private", async () => {
    const group = await newGroup();
    await control(`groups/${group}/members`, { bot: username, status: "administrator" });
    const sent = await bot.api.sendMessage(group, "Onay?", {
      reply_markup: new InlineKeyboard().text("Evet", "yes"),
    });
    await hear();
    await control(`groups/${group}/messages`, {
      from: owner,
      callback: { messageId: sent.message_id, data: "yes" },
    });
    expect((await hear())[0]?.callback_query).toMatchObject({
      data: "yes",
      message: { chat: { id: group } },
    });
    const { messageId } = await control(`groups/${group}/messages`, { from: owner, text: "bir" });
    await control(`groups/${group}/edits`, { from: owner, messageId, text: "iki" });
    expect((await hear()).at(-1)?.edited_message).toMatchObject({ text: "iki", message_id: messageId });
    await bot.api.sendMediaGroup(group, [
      { type: "photo", media: new InputFile(grey(50, 50)) },
      { type: "photo", media: new InputFile(grey(60, 60)) },
    ]);
    await bot.api.deleteMessage(group, messageId as number);
    const { messages } = (await control(`groups/${group}/messages?user=${owner}`)) as {
      messages: { text: string }[];
    };
    expect(messages.map(({ text }) => text)).not.toContain("iki");
  });
});

describe("rights", () => {
  test("what is done without the right is refused in the real server's words", async () => {
    const group = await newGroup();
    await control(`groups/${group}/members`, { bot: username });
    await control(`groups/${group}/members`, { user: ayse });
    const { api } = bot;
    const said = async (promise: Promise<unknown>) =>
      ((await refusal(promise)) as { description: string }).description;
    expect(await said(api.banChatMember(group, ayse))).toBe(
      "Bad Request: not enough rights to restrict/unrestrict chat member",
    );
    expect(await said(api.setChatTitle(group, "Yeni"))).toBe(
      "Bad Request: not enough rights to change chat title",
    );
    expect(await said(api.pinChatMessage(group, 1))).toBe(
      "Bad Request: not enough rights to manage pinned messages in the chat",
    );
    await control(`groups/${group}`, { permissions: { can_send_photos: true } });
    expect(await said(api.sendMessage(group, "x"))).toBe(
      "Bad Request: not enough rights to send text messages to the chat",
    );
    expect((await api.sendPhoto(group, new InputFile(grey(9, 9)))).photo).toHaveLength(2);
    await control(`groups/${group}/members`, { bot: username, status: "administrator" });
    expect(await said(api.banChatMember(group, owner))).toBe("Bad Request: can't remove chat owner");
    expect(await said(api.banChatMember(group, 999_999))).toBe("Bad Request: PARTICIPANT_ID_INVALID");
  });

  test("ban, unban, restrict and promote change what getChatMember tells", async () => {
    const group = await newGroup({ otherMembers: 200_000 });
    await control(`groups/${group}/members`, { bot: username, status: "administrator" });
    await control(`groups/${group}/members`, { user: ayse });
    const { api } = bot;
    const status = async () => (await api.getChatMember(group, ayse)).status;
    expect(await api.getChatMemberCount(group)).toBe(200_003);
    await api.restrictChatMember(group, ayse, { can_send_messages: false });
    expect(await api.getChatMember(group, ayse)).toMatchObject({
      status: "restricted",
      can_send_messages: false,
    });
    expect(
      (await local.control(`groups/${group}/messages`, { from: ayse, text: "duyan var mı" })).status,
    ).toBe(409);
    await api.promoteChatMember(group, ayse, { can_delete_messages: true });
    expect(await api.getChatMember(group, ayse)).toMatchObject({
      ...{ status: "administrator", can_delete_messages: true, can_pin_messages: false },
    });
    expect((await api.getChatAdministrators(group)).map(({ user }) => user.id)).toContain(ayse);
    await api.promoteChatMember(group, ayse, {});
    await api.banChatMember(group, ayse);
    expect(await status()).toBe("kicked");
    expect((await local.control(`groups/${group}/members`, { user: ayse, inviteLink: "x" })).status).toBe(
      404,
    );
    await api.unbanChatMember(group, ayse, { only_if_banned: true });
    expect(await status()).toBe("left");
  });

  test("title, description, permissions and pins are seen by all", async () => {
    const group = await newGroup();
    await control(`groups/${group}/members`, { bot: username, status: "administrator" });
    await hear();
    const { api } = bot;
    await api.setChatTitle(group, "Yeni ad");
    await api.setChatDescription(group, "Açıklama");
    await api.setChatPhoto(group, new InputFile(grey(100, 100)));
    const sent = await api.sendMessage(group, "Kurallar");
    await api.pinChatMessage(group, sent.message_id);
    expect(await api.getChat(group)).toMatchObject({
      ...{ title: "Yeni ad", description: "Açıklama", type: "supergroup" },
      pinned_message: { text: "Kurallar" },
      photo: { big_file_id: expect.any(String) },
      invite_link: expect.stringMatching(/^https:\/\/t\.me\/\+/),
    });
    const updates = await hear();
    expect(updates.flatMap(({ message }) => message?.new_chat_title ?? [])).toEqual(["Yeni ad"]);
    expect(updates.at(-1)?.message?.pinned_message).toMatchObject({ message_id: sent.message_id });
    await api.unpinAllChatMessages(group);
    expect(await api.getChat(group)).not.toHaveProperty("pinned_message");
  });
});

describe("ways in", () => {
  test("a link brings its name along; a revoked or used-up one lets nobody in", async () => {
    const group = await newGroup();
    await control(`groups/${group}/members`, { bot: username, status: "administrator" });
    const link = await bot.api.createChatInviteLink(group, { name: "sipariş 7", member_limit: 1 });
    await hear();
    await control(`groups/${group}/members`, { user: ayse, inviteLink: link.invite_link });
    expect((await hear()).find(({ chat_member }) => chat_member)?.chat_member).toMatchObject({
      ...{ new_chat_member: { status: "member", user: { id: ayse } } },
      invite_link: { invite_link: link.invite_link, name: "sipariş 7" },
    });
    const can = local.sandbox.createUser({ first_name: "Can" }).id;
    const late = await local.control(`groups/${group}/members`, { user: can, inviteLink: link.invite_link });
    expect([late.status, late.body.error]).toEqual([409, expect.stringContaining("as many")]);
    const renamed = await bot.api.editChatInviteLink(group, link.invite_link, {
      name: "yeni",
      member_limit: 5,
    });
    expect(renamed).toMatchObject({ name: "yeni", member_limit: 5 });
    expect(await bot.api.revokeChatInviteLink(group, link.invite_link)).toMatchObject({ is_revoked: true });
    const revoked = await local.control(`groups/${group}/members`, {
      user: can,
      inviteLink: link.invite_link,
    });
    expect(revoked.body.error).toContain("revoked");
  });

  test("a request to come in is told with the link, answered once, and may be written to", async () => {
    const group = await newGroup();
    await control(`groups/${group}/members`, { bot: username, status: "administrator" });
    const link = await bot.api.createChatInviteLink(group, { creates_join_request: true, name: "kapı" });
    expect(
      await refusal(bot.api.createChatInviteLink(group, { creates_join_request: true, member_limit: 2 })),
    ).toMatchObject({
      description: "Bad Request: member limit can't be specified for links requiring administrator approval",
    });
    await hear();
    const asked = { user: ayse, inviteLink: link.invite_link };
    expect(await control(`groups/${group}/members`, asked)).toEqual({ isPending: true });
    expect((await hear())[0]?.chat_join_request).toMatchObject({
      ...{ from: { id: ayse }, user_chat_id: ayse, invite_link: { name: "kapı" }, chat: { id: group } },
    });
    expect((await bot.api.sendMessage(ayse, "Hoş geldiniz")).chat.id).toBe(ayse);
    await bot.api.approveChatJoinRequest(group, ayse);
    expect((await hear()).find(({ chat_member }) => chat_member)?.chat_member).toMatchObject({
      via_join_request: true,
    });
    expect(await refusal(bot.api.approveChatJoinRequest(group, ayse))).toMatchObject({
      description: "Bad Request: USER_ALREADY_PARTICIPANT",
    });
    const can = local.sandbox.createUser({ first_name: "Can" }).id;
    expect(await refusal(bot.api.declineChatJoinRequest(group, can))).toMatchObject({
      description: "Bad Request: HIDE_REQUESTER_MISSING",
    });
  });
});

test("a basic group becomes a supergroup: both sides are told, the old id answers with the new one", async () => {
  const group = await newGroup({ type: "group" });
  await control(`groups/${group}/members`, { bot: username });
  await control(`groups/${group}/members`, { user: ayse });
  await hear();
  const { id } = (await control(`groups/${group}/migration`, {})) as { id: number };
  expect(id).toBeLessThan(-1_000_000_000_000);
  const updates = await hear();
  expect(updates.map(({ message }) => [message?.chat.id, message?.chat.type])).toEqual([
    [group, "group"],
    [id, "supergroup"],
  ]);
  expect(updates[0]?.message?.migrate_to_chat_id).toBe(id);
  expect(updates[1]?.message?.migrate_from_chat_id).toBe(group);
  expect(new Set(updates.map(({ update_id }) => update_id)).size).toBe(2);
  expect(await refusal(bot.api.sendMessage(group, "x"))).toEqual({
    ...{ error_code: 400, description: "Bad Request: group chat was upgraded to a supergroup chat" },
    parameters: { migrate_to_chat_id: id },
  });
  expect((await bot.api.sendMessage(id, "Yeni ev")).chat).toMatchObject({ id, type: "supergroup" });
  expect((await bot.api.getChatMember(id, ayse)).status).toBe("member");
});

test("topics: made, written in, renamed, closed and opened again", async () => {
  const group = await newGroup({ isForum: true });
  await control(`groups/${group}/members`, { bot: username, status: "administrator" });
  await control(`groups/${group}/members`, { user: ayse });
  await hear();
  const { api } = bot;
  const topic = await api.createForumTopic(group, "Kargo");
  const thread = { message_thread_id: topic.message_thread_id };
  expect(await api.sendMessage(group, "Buraya yazın", thread)).toMatchObject({
    ...thread,
    is_topic_message: true,
  });
  await control(`groups/${group}/messages`, {
    from: ayse,
    text: "geldi mi",
    threadId: topic.message_thread_id,
  });
  expect((await hear()).at(-1)?.message).toMatchObject({
    text: "geldi mi",
    ...thread,
    is_topic_message: true,
  });
  await api.editForumTopic(group, topic.message_thread_id, { name: "Teslimat" });
  await api.closeForumTopic(group, topic.message_thread_id);
  const closed = await local.control(`groups/${group}/messages`, {
    ...{ from: ayse, text: "ya şimdi", threadId: topic.message_thread_id },
  });
  expect([closed.status, closed.body.error]).toEqual([409, expect.stringContaining("Teslimat")]);
  await api.reopenForumTopic(group, topic.message_thread_id);
  expect(await refusal(api.sendMessage(group, "x", { message_thread_id: 999 }))).toMatchObject({
    description: "Bad Request: message thread not found",
  });
  expect(await refusal(api.createForumTopic(await plainGroup(), "x"))).toMatchObject({
    description: "Bad Request: the chat is not a forum",
  });
});

async function plainGroup(): Promise<number> {
  const group = await newGroup();
  await control(`groups/${group}/members`, { bot: username, status: "administrator" });
  return group;
}

test("a channel: posts are the channel's, and only administrators write", async () => {
  const channel = await newGroup({ type: "channel", title: "Sinyaller" });
  expect((await local.control(`groups/${channel}/members`, { bot: username })).status).toBe(409);
  await control(`groups/${channel}/members`, { bot: username, status: "administrator" });
  await control(`groups/${channel}/members`, { user: ayse });
  await hear();
  const sent = await bot.api.sendMessage(channel, "AL");
  expect(sent).toMatchObject({ sender_chat: { id: channel, type: "channel" }, chat: { title: "Sinyaller" } });
  expect(sent).not.toHaveProperty("from");
  const { messageId } = await control(`groups/${channel}/messages`, { from: owner, text: "SAT" });
  await control(`groups/${channel}/edits`, { from: owner, messageId, text: "BEKLE" });
  expect(kindsOf(await hear())).toEqual(["channel_post", "edited_channel_post"]);
  expect((await local.control(`groups/${channel}/messages`, { from: ayse, text: "ben de" })).status).toBe(
    409,
  );
  await control(`groups/${channel}/members`, { bot: username, status: "administrator", rights: {} });
  expect(await refusal(bot.api.sendMessage(channel, "x"))).toMatchObject({
    description: "Bad Request: need administrator rights in the channel chat",
  });
});

test("groups, their people, links, topics and files are there after a restart and a compaction", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "santral-groups-"));
  const first = await startTestSandbox({ dataDir });
  const make = async (path: string, body: unknown) => (await first.control(path, body)).body;
  const chief = first.sandbox.createUser({ first_name: "Kurucu" }).id;
  const made = first.sandbox.createBot({ name: "Kalıcı" });
  const { id } = await make("groups", { title: "Kalıcı", owner: chief, isForum: true });
  await make(`groups/${id}/members`, { bot: made.username, status: "administrator" });
  await make("privacy", { bot: made.username, isOn: false });
  await make(`groups/${id}/messages`, {
    from: chief,
    photo: grey(50, 50).toString("base64"),
    caption: "resim",
  });
  await first.call(made.token, "createChatInviteLink", { chat_id: id, name: "kapı" });
  await first.call(made.token, "createForumTopic", { chat_id: id, name: "Kargo" });
  await first.call(made.token, "setMessageReaction", {
    chat_id: id,
    message_id: 3,
    reaction: [{ type: "emoji", emoji: "👍" }],
  });
  // Enough to make compaction worth while.
  for (let count = 0; count < 400; count += 1) {
    first.sandbox.sendMessage({ bot: made.username, from: chief, text: "x".repeat(3000) });
    await first.call(made.token, "getUpdates", { offset: 2_000_000_000 });
  }
  const before = [await first.control(`groups/${id}`), await first.control(`groups/${id}/messages`)];
  await first.close();
  const second = await startTestSandbox({ dataDir });
  expect([await second.control(`groups/${id}`), await second.control(`groups/${id}/messages`)]).toEqual(
    before,
  );
  expect(before[0]?.body).toMatchObject({ topics: [{ name: "Kargo" }], invites: [{ name: "kapı" }] });
  expect((await second.call(made.token, "getMe")).result).toMatchObject({
    can_read_all_group_messages: true,
  });
  expect((await second.call(made.token, "sendMessage", { chat_id: id, text: "buradayım" })).ok).toBe(true);
  await second.close();
  rmSync(dataDir, { recursive: true, force: true });
});
