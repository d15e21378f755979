import { randomBytes, randomInt } from "node:crypto";
import type { Message, ReactionType, Update } from "@grammyjs/types";
import { newToken } from "./bot-token";
import { Deed, type Tell } from "./deed";
import { ControlError } from "./errors";
import { mediaKinds } from "./media/kinds";
import { fileOf } from "./media/media-fields";
import { privateChat } from "./methods/message";
import { reactionEmoji } from "./parameters/reactions";
import type { SandboxUser, StateRecord, UpdateKind } from "./records";
import {
  aroundFields,
  captionOf,
  contentFields,
  type SaidAround,
  type SaidContent,
  shownUser,
  textFields,
} from "./said";
import { type BotState, botUser, type ChatState } from "./state";
import type { Store } from "./store";
import { queueKeyOf } from "./update-of";
import { castVote } from "./votes";

export type NewUser = {
  id?: number;
  first_name: string;
  last_name?: string;
  username?: string;
  language_code?: string;
  phone?: string;
};

export type Said = { callback: { messageId: number; data: string } } | (SaidContent & SaidAround);

/** What a user may change of a message of their own: its text, its caption, its file. */
export type Changed = { text: string } | { caption: string } | (SaidContent & { caption?: string });

export type Accepted = { updateId: number | null; messageId: number };

/** What customers do on their phones; every deed is on file before it is told to anyone. */
export class Customers {
  constructor(
    private readonly store: Store,
    private readonly tell: Tell,
  ) {}

  createUser(input: NewUser): SandboxUser {
    const { users, nextUserId } = this.store.state;
    const id = input.id ?? nextUserId;
    if (users.has(id))
      throw new ControlError(409, `There is a user ${id} already. Leave the id out to get a new one.`);
    const user: SandboxUser = { ...input, id, is_bot: false };
    this.store.commit({ t: "user", user });
    return user;
  }

  /** Makes a bot as BotFather would; its name gives its username unless one is given. */
  createBot(input: { name: string; username?: string; managed?: { by: number; owner: number } }): BotState {
    const { state } = this.store;
    const username = input.username ?? freeUsername(input.name, (name) => state.botsByUsername.has(name));
    if (!/^[A-Za-z]\w{1,28}bot$/i.test(username)) {
      throw new ControlError(
        400,
        `"${username}" is no bot username: 5 to 32 letters, digits and _, ending in "bot".`,
      );
    }
    if (state.botsByUsername.has(username.toLowerCase())) {
      throw new ControlError(
        409,
        `There is a bot @${username} already. Choose another username or leave it out.`,
      );
    }
    let id = randomInt(7_000_000_000, 8_999_999_999);
    while (state.bots.has(id)) id += 1;
    this.store.commit({
      t: "bot",
      id,
      username,
      name: input.name,
      token: newToken(id),
      nextUpdateId: randomInt(100_000_000, 900_000_000),
      ...(input.managed && { managed: input.managed }),
    });
    return state.bots.get(id) as BotState;
  }

  /** Lets the bot know the user without a message, as if they had talked long ago. */
  openChat(bot: BotState, userId: number): void {
    const user = this.getUserOrThrow(userId);
    if (!bot.chats.has(user.id)) this.store.commit({ t: "chat", bot: bot.id, user: user.id });
  }

  /** Something a customer sends or taps. */
  say(bot: BotState, userId: number, said: Said): Accepted {
    const user = this.getUserOrThrow(userId);
    const chat = bot.chats.get(userId);
    if (chat?.isBlocked) {
      throw new ControlError(
        409,
        `${user.first_name} has blocked @${bot.username}. Unblock it first (POST /blocks).`,
      );
    }
    if ("callback" in said) return this.tap(bot, user, chat, said.callback);
    const content = contentFields(this.store, bot.id, user, said);
    const message = {
      message_id: chat?.nextMessageId ?? 1,
      from: shownUser(user),
      chat: privateChat(user),
      date: Math.floor(this.store.clock.now() / 1000),
      ...aroundFields(this.store, chat?.messages ?? new Map(), said),
      ...content.fields,
    } as Message & Update.NonChannel;
    const updateId = this.accept(bot, user, "message", { message }, content.records);
    return { updateId, messageId: message.message_id };
  }

