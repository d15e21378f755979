import type { ChatMember } from "@grammyjs/types";
import { z } from "zod";
import { parseInput } from "./control-inputs";
import { changedOf, changedShape, decoded, saidOf, saidShape } from "./control-messages";
import { ControlError } from "./errors";
import { type GroupState, memberCount } from "./groups/group-state";
import { ownerOf } from "./groups/members";
import { isPresent, permissionNames, rightNames } from "./groups/rights";
import type { LocalTelegram } from "./telegram";
import { groupTranscriptOf } from "./transcript";

/** The groups of the control API. */

const id = z.number().int().positive();
const messageId = id;
const name = z.string().trim().min(1).max(128);
const flags = <T extends string>(names: readonly T[]) =>
  z.partialRecord(z.enum(names as readonly [T, ...T[]]), z.boolean()).optional();

const NewGroupInput = z.strictObject({
  title: name,
  type: z.enum(["group", "supergroup", "channel"]).optional(),
  owner: id,
  username: z
    .string()
    .regex(/^[A-Za-z]\w{3,31}$/)
    .optional(),
  description: z.string().max(255).optional(),
  isForum: z.boolean().optional(),
  otherMembers: z.number().int().min(0).max(10_000_000).optional(),
});

const ChangeInput = z.strictObject({
  title: name.optional(),
  description: z.string().max(255).optional(),
  isForum: z.boolean().optional(),
  permissions: flags(permissionNames),
  photo: z.string().min(1).nullable().optional(),
});

const MemberInput = z.strictObject({
  user: id.optional(),
  bot: z.string().min(1).optional(),
  status: z.enum(["member", "administrator", "restricted", "left", "kicked"]).optional(),
  rights: flags(rightNames),
  permissions: flags(permissionNames),
  until: z.number().int().min(0).optional(),
  by: id.optional(),
  inviteLink: z.string().min(1).optional(),
});

const GroupMessageInput = z.strictObject({ from: id, threadId: id.optional(), ...saidShape });
const GroupEditInput = z.strictObject({ from: id, messageId, ...changedShape });
const GroupDeletionInput = z.strictObject({ from: id, messageId });
const GroupReactionInput = z.strictObject({
  from: id,
  messageId,
  reaction: z.array(z.string().min(1)).max(3),
});
const GroupVoteInput = z.strictObject({
  ...{ from: id, messageId },
  options: z.array(z.number().int().min(0)).max(12),
});
const TopicInput = z.strictObject({ from: id, name });

type Act = (telegram: LocalTelegram, group: GroupState, body: unknown) => unknown;

const acts: Readonly<Record<string, Act>> = {
  "": (telegram, group, body) => {
    const { photo, ...changed } = parseInput(ChangeInput, body);
    const picture = photo === undefined ? {} : { photo: photo === null ? null : decoded(photo, "photo") };
    telegram.groups.change(group, { ...changed, ...picture });
    return {};
  },
  members: (telegram, group, body) => {
    const { user, bot, ...input } = parseInput(MemberInput, body);
    if ((user === undefined) === (bot === undefined))
      throw new ControlError(400, "Give either a user or a bot.");
    const who = user ?? telegram.getBotOrThrow(bot as string).id;
    return telegram.groups.setMember(group, who, input);
  },
  messages: (telegram, group, body) => {
    const { from, threadId, ...said } = parseInput(GroupMessageInput, body);
    return telegram.talk.say(group, from, saidOf(said), threadId);
  },
  edits: (telegram, group, body) => {
    const { from, messageId, ...changed } = parseInput(GroupEditInput, body);
    return telegram.talk.edit(group, from, messageId, changedOf(changed));
  },
  deletions: (telegram, group, body) => {
    const { from, messageId } = parseInput(GroupDeletionInput, body);
    telegram.talk.remove(group, from, messageId);
    return {};
  },
  reactions: (telegram, group, body) => {
    const { from, messageId, reaction } = parseInput(GroupReactionInput, body);
    telegram.talk.react(group, from, messageId, reaction);
    return {};
  },
  votes: (telegram, group, body) => {
    const { from, messageId, options } = parseInput(GroupVoteInput, body);
    telegram.talk.vote(group, from, messageId, options);
    return {};
  },
  topics: (telegram, group, body) => {
    const { from, name: title } = parseInput(TopicInput, body);
    return telegram.talk.openTopic(group, from, title);
  },
  migration: (telegram, group) => ({ id: telegram.groups.migrate(group).id }),
  end: (telegram, group) => {
    telegram.groups.delete(group);
    return {};
  },
};

