import type { Message, ReactionType, User } from "@grammyjs/types";
import { Deque } from "./deque";
import { applyToGroup, type GroupState, newGroup, snapshotGroup } from "./groups/group-state";
import type {
  BotTraits,
  Call,
  Fault,
  GroupRecord,
  Keyboard,
  PendingUpdate,
  Profile,
  SandboxUser,
  StateRecord,
  StoredFile,
  UpdateKind,
  WebhookSettings,
} from "./records";
import { messageOf } from "./update-of";

/** What is remembered at most: the stand-in's memory is bounded however long it runs. */
const limits = {
  callsPerBot: 20_000,
  fewestCallsPerBot: 500,
  calls: 50_000,
  messages: 50_000,
  callbackQueries: 20_000,
  polls: 5_000,
};

/** A private chat: one bot with one user. Its `message_id`s are its own. */
export type ChatState = {
  /** The user's id, which is the chat's too. */
  id: number;
  user: number;
  nextMessageId: number;
  /** Milliseconds; 0 when the user has not written yet. */
  lastInboundAt: number;
  isBlocked: boolean;
  keyboard: Keyboard | null;
  messages: Map<number, Message>;
  /** By message, then by who reacted. */
  reactions: Map<number, Map<number, ReactionType[]>>;
};

/** Where a message can be. */
export type Peer = ChatState | GroupState;

export function isGroup(peer: Peer): peer is GroupState {
  return "members" in peer;
}

type Kept = Pick<ChatState, "messages" | "reactions">;

export type BotState = {
  id: number;
  username: string;
  name: string;
  token: string;
  nextUpdateId: number;
  chats: Map<number, ChatState>;
  pending: Map<number, PendingUpdate>;
  calls: Deque<Call>;
  webhook: WebhookSettings | null;
  /** null until a call named some: then the real server sends all but three kinds. */
  allowed: UpdateKind[] | null;
  profile: Profile;
  /** Privacy mode is off. */
  readsAll: boolean;
  traits: BotTraits;
  managed: { by: number; owner: number } | null;
};

/** A tapped button that the bot has to answer before it goes stale. */
export type CallbackQueryState = { bot: number; user: number; expiresAt: number; isAnswered: boolean };

/** Everything the local Telegram knows: the sum of its journal. */
export class TelegramState {
  readonly users = new Map<number, SandboxUser>();
  readonly bots = new Map<number, BotState>();
  readonly botsByUsername = new Map<string, BotState>();
  readonly files = new Map<string, StoredFile>();
  readonly filesByPath = new Map<string, StoredFile>();
  readonly callbackQueries = new Map<string, CallbackQueryState>();
  /** Who chose what, by poll. */
  readonly votes = new Map<string, Map<number, number[]>>();
  readonly faults = new Map<number, Fault>();
  readonly groups = new Map<number, GroupState>();
  /** Counts down from here: groups as they are, supergroups and channels with -100 before them. */
  nextGroup = 4_100_000_001;
  nextUserId = 5_100_000_001;
  nextFaultId = 1;
  /** Calls are numbered across all bots. */
  nextCallId = 1;
  nextFile = 1;
  private readonly messageOrder = new Deque<{ chat: Kept; id: number }>();

  /** Takes one fact in. Facts of bots or chats that are gone are passed over. */
  apply(record: StateRecord): void {
    switch (record.t) {
      case "user":
        this.users.set(record.user.id, record.user);
        this.nextUserId = Math.max(this.nextUserId, record.user.id + 1);
        return;
      case "bot":
        this.addBot(record);
        return;
      case "file":
        this.files.set(record.file.unique, record.file);
        this.filesByPath.set(record.file.path, record.file);
        this.nextFile += 1;
        return;
      case "answered": {
        const query = this.callbackQueries.get(record.queryId);
        if (query) query.isAnswered = true;
        return;
      }
      case "vote":
        this.addVote(record);
        return;
      case "fault":
        this.faults.set(record.fault.id, record.fault);
        this.nextFaultId = Math.max(this.nextFaultId, record.fault.id + 1);
        return;
      case "faultUsed": {
        const fault = this.faults.get(record.id);
        if (fault && --fault.times <= 0) this.faults.delete(record.id);
        return;
      }
      case "faultCleared":
        this.faults.delete(record.id);
        return;
      case "counters":
        this.nextUserId = record.nextUserId;
        this.nextFaultId = record.nextFaultId;
        this.nextFile = record.nextFile;
        this.nextCallId = record.nextCallId;
        return;
      case "reset":
        this.reset(record.bot);
        return;
      case "group":
      case "member":
      case "groupMessage":
      case "pinned":
      case "topic":
      case "invite":
      case "joinRequest":
        this.applyToGroup(record);
        return;
      default: {
        if (this.applyInGroup(record)) return;
        const bot = this.bots.get(record.bot);
        if (bot) this.applyToBot(bot, record);
      }
    }
  }

