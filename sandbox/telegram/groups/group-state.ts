import type { Chat, ChatInviteLink, ChatMember, ForumTopic, Message, ReactionType } from "@grammyjs/types";
import type { GroupRecord, GroupSettings } from "../records";
import { isPresent } from "./rights";

export type Topic = ForumTopic & { isClosed: boolean };
export type Invite = { link: ChatInviteLink; uses: number };
export type JoinRequest = { user: number; date: number; link?: string };

/** A group, supergroup or channel; unlike a private chat it is the same one for all bots. */
export type GroupState = {
  id: number;
  settings: GroupSettings;
  members: Map<number, ChatMember>;
  nextMessageId: number;
  messages: Map<number, Message>;
  reactions: Map<number, Map<number, ReactionType[]>>;
  /** Newest last. */
  pinned: number[];
  topics: Map<number, Topic>;
  invites: Map<string, Invite>;
  joinRequests: Map<number, JoinRequest>;
  /** The bot that spoke last: it alone hears commands that name no bot. */
  lastBot: number | null;
};

export function newGroup(settings: GroupSettings): GroupState {
  return {
    ...{ id: settings.id, settings, nextMessageId: 1, pinned: [], lastBot: null },
    ...{ members: new Map(), messages: new Map(), reactions: new Map() },
    ...{ topics: new Map(), invites: new Map(), joinRequests: new Map() },
  };
}

/** Takes one fact about a group in (its messages are the state's to keep in number). */
export function applyToGroup(group: GroupState, record: Exclude<GroupRecord, { t: "groupMessage" }>): void {
  switch (record.t) {
    case "group":
      group.settings = record.settings;
      if (record.nextMessageId) group.nextMessageId = record.nextMessageId;
      if (record.lastBot !== undefined) group.lastBot = record.lastBot;
      return;
    case "member":
      group.members.set(record.member.user.id, record.member);
      return;
    case "pinned":
      group.pinned = record.messageIds;
      return;
    case "topic":
      if (record.topic) group.topics.set(record.threadId, record.topic);
      else group.topics.delete(record.threadId);
      return;
    case "invite":
      group.invites.set(record.invite.link.invite_link, record.invite);
      return;
    case "joinRequest":
      if (record.request) group.joinRequests.set(record.user, record.request);
      else group.joinRequests.delete(record.user);
      return;
  }
}

/** The facts from which the group is rebuilt. */
export function* snapshotGroup(
  group: GroupState,
): IterableIterator<
  | GroupRecord
  | { t: "reaction"; bot: number; chat: number; messageId: number; by: number; reactions: ReactionType[] }
> {
  const { id, settings, nextMessageId, lastBot } = group;
  yield { t: "group", group: id, settings };
  for (const member of group.members.values()) yield { t: "member", group: id, member };
  for (const message of group.messages.values()) yield { t: "groupMessage", group: id, message };
  for (const [messageId, all] of group.reactions) {
    for (const [by, reactions] of all) yield { t: "reaction", bot: 0, chat: id, messageId, by, reactions };
  }
  for (const [threadId, topic] of group.topics) yield { t: "topic", group: id, threadId, topic };
  for (const invite of group.invites.values()) yield { t: "invite", group: id, invite };
  for (const [user, request] of group.joinRequests) yield { t: "joinRequest", group: id, user, request };
  if (group.pinned.length > 0) yield { t: "pinned", group: id, messageIds: group.pinned };
  // After the messages, whose arrival moves these.
  yield { t: "group", group: id, settings, nextMessageId, lastBot };
}

/** The group as messages and updates name it. */
export function groupChat({ settings }: GroupState): Exclude<Chat, { type: "private" }> {
  const { id, type, title, username, isForum } = settings;
  if (type === "group") return { id, type, title };
  const named = { id, title, ...(username !== undefined && { username }) };
  return type === "channel" ? { ...named, type } : { ...named, type, ...(isForum && { is_forum: true }) };
}

export function memberCount(group: GroupState): number {
  let count = group.settings.otherMembers ?? 0;
  for (const member of group.members.values()) if (isPresent(member)) count += 1;
  return count;
}
