import type { ChatMember, ChatPermissions, User } from "@grammyjs/types";
import { badRequest } from "../errors";
import { GroupDeed } from "../groups/group-deed";
import { type GroupState, memberCount } from "../groups/group-state";
import { sayChange } from "../groups/groups";
import { findUser, memberNow, untilDate } from "../groups/members";
import {
  administrator,
  fullPermissions,
  isAdministrator,
  isPresent,
  type RightName,
  restricted,
  rightNames,
} from "../groups/rights";
import { botUser, isGroup } from "../state";
import {
  getGroupOrThrow,
  getPeerOrThrow,
  getSupergroupOrThrow,
  type MethodCall,
  type Outcome,
  onlyForGroups,
  requireRight,
  selfOf,
} from "./outcome";

const notEnough = "not enough rights to restrict/unrestrict chat member";

export function getChatMember(call: MethodCall): Outcome {
  const peer = getPeerOrThrow(call);
  const user = userOrThrow(call);
  if (!isGroup(peer)) {
    if (user.id !== peer.user && user.id !== call.bot.id) throw badRequest("user not found");
    return { result: { status: "member", user } satisfies ChatMember };
  }
  return { result: memberNow(peer, user.id, nowS(call)) ?? ({ status: "left", user } satisfies ChatMember) };
}

export function getChatMemberCount(call: MethodCall): Outcome {
  const peer = getPeerOrThrow(call);
  return { result: isGroup(peer) ? memberCount(peer) : 2 };
}

/** Other bots are left out unless they are asked for. */
export function getChatAdministrators(call: MethodCall): Outcome {
  const group = getGroupOrThrow(call, "there are no administrators in the private chat");
  const all = [...group.members.values()].filter(isAdministrator);
  const isWanted = ({ user }: ChatMember) =>
    !user.is_bot || user.id === call.bot.id || call.params.return_bots === true;
  return { result: all.filter(isWanted) };
}

export function banChatMember(call: MethodCall): Outcome {
  const group = getGroupOrThrow(call, onlyForGroups);
  const user = removableOrThrow(call, group, "can't remove chat owner");
  const until_date = untilDate(call.params.until_date as number | undefined, nowS(call));
  return change(call, group, user, { status: "kicked", user, until_date });
}

/** Lets a banned user come back; one who is in the group is put out, unless only a ban was meant. */
export function unbanChatMember(call: MethodCall): Outcome {
  const group = getSupergroupOrThrow(call);
  requireRight(call, group, "can_restrict_members", notEnough);
  const user = userOrThrow(call);
  const before = memberNow(group, user.id, nowS(call));
  const isKept = call.params.only_if_banned === true && before?.status !== "kicked";
  if (isKept || !before || before.status === "left") return { result: true };
  removableOrThrow(call, group, "can't remove chat owner");
  return change(call, group, user, { status: "left", user });
}

export function restrictChatMember(call: MethodCall): Outcome {
  const group = getSupergroupOrThrow(call);
  if (group.settings.type === "channel") throw badRequest("method is available only for supergroups");
  const user = removableOrThrow(call, group, "can't restrict chat owner");
  const permissions = fullPermissions(call.params.permissions as ChatPermissions);
  const isPresentNow = isPresent(memberNow(group, user.id, nowS(call)));
  if (Object.values(permissions).every(Boolean)) {
    const next: ChatMember = isPresentNow ? { status: "member", user } : { status: "left", user };
    return change(call, group, user, next);
  }
  const until = untilDate(call.params.until_date as number | undefined, nowS(call));
  return change(call, group, user, restricted(user, permissions, until, isPresentNow));
}

/** An administrator gives no right that it does not have; without any right somebody is a member again. */
export function promoteChatMember(call: MethodCall): Outcome {
  const group = getSupergroupOrThrow(call);
  requireRight(call, group, "can_promote_members", "not enough rights");
  const user = userOrThrow(call);
  const before = memberNow(group, user.id, nowS(call));
  if (user.id === call.bot.id) throw badRequest("can't promote self");
  if (before?.status === "creator") throw badRequest("can't remove chat owner");
  if (!isPresent(before)) throw badRequest("USER_NOT_PARTICIPANT");
  const self = selfOf(call, group);
  const rights: Partial<Record<RightName, boolean>> = {};
  for (const name of rightNames) {
    if (call.params[name] !== true) continue;
    if (name !== "is_anonymous" && self?.status === "administrator" && self[name] === false)
      throw badRequest("RIGHT_FORBIDDEN");
    rights[name] = true;
  }
  if (Object.keys(rights).length === 0) return change(call, group, user, { status: "member", user });
  const next = { ...administrator(group.settings.type, user, rights), can_be_edited: true };
  return change(call, group, user, next);
}

export function leaveChat(call: MethodCall): Outcome {
  const group = getGroupOrThrow(call, "chat member status can't be changed in private chats");
  const user = botUser(call.bot);
  return change(call, group, user, { status: "left", user });
}

function change(call: MethodCall, group: GroupState, user: User, next: ChatMember): Outcome {
  const before = memberNow(group, user.id, nowS(call));
  const deed = new GroupDeed(call.store, group);
  deed.changeMember({ user, by: botUser(call.bot), next });
  sayChange(deed, group, { user, by: botUser(call.bot), before, next });
  return { result: true, records: deed.records, tells: deed.tells };
}

function removableOrThrow(call: MethodCall, group: GroupState, ownerRefusal: string): User {
  requireRight(call, group, "can_restrict_members", notEnough);
  const user = userOrThrow(call);
  if (user.id === call.bot.id) throw badRequest("can't restrict self");
  const status = group.members.get(user.id)?.status;
  if (status === "creator") throw badRequest(ownerRefusal);
  if (status === "administrator") throw badRequest("user is an administrator of the chat");
  return user;
}

function userOrThrow(call: MethodCall): User {
  const user = findUser(call.store.state, call.params.user_id as number);
  if (!user) throw badRequest("PARTICIPANT_ID_INVALID");
  return user;
}

function nowS(call: MethodCall): number {
  return Math.floor(call.nowMs / 1000);
}