  private applyToGroup(record: GroupRecord): void {
    let group = this.groups.get(record.group);
    if (!group) {
      if (record.t !== "group") return;
      group = newGroup(record.settings);
      this.groups.set(record.group, group);
      this.nextGroup = Math.max(this.nextGroup, bareId(record.group) + 1);
    }
    if (record.t === "groupMessage") this.putGroupMessage(group, record.message);
    else applyToGroup(group, record);
  }

  /** Facts that name a chat by its id, where that is a group's. */
  private applyInGroup(record: Extract<StateRecord, { bot: number | null }>): boolean {
    const id = record.t === "deleted" ? record.user : record.t === "reaction" ? record.chat : 0;
    const group = id < 0 ? this.groups.get(id) : undefined;
    if (!group) return id < 0;
    if (record.t === "reaction") setReactions(group, record);
    if (record.t === "deleted") {
      group.messages.delete(record.messageId);
      group.reactions.delete(record.messageId);
      group.pinned = group.pinned.filter((pinned) => pinned !== record.messageId);
    }
    return true;
  }

  private applyToBot(bot: BotState, record: Extract<StateRecord, { bot: number }>): void {
    switch (record.t) {
      case "chat": {
        const chat = this.openChat(bot, record.user);
        if (record.nextMessageId) chat.nextMessageId = record.nextMessageId;
        if (record.lastInboundAt !== undefined) chat.lastInboundAt = record.lastInboundAt;
        if (record.isBlocked !== undefined) chat.isBlocked = record.isBlocked;
        return;
      }
      case "message":
        this.putMessage(bot, record.message);
        return;
      case "keyboard":
        this.openChat(bot, record.user).keyboard = record.keyboard;
        return;
      case "deleted": {
        const chat = bot.chats.get(record.user);
        chat?.messages.delete(record.messageId);
        chat?.reactions.delete(record.messageId);
        return;
      }
      case "reaction":
        setReactions(this.openChat(bot, record.chat), record);
        return;
      case "update":
        this.addUpdate(bot, record);
        return;
      case "done":
        bot.pending.delete(record.updateId);
        return;
      case "confirm":
        for (const id of bot.pending.keys()) if (id < record.before) bot.pending.delete(id);
        return;
      case "call":
        this.addCall(bot, record);
        return;
      case "webhook":
        bot.webhook = record.webhook;
        if (record.dropPending) bot.pending.clear();
        return;
      case "allowed":
        bot.allowed = record.kinds;
        return;
      case "readsAll":
        bot.readsAll = record.readsAll;
        return;
      case "token":
        bot.token = record.token;
        return;
      case "traits":
        Object.assign(bot.traits, record.traits);
        return;
      case "profile":
        (bot.profile[record.field] as Record<string, unknown>)[record.key] = record.value;
        return;
    }
  }

  private addBot(record: Extract<StateRecord, { t: "bot" }>): void {
    const { id, username, name, token, nextUpdateId } = record;
    const profile: Profile = {
      commands: {},
      name: {},
      description: {},
      short_description: {},
      menu_button: {},
    };
    const traits: BotTraits = { managesBots: false, isPolledElsewhere: false, photo: null };
    const managed = record.managed ?? null;
    const empty = { webhook: null, allowed: null, profile, readsAll: false, traits, managed };
    const collections = { chats: new Map(), pending: new Map(), calls: new Deque<Call>() };
    const bot: BotState = { id, username, name, token, nextUpdateId, ...empty, ...collections };
    this.bots.set(id, bot);
    this.botsByUsername.set(username.toLowerCase(), bot);
  }

  private openChat(bot: BotState, user: number): ChatState {
    let chat = bot.chats.get(user);
    if (!chat) {
      chat = {
        ...{ id: user, user },
        nextMessageId: 1,
        lastInboundAt: 0,
        isBlocked: false,
        keyboard: null,
        messages: new Map(),
        reactions: new Map(),
      };
      bot.chats.set(user, chat);
    }
    return chat;
  }

