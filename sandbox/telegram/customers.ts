import { randomBytes, randomInt } from "node:crypto";
import type { Message, Update, User } from "@grammyjs/types";
import { ControlError } from "./errors";
import { privateChat } from "./methods/send";
import type { SandboxUser, StateRecord, UpdateKind } from "./records";
import { type BotState, botUser, type ChatState } from "./state";
import type { Store } from "./store";
import { findEntities, isBlank } from "./text";
import { expiryOf, kindsOnRequest, queueKeyOf } from "./update-of";

const largestTextLength = 4096;
const largestPhotoBytes = 10 * 1024 * 1024;

export type NewUser = {
  id?: number;
  first_name: string;
  last_name?: string;
  username?: string;
  language_code?: string;
  phone?: string;
};

export type Said =
  | { text: string }
  | { contact: { phone: string; own: boolean; userId?: number } }
  | { photo: Uint8Array; caption?: string }
  | { callback: { messageId: number; data: string } };

export type Accepted = { updateId: number | null; messageId: number };

/** What customers do on their phones; every deed is on file before it is told to anyone. */
export class Customers {
  constructor(
    private readonly store: Store,
    private readonly tell: (bot: BotState, updateId: number) => void,
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
  createBot(input: { name: string; username?: string }): BotState {
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
    const token = `${id}:AA${randomBytes(32).toString("base64url").slice(0, 33)}`;
    this.store.commit({
      t: "bot",
      id,
      username,
      name: input.name,
      token,
      nextUpdateId: randomInt(100_000_000, 900_000_000),
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
    const content = this.contentOf(bot, user, said);
    const message = {
      message_id: chat?.nextMessageId ?? 1,
      from: senderOf(user),
      chat: privateChat(user),
      date: Math.floor(this.store.clock.now() / 1000),
      ...content.fields,
    } as Message & Update.NonChannel;
    const updateId = this.accept(bot, user, "message", { message }, content.records);
    return { updateId, messageId: message.message_id };
  }

  /** A customer changes the text of a message of their own. */
  edit(bot: BotState, userId: number, messageId: number, text: string): Accepted {
    const user = this.getUserOrThrow(userId);
    const before = bot.chats.get(userId)?.messages.get(messageId);
    if (before?.from?.id !== userId || before.text === undefined) {
      throw new ControlError(
        404,
        `Message ${messageId} is no text message of user ${userId} to @${bot.username}.`,
      );
    }
    const { entities: _entities, ...rest } = before;
    const edited = { ...rest, ...textFields(text), edit_date: Math.floor(this.store.clock.now() / 1000) };
    const message = edited as Message & Update.NonChannel & Update.Edited;
    return { updateId: this.accept(bot, user, "edited_message", { edited_message: message }), messageId };
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
      from: senderOf(user),
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
      from: senderOf(user),
      message: message as Message & Update.NonChannel,
      chat_instance: `${bot.id}${user.id}`,
      data: tapped.data,
    };
    return {
      updateId: this.accept(bot, user, "callback_query", { callback_query }),
      messageId: message.message_id,
    };
  }

  private contentOf(bot: BotState, user: SandboxUser, said: Exclude<Said, { callback: unknown }>) {
    const records: StateRecord[] = [];
    if ("text" in said) return { fields: textFields(said.text), records };
    if ("contact" in said) {
      const { phone, own, userId } = said.contact;
      const user_id = own ? user.id : userId;
      const name = own
        ? { first_name: user.first_name, ...(user.last_name !== undefined && { last_name: user.last_name }) }
        : { first_name: "Contact" };
      return {
        fields: { contact: { phone_number: phone, ...name, ...(user_id !== undefined && { user_id }) } },
        records,
      };
    }
    if (said.photo.byteLength > largestPhotoBytes) throw new ControlError(413, "A photo has at most 10 MB.");
    const added = this.store.files.addPhoto(bot.id, said.photo, this.store.state.nextFile);
    if (!added)
      throw new ControlError(400, "The photo is none: send the base64 of a JPEG, PNG, GIF or WebP file.");
    const caption = said.caption?.trim();
    return { fields: { photo: added.sizes, ...(caption && { caption }) }, records: added.records };
  }

  private accept(
    bot: BotState,
    user: SandboxUser,
    kind: UpdateKind,
    content: Omit<Update, "update_id">,
    before: StateRecord[] = [],
  ): number | null {
    const isWanted =
      bot.allowed && bot.allowed.length > 0 ? bot.allowed.includes(kind) : !kindsOnRequest.includes(kind);
    const update = { update_id: isWanted ? bot.nextUpdateId : 0, ...content };
    const key = queueKeyOf(kind, user.id);
    const expiresAt = expiryOf(kind, this.store.clock.now());
    this.store.commit(...before, { t: "update", bot: bot.id, update, key, expiresAt, queued: isWanted });
    if (!isWanted) return null;
    this.tell(bot, update.update_id);
    return update.update_id;
  }
}

function textFields(text: string) {
  if (isBlank(text)) throw new ControlError(400, "The text is empty.");
  if (text.length > largestTextLength)
    throw new ControlError(400, `A text has at most ${largestTextLength} characters.`);
  const entities = findEntities(text);
  return { text, ...(entities.length > 0 && { entities }) };
}

/** The user as bots see them: never with the phone. */
function senderOf(user: SandboxUser): User {
  const { phone: _phone, ...shown } = user;
  return shown;
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
