import type {
  ChatInviteLink,
  ChatJoinRequest,
  ChatMember,
  ChatMemberUpdated,
  Message,
  Update,
  User,
} from "@grammyjs/types";
import { Deed } from "../deed";
import type { GroupSettings } from "../records";
import type { BotState } from "../state";
import type { Store } from "../store";
import { queueKeyOf } from "../update-of";
import { forBot } from "./for-bot";
import { type GroupState, groupChat } from "./group-state";
import { shownLink } from "./invites";
import { hasRight, isAdministrator, isPresent } from "./rights";
import { isService, namesBot } from "./visibility";

export type MemberChange = {
  user: User;
  by: User;
  next: ChatMember;
  invite?: ChatInviteLink;
  viaJoinRequest?: true;
};

/** Something that happens in a group: its facts, and what each bot in it is told of them. */
export class GroupDeed extends Deed {
  private nextMessageId: number;
  /** Members as they will be. */
  private readonly members = new Map<number, ChatMember>();
  private settings: GroupSettings;

  constructor(
    private readonly home: Store,
    readonly group: GroupState,
    part?: Deed,
  ) {
    super(home, part);
    this.nextMessageId = group.nextMessageId;
    this.settings = group.settings;
  }

  /** The number that the next message gets. */
  get nextId(): number {
    return this.nextMessageId;
  }

  get nowS(): number {
    return Math.floor(this.home.clock.now() / 1000);
  }

  /** The group as it is named once this has happened. */
  get chat() {
    return groupChat({ ...this.group, settings: this.settings });
  }

  /** Puts a message in and tells it to every bot that may see it; without `from` the channel speaks itself. */
  say(from: User | undefined, fields: Partial<Message>): Message {
    const { chat } = this;
    const author = chat.type === "channel" ? { sender_chat: chat } : { from: from as User };
    const message = {
      ...{ message_id: this.nextMessageId, ...author, chat, date: this.nowS },
      ...fields,
    } as Message;
    this.nextMessageId += 1;
    this.add({ t: "groupMessage", group: this.group.id, message });
    this.tellMessage(message, chat.type === "channel" ? "channel_post" : "message");
    return message;
  }

  /** A message as it is after its sender has changed it. */
  change(message: Message): void {
    this.add({ t: "groupMessage", group: this.group.id, message });
    this.tellMessage(message, this.chat.type === "channel" ? "edited_channel_post" : "edited_message");
  }

  set(settings: GroupSettings): void {
    this.settings = settings;
    this.add({ t: "group", group: this.group.id, settings });
  }

  /** Somebody comes, goes or gets other rights: the bot itself is told always, administrators when they ask for it. */
  changeMember({ user, by, next, invite, viaJoinRequest }: MemberChange): void {
    const old = this.memberOf(user.id) ?? ({ status: "left", user } as const);
    this.members.set(user.id, next);
    this.add({ t: "member", group: this.group.id, member: next });
    const updated: ChatMemberUpdated = {
      ...{ chat: this.chat, from: by, date: this.nowS, old_chat_member: old, new_chat_member: next },
      ...(viaJoinRequest && { via_join_request: true }),
    };
    const { bots } = this.home.state;
    const key = queueKeyOf("chat_member", by.id);
    const self = bots.get(user.id);
    const linked = (bot: BotState) => (invite ? { invite_link: shownLink(invite, bot.id) } : {});
    if (self) this.update(self, "my_chat_member", { my_chat_member: updated }, key);
    for (const bot of this.bots()) {
      if (bot !== self && isAdministrator(this.memberOf(bot.id)))
        this.update(bot, "chat_member", { chat_member: { ...updated, ...linked(bot) } }, key);
    }
  }

  /** Somebody asks to come in: the bots that may let people in are told, and may write to whoever asks. */
  ask(user: User, invite: ChatInviteLink): void {
    const chat = this.chat as ChatJoinRequest["chat"];
    for (const bot of this.bots()) {
      if (!hasRight(this.memberOf(bot.id), "can_invite_users")) continue;
      const head = { chat, from: user, user_chat_id: user.id, date: this.nowS };
      const chat_join_request = { ...head, invite_link: shownLink(invite, bot.id) };
      this.update(bot, "chat_join_request", { chat_join_request }, queueKeyOf("chat_join_request", user.id));
      if (!bot.chats.has(user.id)) this.add({ t: "chat", bot: bot.id, user: user.id });
    }
  }

  memberOf(id: number): ChatMember | undefined {
    return this.members.get(id) ?? this.group.members.get(id);
  }

  /** The bots that are in the group, those that this brings in included. */
  bots(): BotState[] {
    const { bots } = this.home.state;
    const ids = new Set([...this.group.members.keys(), ...this.members.keys()]);
    return [...ids].flatMap((id) => (isPresent(this.memberOf(id)) ? (bots.get(id) ?? []) : []));
  }

  private tellMessage(
    message: Message,
    kind: "message" | "edited_message" | "channel_post" | "edited_channel_post",
  ) {
    const key = queueKeyOf(kind, this.group.id);
    for (const bot of this.bots()) {
      if (!this.sees(bot, message)) continue;
      const told = forBot(message, bot.id);
      this.update(bot, kind, { [kind]: told } as Omit<Update, "update_id">, key);
    }
  }

  /** Privacy mode: a bot that is no administrator hears what is meant for it. Bots never hear each other talk. */
  private sees(bot: BotState, message: Message): boolean {
    if (isService(message)) return true;
    if (message.from && this.home.state.bots.has(message.from.id)) return false;
    if (bot.readsAll || isAdministrator(this.memberOf(bot.id))) return true;
    if (message.reply_to_message?.from?.id === bot.id) return true;
    return namesBot(message, bot.username, this.group.lastBot === null || this.group.lastBot === bot.id);
  }
}
