import { randomBytes } from "node:crypto";
import type { Message, Update, User } from "@grammyjs/types";
import { type Changed, editedFields, reactionsOf, type Said } from "../customers";
import type { Tell } from "../deed";
import { ControlError } from "../errors";
import { permissionFor } from "../methods/message";
import type { SandboxUser } from "../records";
import { aroundFields, contentFields, type SaidAround, type SaidContent, shownUser } from "../said";
import type { BotState } from "../state";
import type { Store } from "../store";
import { castVote } from "../votes";
import { forBot } from "./for-bot";
import { GroupDeed } from "./group-deed";
import { type GroupState, groupChat } from "./group-state";
import { memberNow } from "./members";
import { hasRight, isAdministrator, isPresent } from "./rights";

/** What people say, change and tap in groups. */
export class Talk {
  constructor(
    private readonly store: Store,
    private readonly tell: Tell,
  ) {}

  /** Something a member sends; in a channel an administrator lets the channel speak. */
  say(group: GroupState, from: number, said: Said, threadId?: number): { messageId: number } {
    const user = this.memberOrThrow(group, from);
    if ("callback" in said) return this.tap(group, user, said.callback);
    const { fields, records } = contentFields(this.store, 0, user, said as SaidContent);
    this.requireMayWrite(group, user, fields);
    const deed = new GroupDeed(this.store, group);
    deed.add(...records);
    const around = aroundFields(this.store, group.messages, said as SaidAround);
    const message = deed.say(shownUser(user), {
      ...threadFields(group, from, threadId),
      ...around,
      ...fields,
    });
    deed.commit(this.tell);
    return { messageId: message.message_id };
  }

  edit(group: GroupState, from: number, messageId: number, changed: Changed): { messageId: number } {
    const user = this.memberOrThrow(group, from);
    const before = group.messages.get(messageId);
    const isOwn = before && (before.from?.id === from || (before.sender_chat && this.mayPost(group, from)));
    if (!before || !isOwn)
      throw new ControlError(404, `Message ${messageId} is no message of user ${from} here.`);
    const { fields, records } = editedFields(this.store, 0, user, before, changed);
    const deed = new GroupDeed(this.store, group);
    deed.add(...records);
    deed.change({ ...fields, edit_date: deed.nowS } as Message);
    deed.commit(this.tell);
    return { messageId };
  }

  /** A member takes a message of their own back, an administrator any; bots are not told. */
  remove(group: GroupState, from: number, messageId: number): void {
    const message = this.messageOrThrow(group, messageId);
    const isOwn = message.from?.id === from;
    if (!isOwn && !hasRight(group.members.get(from), "can_delete_messages"))
      throw new ControlError(409, `User ${from} may not delete message ${messageId}.`);
    this.store.commit({ t: "deleted", bot: 0, user: group.id, messageId });
  }

  /** A member's reactions, all of them; administrator bots are told where they asked. */
  react(group: GroupState, from: number, messageId: number, emoji: readonly string[]): void {
    const user = this.memberOrThrow(group, from);
    this.messageOrThrow(group, messageId);
    const reactions = reactionsOf(emoji);
    const deed = new GroupDeed(this.store, group);
    deed.add({ t: "reaction", bot: 0, chat: group.id, messageId, by: from, reactions });
    const message_reaction = {
      ...{ chat: groupChat(group), message_id: messageId, user: shownUser(user), date: deed.nowS },
      old_reaction: group.reactions.get(messageId)?.get(from) ?? [],
      new_reaction: reactions,
    };
    for (const bot of deed.bots()) {
      if (isAdministrator(group.members.get(bot.id)))
        deed.update(bot, "message_reaction", { message_reaction }, `message_reaction:${group.id}`);
    }
    deed.commit(this.tell);
  }

  /** A member's choice in a poll, all of it. */
  vote(group: GroupState, from: number, messageId: number, options: readonly number[]): void {
    const user = this.memberOrThrow(group, from);
    const message = this.messageOrThrow(group, messageId);
    const author = this.store.state.bots.get(message.from?.id ?? 0) ?? null;
    const deed = new GroupDeed(this.store, group);
    const voted = castVote(this.store, deed, { message, user, options, author });
    deed.add({ t: "groupMessage", group: group.id, message: voted });
    deed.commit(this.tell);
  }