  private putGroupMessage(group: GroupState, message: Message): void {
    const isNew = !group.messages.has(message.message_id);
    group.messages.set(message.message_id, message);
    group.nextMessageId = Math.max(group.nextMessageId, message.message_id + 1);
    if (message.from && this.bots.has(message.from.id)) group.lastBot = message.from.id;
    if (isNew) this.remember(group, message.message_id);
  }

  /** The newest messages are kept, whichever chat they are in. */
  private remember(chat: Kept, id: number): void {
    this.messageOrder.push({ chat, id });
    if (this.messageOrder.length <= limits.messages) return;
    const oldest = this.messageOrder.shift();
    oldest?.chat.messages.delete(oldest.id);
    oldest?.chat.reactions.delete(oldest.id);
  }

  private putMessage(bot: BotState, message: Message): void {
    if (message.chat.id < 0) {
      const group = this.groups.get(message.chat.id);
      if (group) this.putGroupMessage(group, message);
      return;
    }
    const chat = this.openChat(bot, message.chat.id);
    const isNew = !chat.messages.has(message.message_id);
    chat.messages.set(message.message_id, message);
    chat.nextMessageId = Math.max(chat.nextMessageId, message.message_id + 1);
    if (!isNew) return;
    if (message.from?.id === chat.user)
      chat.lastInboundAt = Math.max(chat.lastInboundAt, message.date * 1000);
    this.remember(chat, message.message_id);
  }

  private addUpdate(bot: BotState, record: Extract<StateRecord, { t: "update" }>): void {
    const { update, key, expiresAt } = record;
    const message = messageOf(update);
    // A group's messages are facts of their own: each bot is told them with its own file ids.
    if (message && message.chat.id > 0) this.putMessage(bot, message);
    if (update.callback_query) {
      const { id, from } = update.callback_query;
      this.addCallbackQuery(id, { bot: bot.id, user: from.id, expiresAt, isAnswered: false });
    }
    if (update.my_chat_member && update.my_chat_member.chat.id > 0) {
      const chat = this.openChat(bot, update.my_chat_member.chat.id);
      chat.isBlocked = update.my_chat_member.new_chat_member.status === "kicked";
    }
    if (!record.queued) return;
    bot.nextUpdateId = Math.max(bot.nextUpdateId, update.update_id + 1);
    bot.pending.set(update.update_id, { update, key, expiresAt });
  }

  private addVote({ poll, by, options }: Extract<StateRecord, { t: "vote" }>): void {
    const votes = this.votes.get(poll) ?? new Map<number, number[]>();
    if (options.length > 0) votes.set(by, options);
    else votes.delete(by);
    this.votes.set(poll, votes);
    forgetOldest(this.votes, limits.polls);
  }

  private addCallbackQuery(id: string, query: CallbackQueryState): void {
    this.callbackQueries.set(id, query);
    forgetOldest(this.callbackQueries, limits.callbackQueries);
  }

  private addCall(bot: BotState, record: Extract<StateRecord, { t: "call" }>): void {
    const { call } = record;
    this.nextCallId = Math.max(this.nextCallId, call.id + 1);
    bot.calls.push(call);
    const share = Math.max(limits.fewestCallsPerBot, Math.floor(limits.calls / this.bots.size));
    while (bot.calls.length > Math.min(limits.callsPerBot, share)) bot.calls.shift();
    if (!record.stores || !call.answer.ok) return;
    const { result } = call.answer;
    for (const message of Array.isArray(result) ? result : [result]) this.putMessage(bot, message as Message);
  }

  /** Empties chats and queues; counters go on, so that no id is ever used twice. */
  private reset(botId: number | null): void {
    for (const bot of this.bots.values()) {
      if (botId !== null && bot.id !== botId) continue;
      for (const chat of bot.chats.values()) {
        chat.messages.clear();
        chat.reactions.clear();
        chat.isBlocked = false;
        chat.keyboard = null;
      }
      bot.pending.clear();
      bot.calls.clear();
    }
    if (botId === null) {
      for (const group of this.groups.values()) {
        group.messages.clear();
        group.reactions.clear();
        group.pinned = [];
        group.joinRequests.clear();
      }
    }
    for (const fault of this.faults.values()) {
      const owner =
        fault.bot === undefined ? null : (this.botsByUsername.get(fault.bot.toLowerCase())?.id ?? null);
      if (botId === null || owner === botId) this.faults.delete(fault.id);
    }
  }