  /** A customer changes the text, the caption or the file of a message of their own. */
  edit(bot: BotState, userId: number, messageId: number, changed: Changed): Accepted {
    const user = this.getUserOrThrow(userId);
    const before = bot.chats.get(userId)?.messages.get(messageId);
    if (before?.from?.id !== userId)
      throw new ControlError(
        404,
        `Message ${messageId} is no message of user ${userId} to @${bot.username}.`,
      );
    const { fields, records } = editedFields(this.store, bot.id, user, before, changed);
    const edited = { ...fields, edit_date: Math.floor(this.store.clock.now() / 1000) };
    const message = edited as Message & Update.NonChannel & Update.Edited;
    const updateId = this.accept(bot, user, "edited_message", { edited_message: message }, records);
    return { updateId, messageId };
  }

  /** A customer takes a message back, for both sides; bots are not told. */
  remove(bot: BotState, userId: number, messageId: number): void {
    const user = this.getUserOrThrow(userId);
    if (!bot.chats.get(userId)?.messages.has(messageId))
      throw new ControlError(404, `There is no message ${messageId} in this chat.`);
    this.store.commit({ t: "deleted", bot: bot.id, user: user.id, messageId });
  }

  /** A customer's reactions to a message, all of them; an empty list takes them away. */
  react(
    bot: BotState,
    userId: number,
    messageId: number,
    emoji: readonly string[],
  ): { updateId: number | null } {
    const user = this.getUserOrThrow(userId);
    const chat = bot.chats.get(userId);
    if (!chat?.messages.has(messageId))
      throw new ControlError(404, `There is no message ${messageId} in this chat.`);
    const reactions = reactionsOf(emoji);
    const message_reaction = {
      chat: privateChat(user),
      message_id: messageId,
      user: shownUser(user),
      date: Math.floor(this.store.clock.now() / 1000),
      old_reaction: chat.reactions.get(messageId)?.get(userId) ?? [],
      new_reaction: reactions,
    };
    const record = { t: "reaction" as const, bot: bot.id, chat: userId, messageId, by: userId, reactions };
    return { updateId: this.accept(bot, user, "message_reaction", { message_reaction }, [record]) };
  }

  /** A customer's choice in a poll, all of it. */
  vote(bot: BotState, userId: number, messageId: number, options: readonly number[]): void {
    const user = this.getUserOrThrow(userId);
    const message = bot.chats.get(userId)?.messages.get(messageId);
    if (!message) throw new ControlError(404, `There is no message ${messageId} in this chat.`);
    const deed = new Deed(this.store);
    const author = message.from?.id === bot.id ? bot : null;
    const voted = castVote(this.store, deed, { message, user, options, author });
    deed.add({ t: "message", bot: bot.id, message: voted });
    deed.commit(this.tell);
  }

  /** A customer blocks the bot, or lets it write again. */
  setBlocked(bot: BotState, userId: number, isBlocked: boolean): { updateId: number | null } {
    const user = this.getUserOrThrow(userId);
    const wasBlocked = bot.chats.get(userId)?.isBlocked ?? false;
    if (wasBlocked === isBlocked) return { updateId: null };
    const member = { user: botUser(bot), status: "member" as const };
    const kicked = { user: botUser(bot), status: "kicked" as const, until_date: 0 };
    const my_chat_member = {
      chat: privateChat(user),
      from: shownUser(user),
      date: Math.floor(this.store.clock.now() / 1000),
      old_chat_member: wasBlocked ? kicked : member,
      new_chat_member: isBlocked ? kicked : member,
    };
    return { updateId: this.accept(bot, user, "my_chat_member", { my_chat_member }) };
  }

