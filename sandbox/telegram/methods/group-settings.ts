import type { ChatPermissions, Message } from "@grammyjs/types";
import { badRequest } from "../errors";
import { forBot } from "../groups/for-bot";
import { GroupDeed } from "../groups/group-deed";
import type { GroupState } from "../groups/group-state";
import { fullPermissions } from "../groups/rights";
import { mediaFields } from "../media/media-fields";
import { isUpload } from "../parameters/check";
import { botUser, isGroup, type Peer } from "../state";
import {
  getGroupOrThrow,
  getPeerOrThrow,
  type MethodCall,
  type Outcome,
  onlyForGroups,
  requireNotBlocked,
  requireRight,
} from "./outcome";

export function setChatTitle(call: MethodCall): Outcome {
  const group = getGroupOrThrow(call, onlyForGroups);
  requireRight(call, group, "can_change_info", "not enough rights to change chat title");
  const title = (call.params.title as string).trim();
  if (title === "") throw badRequest("title must be non-empty");
  if (title === group.settings.title) throw badRequest("chat title is not modified");
  const deed = new GroupDeed(call.store, group);
  deed.set({ ...group.settings, title });
  deed.say(botUser(call.bot), { new_chat_title: title });
  return done(deed);
}

export function setChatDescription(call: MethodCall): Outcome {
  const group = getGroupOrThrow(call, onlyForGroups);
  requireRight(call, group, "can_change_info", "not enough rights to set chat description");
  const description = ((call.params.description as string | undefined) ?? "").trim();
  if (description === (group.settings.description ?? ""))
    throw badRequest("chat description is not modified");
  const { description: _before, ...rest } = group.settings;
  const deed = new GroupDeed(call.store, group);
  deed.set({ ...rest, ...(description !== "" && { description }) });
  return done(deed);
}

export function setChatPhoto(call: MethodCall): Outcome {
  const group = getGroupOrThrow(call, onlyForGroups);
  requireRight(call, group, "can_change_info", "not enough rights to change chat photo");
  const upload = call.params.photo;
  const added = isUpload(upload)
    ? call.store.files.addPhoto(0, { bytes: upload.bytes }, call.store.state.nextFile)
    : null;
  if (!added) throw badRequest("IMAGE_PROCESS_FAILED");
  const deed = new GroupDeed(call.store, group);
  deed.add(...added.records);
  deed.set({ ...group.settings, photo: added.file.unique });
  const known = new Map([[added.file.unique, added.file]]);
  deed.say(botUser(call.bot), {
    new_chat_photo: mediaFields(added.file, known, 0).photo,
  } as Partial<Message>);
  return done(deed);
}

export function deleteChatPhoto(call: MethodCall): Outcome {
  const group = getGroupOrThrow(call, onlyForGroups);
  requireRight(call, group, "can_change_info", "not enough rights to change chat photo");
  if (group.settings.photo === undefined) throw badRequest("CHAT_NOT_MODIFIED");
  const { photo: _photo, ...rest } = group.settings;
  const deed = new GroupDeed(call.store, group);
  deed.set(rest);
  deed.say(botUser(call.bot), { delete_chat_photo: true });
  return done(deed);
}

export function setChatPermissions(call: MethodCall): Outcome {
  const group = getGroupOrThrow(call, onlyForGroups);
  if (group.settings.type === "channel") throw badRequest("method is available only for supergroups");
  requireRight(call, group, "can_restrict_members", "not enough rights to change chat permissions");
  const deed = new GroupDeed(call.store, group);
  deed.set({ ...group.settings, permissions: fullPermissions(call.params.permissions as ChatPermissions) });
  return done(deed);
}

export function pinChatMessage(call: MethodCall): Outcome {
  const peer = pinnableOrThrow(call);
  const messageId = call.params.message_id as number;
  const message = peer.messages.get(messageId);
  if (!message) throw badRequest("message to pin not found");
  // In a private chat nobody else sees it.
  if (!isGroup(peer)) return { result: true };
  const deed = new GroupDeed(call.store, peer);
  const messageIds = [...peer.pinned.filter((id) => id !== messageId), messageId];
  deed.add({ t: "pinned", group: peer.id, messageIds });
  if (peer.settings.type !== "channel") {
    const pinned_message = forBot(message, call.bot.id);
    deed.say(botUser(call.bot), { pinned_message } as Partial<Message>);
  }
  return done(deed);
}

/** The one named, else the newest. */
export function unpinChatMessage(call: MethodCall): Outcome {
  const peer = pinnableOrThrow(call);
  if (!isGroup(peer)) return { result: true };
  const messageId = (call.params.message_id as number | undefined) ?? peer.pinned.at(-1);
  if (messageId === undefined || !peer.pinned.includes(messageId))
    throw badRequest("message to unpin not found");
  return pinned(
    peer,
    peer.pinned.filter((id) => id !== messageId),
  );
}

export function unpinAllChatMessages(call: MethodCall): Outcome {
  const peer = pinnableOrThrow(call);
  return isGroup(peer) ? pinned(peer, []) : { result: true };
}

function pinned(group: GroupState, messageIds: number[]): Outcome {
  return { result: true, records: [{ t: "pinned", group: group.id, messageIds }] };
}

function pinnableOrThrow(call: MethodCall): Peer {
  const peer = getPeerOrThrow(call);
  requireNotBlocked(peer);
  if (isGroup(peer)) {
    const right = peer.settings.type === "channel" ? "can_edit_messages" : "can_pin_messages";
    requireRight(call, peer, right, "not enough rights to manage pinned messages in the chat");
  }
  return peer;
}

function done(deed: GroupDeed): Outcome {
  return { result: true, records: deed.records, tells: deed.tells };
}