/** `POST groups` and `POST groups/<id>/<what>`; undefined when the path is neither. */
export function postToGroups(telegram: LocalTelegram, rest: string, body: unknown): unknown {
  if (rest === "groups") {
    const group = telegram.groups.create(parseInput(NewGroupInput, body));
    return { id: group.id, inviteLink: group.settings.inviteLink };
  }
  const path = groupPath.exec(rest);
  const act = path ? acts[path[2] ?? ""] : undefined;
  return path && act ? act(telegram, telegram.groups.getGroupOrThrow(Number(path[1])), body) : undefined;
}

/** `GET groups`, `groups/<id>` and `groups/<id>/messages`; undefined for any other path. */
export function getFromGroups(telegram: LocalTelegram, rest: string, query: URLSearchParams): unknown {
  if (rest === "groups") return { groups: [...telegram.store.state.groups.values()].map(entryOf) };
  const path = groupPath.exec(rest);
  if (!path) return undefined;
  const group = telegram.groups.getGroupOrThrow(Number(path[1]));
  if (path[2] === undefined) return detailsOf(group);
  if (path[2] !== "messages") return undefined;
  const viewer = Number(query.get("user") ?? 0);
  const [after, last] = ["after", "last"].map((key) => {
    const value = Number(query.get(key) ?? Number.NaN);
    return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
  });
  const range = { ...(after !== undefined && { after }), ...(last !== undefined && { last }) };
  return { messages: groupTranscriptOf(telegram.store.state, group, viewer, range) };
}

/** The group whose events `groups/<id>/events` asks for. */
export function watchedGroup(telegram: LocalTelegram, rest: string): GroupState | null {
  const path = groupPath.exec(rest);
  return path?.[2] === "events" ? telegram.groups.getGroupOrThrow(Number(path[1])) : null;
}

const groupPath = /^groups\/(-\d{1,15})(?:\/([a-z]+))?$/;

export type GroupEntry = {
  id: number;
  type: "group" | "supergroup" | "channel";
  title: string;
  memberCount: number;
  isForum: boolean;
  migratedTo?: number;
  isDeleted?: true;
};

export type GroupDetails = GroupEntry & {
  description?: string;
  username?: string;
  owner: number | null;
  inviteLink: string;
  members: {
    id: number;
    name: string;
    isBot: boolean;
    username?: string;
    status: ChatMember["status"];
    isIn: boolean;
  }[];
  topics: { id: number; name: string; isClosed: boolean }[];
  invites: { link: string; name?: string; uses: number; isRevoked: boolean; asks: boolean }[];
  joinRequests: { user: number }[];
  pinned: number[];
};

function entryOf(group: GroupState): GroupEntry {
  const { type, title, isForum, migratedTo, isDeleted } = group.settings;
  return {
    ...{ id: group.id, type, title, memberCount: memberCount(group), isForum: isForum === true },
    ...(migratedTo !== undefined && { migratedTo }),
    ...(isDeleted && { isDeleted }),
  };
}

function detailsOf(group: GroupState): GroupDetails {
  const { description, username, inviteLink } = group.settings;
  return {
    ...entryOf(group),
    ...(description !== undefined && { description }),
    ...(username !== undefined && { username }),
    ...{ owner: ownerOf(group)?.id ?? null, inviteLink, pinned: group.pinned },
    members: [...group.members.values()].map((member) => ({
      ...{ id: member.user.id, isBot: member.user.is_bot, status: member.status, isIn: isPresent(member) },
      name: [member.user.first_name, member.user.last_name].filter(Boolean).join(" "),
      ...(member.user.username !== undefined && { username: member.user.username }),
    })),
    topics: [...group.topics.values()].map((topic) => ({
      ...{ id: topic.message_thread_id, name: topic.name, isClosed: topic.isClosed },
    })),
    invites: [...group.invites.values()].map(({ link, uses }) => ({
      ...{ link: link.invite_link, uses, isRevoked: link.is_revoked, asks: link.creates_join_request },
      ...(link.name !== undefined && { name: link.name }),
    })),
    joinRequests: [...group.joinRequests.values()].map(({ user }) => ({ user })),
  };
}