  getUserOrThrow(userId: number): SandboxUser {
    const user = this.store.state.users.get(userId);
    if (!user) throw new ControlError(404, `There is no user ${userId}. Make one with POST /users.`);
    return user;
  }

  private tap(
    bot: BotState,
    user: SandboxUser,
    chat: ChatState | undefined,
    tapped: { messageId: number; data: string },
  ): Accepted {
    const message = chat?.messages.get(tapped.messageId);
    if (!message)
      throw new ControlError(
        404,
        `There is no message ${tapped.messageId} in the chat of user ${user.id} with @${bot.username}.`,
      );
    const buttons = (message.reply_markup?.inline_keyboard ?? []).flat();
    if (!buttons.some((button) => "callback_data" in button && button.callback_data === tapped.data)) {
      throw new ControlError(
        400,
        `Message ${tapped.messageId} has no button with the data "${tapped.data}". See GET /chats/${user.id}/messages.`,
      );
    }
    const callback_query = {
      id: randomBytes(8).readBigUInt64BE().toString(),
      from: shownUser(user),
      message: message as Message & Update.NonChannel,
      chat_instance: `${bot.id}${user.id}`,
      data: tapped.data,
    };
    return {
      updateId: this.accept(bot, user, "callback_query", { callback_query }),
      messageId: message.message_id,
    };
  }

  private accept(
    bot: BotState,
    user: SandboxUser,
    kind: UpdateKind,
    content: Omit<Update, "update_id">,
    before: StateRecord[] = [],
  ): number | null {
    const deed = new Deed(this.store);
    deed.add(...before);
    const updateId = deed.update(bot, kind, content, queueKeyOf(kind, user.id));
    deed.commit(this.tell);
    return updateId;
  }
}

/** The message with its new content; what stood around it stays. */
export function editedFields(
  store: Store,
  owner: number,
  user: SandboxUser,
  before: Message,
  changed: Changed,
): { fields: Partial<Message>; records: StateRecord[] } {
  const { entities: _entities, caption: _caption, caption_entities: _marks, ...rest } = before;
  if ("text" in changed) {
    if (before.text === undefined)
      throw new ControlError(
        404,
        `Message ${before.message_id} is no text message: give a caption or a file.`,
      );
    return { fields: { ...rest, ...textFields(changed.text) }, records: [] };
  }
  const kind = mediaKinds.find((name) => name in changed);
  const file = fileOf(before);
  if (!kind) {
    if (!file) throw new ControlError(404, `Message ${before.message_id} carries no file and so no caption.`);
    return { fields: { ...rest, ...captionOf((changed as { caption?: string }).caption) }, records: [] };
  }
  if (!file) throw new ControlError(404, `Message ${before.message_id} carries no file to exchange.`);
  const kept: Partial<Message> = { ...rest };
  for (const name of mediaKinds) delete kept[name];
  const { fields, records } = contentFields(store, owner, user, changed as SaidContent);
  return { fields: { ...kept, ...fields }, records };
}

export function reactionsOf(emoji: readonly string[]): ReactionType[] {
  return emoji.map((one) => {
    const known = reactionEmoji.find((other) => other === one);
    if (!known) throw new ControlError(400, `"${one}" is no reaction. One of: ${reactionEmoji.join(" ")}`);
    return { type: "emoji", emoji: known };
  });
}

function freeUsername(name: string, isTaken: (username: string) => boolean): string {
  const letters = name
    .toLowerCase()
    .replace(/ı/g, "i")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[\d_]+|_+$/g, "")
    .replace(/_?bot$/, "")
    .slice(0, 22);
  const base = letters.length > 0 ? letters : "my";
  let username = `${base}_bot`;
  for (let number = 2; isTaken(username); number += 1) username = `${base}_${number}_bot`;
  return username;
}