  /** About how many facts `snapshot` gives. */
  get size(): number {
    let size = this.users.size + this.files.size + this.votes.size + this.faults.size + 1;
    for (const bot of this.bots.values()) {
      size += 3 + bot.pending.size + bot.calls.length;
      for (const chat of bot.chats.values()) size += 1 + chat.messages.size + chat.reactions.size;
    }
    for (const group of this.groups.values()) {
      size += 3 + group.members.size + group.messages.size + group.reactions.size;
      size += group.topics.size + group.invites.size + group.joinRequests.size;
    }
    return size;
  }

  /** The facts from which the same state is rebuilt, oldest first. */
  *snapshot(): IterableIterator<StateRecord> {
    for (const user of this.users.values()) yield { t: "user", user };
    for (const file of this.files.values()) {
      if (file.bot === 0 || this.bots.has(file.bot)) yield { t: "file", file };
    }
    // Bots first: a group's messages tell which of them spoke last.
    for (const bot of this.bots.values()) yield* snapshotBot(bot);
    for (const group of this.groups.values()) yield* snapshotGroup(group);
    for (const bot of this.bots.values()) yield* snapshotCalls(bot);
    for (const [poll, votes] of this.votes) {
      for (const [by, options] of votes) yield { t: "vote", poll, by, options };
    }
    for (const fault of this.faults.values()) yield { t: "fault", fault };
    const { nextUserId, nextFaultId, nextFile, nextCallId } = this;
    yield { t: "counters", nextUserId, nextFaultId, nextFile, nextCallId };
  }
}

function* snapshotBot(bot: BotState): IterableIterator<StateRecord> {
  const { id, username, name, token, nextUpdateId, webhook, allowed, managed, traits } = bot;
  yield { t: "bot", id, username, name, token, nextUpdateId, ...(managed && { managed }) };
  if (traits.managesBots || traits.isPolledElsewhere || traits.photo) yield { t: "traits", bot: id, traits };
  if (webhook) yield { t: "webhook", bot: id, webhook, dropPending: false };
  if (allowed) yield { t: "allowed", bot: id, kinds: allowed };
  for (const field of ["commands", "name", "description", "short_description", "menu_button"] as const) {
    for (const [key, value] of Object.entries(bot.profile[field]))
      yield { t: "profile", bot: id, field, key, value };
  }
  for (const chat of bot.chats.values()) {
    for (const message of chat.messages.values()) yield { t: "message", bot: id, message };
    for (const [messageId, all] of chat.reactions) {
      for (const [by, reactions] of all)
        yield { t: "reaction", bot: id, chat: chat.user, messageId, by, reactions };
    }
  }
  for (const { update, key, expiresAt } of bot.pending.values()) {
    yield { t: "update", bot: id, update, key, expiresAt, queued: true };
  }
  // After messages and updates, whose arrival would otherwise move these figures.
  for (const { user, nextMessageId, lastInboundAt, isBlocked, keyboard } of bot.chats.values()) {
    yield { t: "chat", bot: id, user, nextMessageId, lastInboundAt, isBlocked };
    if (keyboard) yield { t: "keyboard", bot: id, user, keyboard };
  }
  if (bot.readsAll) yield { t: "readsAll", bot: id, readsAll: true };
}

function* snapshotCalls({ id, calls }: BotState): IterableIterator<StateRecord> {
  for (const call of calls) yield { t: "call", bot: id, call };
}

/** A group's number without what is put before it. */
function bareId(id: number): number {
  return id < -1_000_000_000_000 ? -id - 1_000_000_000_000 : -id;
}

function forgetOldest<K>(map: Map<K, unknown>, limit: number): void {
  if (map.size <= limit) return;
  const oldest = map.keys().next().value;
  if (oldest !== undefined) map.delete(oldest);
}

function setReactions(
  chat: Kept,
  { messageId, by, reactions }: { messageId: number; by: number; reactions: ReactionType[] },
): void {
  const all = chat.reactions.get(messageId) ?? new Map<number, ReactionType[]>();
  if (reactions.length > 0) all.set(by, reactions);
  else all.delete(by);
  if (all.size > 0) chat.reactions.set(messageId, all);
  else chat.reactions.delete(messageId);
}

/** A bot as the users of the chat see it. */
export function botUser(bot: BotState): User {
  return { id: bot.id, is_bot: true, first_name: bot.name, username: bot.username };
}
