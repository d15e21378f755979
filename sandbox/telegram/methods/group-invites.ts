import type { ChatInviteLink, ChatMember } from "@grammyjs/types";
import { badRequest } from "../errors";
import { GroupDeed } from "../groups/group-deed";
import type { GroupState, JoinRequest } from "../groups/group-state";
import { sayChange } from "../groups/groups";
import { newInviteUrl } from "../groups/invites";
import { findUser, memberNow } from "../groups/members";
import { isPresent } from "../groups/rights";
import { botUser } from "../state";
import { getGroupOrThrow, type MethodCall, type Outcome, onlyForGroups, requireRight } from "./outcome";

export function createChatInviteLink(call: MethodCall): Outcome {
  const group = invitingOrThrow(call);
  const link: ChatInviteLink = {
    ...{ invite_link: newInviteUrl(), creator: botUser(call.bot), is_primary: false, is_revoked: false },
    ...termsOf(call),
  };
  return { result: link, records: [{ t: "invite", group: group.id, invite: { link, uses: 0 } }] };
}

export function editChatInviteLink(call: MethodCall): Outcome {
  const group = invitingOrThrow(call);
  const { link, uses } = ownOrThrow(call, group);
  if (link.is_revoked) throw badRequest("INVITE_HASH_EXPIRED");
  const { invite_link, creator, is_primary, is_revoked } = link;
  const next: ChatInviteLink = { invite_link, creator, is_primary, is_revoked, ...termsOf(call) };
  return { result: next, records: [{ t: "invite", group: group.id, invite: { link: next, uses } }] };
}

export function revokeChatInviteLink(call: MethodCall): Outcome {
  const group = invitingOrThrow(call);
  const { link, uses } = ownOrThrow(call, group);
  const next = { ...link, is_revoked: true };
  return { result: next, records: [{ t: "invite", group: group.id, invite: { link: next, uses } }] };
}

/** A new primary link; the one before is no longer one. */
export function exportChatInviteLink(call: MethodCall): Outcome {
  const group = invitingOrThrow(call);
  const inviteLink = newInviteUrl();
  return {
    result: inviteLink,
    records: [{ t: "group", group: group.id, settings: { ...group.settings, inviteLink } }],
  };
}

export function approveChatJoinRequest(call: MethodCall): Outcome {
  const group = invitingOrThrow(call);
  const request = requestOrThrow(call, group);
  const user = findUser(call.store.state, request.user);
  if (!user) throw badRequest("PARTICIPANT_ID_INVALID");
  const next: ChatMember = { status: "member", user };
  const deed = new GroupDeed(call.store, group);
  const invite = request.link === undefined ? undefined : group.invites.get(request.link);
  deed.add({ t: "joinRequest", group: group.id, user: user.id, request: null });
  if (invite) deed.add({ t: "invite", group: group.id, invite: { ...invite, uses: invite.uses + 1 } });
  const before = memberNow(group, user.id, Math.floor(call.nowMs / 1000));
  deed.changeMember({
    user,
    by: botUser(call.bot),
    next,
    viaJoinRequest: true,
    ...(invite && { invite: invite.link }),
  });
  sayChange(deed, group, { user, by: user, before, next });
  return { result: true, records: deed.records, tells: deed.tells };
}

export function declineChatJoinRequest(call: MethodCall): Outcome {
  const group = invitingOrThrow(call);
  const { user } = requestOrThrow(call, group);
  return { result: true, records: [{ t: "joinRequest", group: group.id, user, request: null }] };
}

/** What the link is for; a request to come in and a limit exclude each other. */
function termsOf(call: MethodCall): Pick<ChatInviteLink, "creates_join_request"> & Partial<ChatInviteLink> {
  const { name, expire_date, member_limit } = call.params as Partial<ChatInviteLink>;
  const creates_join_request = call.params.creates_join_request === true;
  if (creates_join_request && member_limit !== undefined)
    throw badRequest("member limit can't be specified for links requiring administrator approval");
  if (expire_date !== undefined && expire_date > 0 && expire_date <= Math.floor(call.nowMs / 1000))
    throw badRequest("EXPIRE_DATE_INVALID");
  return {
    creates_join_request,
    ...(name && { name }),
    ...(expire_date && { expire_date }),
    ...(member_limit && { member_limit }),
  };
}

function invitingOrThrow(call: MethodCall): GroupState {
  const group = getGroupOrThrow(call, onlyForGroups);
  requireRight(call, group, "can_invite_users", "not enough rights to manage chat invite link");
  return group;
}

/** A bot edits and revokes its own links only. */
function ownOrThrow(call: MethodCall, group: GroupState) {
  const invite = group.invites.get(call.params.invite_link as string);
  if (!invite) throw badRequest("INVITE_HASH_EXPIRED");
  if (invite.link.creator.id !== call.bot.id) throw badRequest("CHAT_ADMIN_INVITE_REQUIRED");
  return invite;
}

function requestOrThrow(call: MethodCall, group: GroupState): JoinRequest {
  const id = call.params.user_id as number;
  if (!findUser(call.store.state, id)) throw badRequest("PARTICIPANT_ID_INVALID");
  if (isPresent(memberNow(group, id, Math.floor(call.nowMs / 1000))))
    throw badRequest("USER_ALREADY_PARTICIPANT");
  const request = group.joinRequests.get(id);
  if (!request) throw badRequest("HIDE_REQUESTER_MISSING");
  return request;
}
