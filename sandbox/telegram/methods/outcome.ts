import type { ChatMember, Message } from "@grammyjs/types";
import { BotApiError, badRequest, forbidden } from "../errors";
import type { GroupState } from "../groups/group-state";
import { hasRight, isAdministrator, isPresent, type PermissionName, type RightName } from "../groups/rights";
import type { SendLimiter } from "../limiter";
import type { ProfileLimiter } from "../profile-limiter";
import type { StateRecord } from "../records";
import { type BotState, type ChatState, isGroup, type Peer } from "../state";
import type { Store } from "../store";

/** A checked call on its way to its answer. */
export type MethodCall = {
  store: Store;
  limiter: SendLimiter;
  profileLimiter: ProfileLimiter;
  bot: BotState;
  params: Record<string, unknown>;
  nowMs: number;
};

/** What a call answers and what it changes; nothing is changed before it is on file. */
export type Outcome = {
  result: unknown;
  description?: string;
  records?: StateRecord[];
  /** The result is a message (or several) that goes into its chat. */
  stores?: true;
  /** Updates among the records, whose bots are told once they are on file. */
  tells?: readonly { bot: BotState; updateId: number }[];
};

/**
 * The chat that `chat_id` names: private, or a group that the bot is in.
 *
 * @throws BotApiError 400 when the bot has never met that user or group, or the group became a supergroup
 * @throws BotApiError 403 when the bot is no longer in the group
 */
export function getPeerOrThrow(call: MethodCall): Peer {
  const id = call.params.chat_id as number;
  if (id < 0) return getJoinedGroupOrThrow(call, id);
  const chat = call.bot.chats.get(id);
  if (!chat) throw badRequest("chat not found");
  return chat;
}

function getJoinedGroupOrThrow(call: MethodCall, id: number): GroupState {
  const group = call.store.state.groups.get(id);
  const self = group?.members.get(call.bot.id);
  if (!group || !self) throw badRequest("chat not found");
  const { type, migratedTo, isDeleted } = group.settings;
  if (migratedTo !== undefined) {
    throw new BotApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", {
      migrate_to_chat_id: migratedTo,
    });
  }
  if (isDeleted) throw forbidden("the group chat was deleted");
  if (isPresent(self)) return group;
  throw forbidden(
    self.status === "kicked"
      ? `bot was kicked from the ${type} chat`
      : `bot is not a member of the ${type} chat`,
  );
}

/** @throws BotApiError 400 for a private chat */
export function getGroupOrThrow(call: MethodCall, refusal: string): GroupState {
  const peer = getPeerOrThrow(call);
  if (!isGroup(peer)) throw badRequest(refusal);
  return peer;
}

export const onlyForGroups = "method is available only for groups, supergroups and channels";
export const onlyForSupergroups = "method is available for supergroup and channel chats only";

/** @throws BotApiError 400 for private chats and basic groups */
export function getSupergroupOrThrow(call: MethodCall): GroupState {
  const group = getGroupOrThrow(call, onlyForSupergroups);
  if (group.settings.type === "group") throw badRequest(onlyForSupergroups);
  return group;
}

/** @throws BotApiError 400 unless the bot has that right in the group */
export function requireRight(call: MethodCall, group: GroupState, right: RightName, refusal: string): void {
  if (!hasRight(selfOf(call, group), right, group.settings.permissions)) throw badRequest(refusal);
}

export function selfOf(call: MethodCall, group: GroupState): ChatMember | undefined {
  return group.members.get(call.bot.id);
}

/** @throws BotApiError 403 when the user has blocked the bot */
export function requireNotBlocked(peer: Peer): void {
  if (!isGroup(peer) && peer.isBlocked) throw forbidden("bot was blocked by the user");
}

/** @throws BotApiError 403 or 400 when the bot may not send this there */
export function requireMaySend(call: MethodCall, peer: Peer, permission: PermissionName): void {
  requireNotBlocked(peer);
  if (!isGroup(peer)) return;
  const self = selfOf(call, peer);
  if (peer.settings.type === "channel") {
    if (!hasRight(self, "can_post_messages"))
      throw badRequest("need administrator rights in the channel chat");
    return;
  }
  if (isAdministrator(self)) return;
  const allowed = self?.status === "restricted" ? self[permission] : peer.settings.permissions[permission];
  if (!allowed) throw badRequest(`not enough rights to send ${permissionWords[permission]} to the chat`);
}

const permissionWords: Readonly<Record<string, string>> = {
  ...{ can_send_messages: "text messages", can_send_audios: "music", can_send_documents: "documents" },
  ...{ can_send_photos: "photos", can_send_videos: "videos", can_send_video_notes: "video notes" },
  ...{
    can_send_voice_notes: "voice notes",
    can_send_polls: "polls",
    can_send_other_messages: "stickers and GIFs",
  },
};

/**
 * A message of this bot that may be edited (in a channel any message, with the right).
 *
 * @throws BotApiError 400 when there is none or it is somebody else's
 */
export function getEditableOrThrow(call: MethodCall): Message {
  const peer = getPeerOrThrow(call);
  requireNotBlocked(peer);
  const message = peer.messages.get(call.params.message_id as number);
  if (!message) throw badRequest("message to edit not found");
  const isOwn = message.from?.id === call.bot.id || message.via_bot?.id === call.bot.id;
  const mayAll =
    isGroup(peer) && peer.settings.type === "channel" && hasRight(selfOf(call, peer), "can_edit_messages");
  if (!isOwn && !mayAll) throw badRequest("message can't be edited");
  return message;
}

/** @throws BotApiError 400 for a group */
export function getPrivateChatOrThrow(call: MethodCall): ChatState {
  const peer = getPeerOrThrow(call);
  if (isGroup(peer)) throw badRequest("chat not found");
  return peer;
}
