import type { Message } from "@grammyjs/types";
import { fileIdOf } from "../media/file-id";
import type { TelegramState } from "../state";
import { forBot } from "./for-bot";
import { type GroupState, groupChat } from "./group-state";
import { hasRight } from "./rights";

/** A group as `getChat` tells it to one bot. */
export function fullGroup(state: TelegramState, group: GroupState, bot: number): object {
  const { settings, pinned } = group;
  const { username, description, photo, permissions, inviteLink } = settings;
  const picture = photo === undefined ? undefined : state.files.get(photo);
  const newest = pinned.at(-1);
  const message = newest === undefined ? undefined : group.messages.get(newest);
  const mayInvite = hasRight(group.members.get(bot), "can_invite_users");
  return {
    ...groupChat(group),
    ...(username !== undefined && { active_usernames: [username] }),
    ...(description !== undefined && { description }),
    ...(picture && {
      photo: {
        ...{ small_file_id: fileIdOf(picture, bot), small_file_unique_id: picture.unique },
        ...{ big_file_id: fileIdOf(picture, bot), big_file_unique_id: picture.unique },
      },
    }),
    ...(mayInvite && { invite_link: inviteLink }),
    ...(settings.type !== "channel" && { permissions }),
    ...(message && { pinned_message: forBot<Message>(message, bot) }),
    ...{ accent_color_id: 0, max_reaction_count: 11, accepted_gift_types: noGifts },
  };
}

const noGifts = {
  ...{ unlimited_gifts: false, limited_gifts: false, unique_gifts: false },
  ...{ premium_subscription: false, gifts_from_channels: false },
};