  /** A topic is made by a member who may. */
  openTopic(group: GroupState, from: number, name: string): { threadId: number } {
    const user = this.memberOrThrow(group, from);
    if (!group.settings.isForum)
      throw new ControlError(409, "The group has no topics. Make it a forum first.");
    const deed = new GroupDeed(this.store, group);
    const threadId = newTopic(deed, shownUser(user), { name, icon_color: 0x6fb9f0 });
    deed.commit(this.tell);
    return { threadId };
  }

  private tap(group: GroupState, user: SandboxUser, tapped: { messageId: number; data: string }) {
    const message = this.messageOrThrow(group, tapped.messageId);
    const buttons = (message.reply_markup?.inline_keyboard ?? []).flat();
    if (!buttons.some((button) => "callback_data" in button && button.callback_data === tapped.data))
      throw new ControlError(
        400,
        `Message ${tapped.messageId} has no button with the data "${tapped.data}".`,
      );
    const bot = this.botOf(group, message);
    const deed = new GroupDeed(this.store, group);
    const callback_query = {
      id: randomBytes(8).readBigUInt64BE().toString(),
      from: shownUser(user),
      message: forBot(message, bot.id) as Message & Update.NonChannel,
      chat_instance: String(-group.id),
      data: tapped.data,
    };
    deed.update(bot, "callback_query", { callback_query }, `callback_query:${user.id}`);
    deed.commit(this.tell);
    return { messageId: tapped.messageId };
  }

  /** The bot whose buttons they are: its author, or in a channel the one that posted it. */
  private botOf(group: GroupState, message: Message): BotState {
    const { bots } = this.store.state;
    const author = message.from && bots.get(message.from.id);
    const posted = group.lastBot === null ? undefined : bots.get(group.lastBot);
    const bot = author ?? posted ?? new GroupDeed(this.store, group).bots()[0];
    if (!bot) throw new ControlError(409, "No bot is here to hear of it.");
    return bot;
  }

  private memberOrThrow(group: GroupState, id: number): SandboxUser {
    const user = this.store.state.users.get(id);
    if (!user) throw new ControlError(404, `There is no user ${id}. Make one with POST /users.`);
    const { settings } = group;
    if (settings.isDeleted || settings.migratedTo !== undefined)
      throw new ControlError(409, "The group is no more; see GET /groups for the one it became.");
    const member = memberNow(group, id, Math.floor(this.store.clock.now() / 1000));
    if (isPresent(member)) return user;
    throw new ControlError(
      409,
      `${user.first_name} is not in the group. Let them in with POST /groups/:id/members.`,
    );
  }

  private requireMayWrite(group: GroupState, user: SandboxUser, fields: Partial<Message>): void {
    const member = memberNow(group, user.id, Math.floor(this.store.clock.now() / 1000));
    if (isAdministrator(member) && group.settings.type !== "channel") return;
    const may =
      group.settings.type === "channel"
        ? this.mayPost(group, user.id)
        : member?.status === "restricted"
          ? member[permissionFor(fields)]
          : group.settings.permissions[permissionFor(fields)];
    if (!may) throw new ControlError(409, `${user.first_name} may not write this here.`);
  }

  private mayPost(group: GroupState, id: number): boolean {
    return hasRight(group.members.get(id), "can_post_messages");
  }

  private messageOrThrow(group: GroupState, id: number): Message {
    const message = group.messages.get(id);
    if (!message) throw new ControlError(404, `There is no message ${id} in this group.`);
    return message;
  }
}

/** The first message of a topic carries its number. */
export function newTopic(
  deed: GroupDeed,
  by: User,
  topic: { name: string; icon_color: number; icon_custom_emoji_id?: string },
): number {
  const threadId = deed.nextId;
  deed.say(by, {
    message_thread_id: threadId,
    is_topic_message: true,
    forum_topic_created: topic,
  } as Partial<Message>);
  const stored = { message_thread_id: threadId, ...topic, isClosed: false };
  deed.add({ t: "topic", group: deed.group.id, threadId, topic: stored });
  return threadId;
}

function threadFields(group: GroupState, from: number, threadId: number | undefined): Partial<Message> {
  if (threadId === undefined) return {};
  const topic = group.topics.get(threadId);
  if (!topic) throw new ControlError(404, `There is no topic ${threadId} in this group.`);
  if (topic.isClosed && !isAdministrator(group.members.get(from)))
    throw new ControlError(409, `The topic "${topic.name}" is closed.`);
  return { message_thread_id: threadId, is_topic_message: true };
}
