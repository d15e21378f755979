import { badRequest } from "../errors";
import { fullGroup } from "../groups/full-group";
import { findFile, parseFileId } from "../media/file-id";
import { mediaFields } from "../media/media-fields";
import { botUser, isGroup } from "../state";
import { privateChat } from "./message";
import { getPeerOrThrow, type MethodCall, type Outcome } from "./outcome";

/** Bots may fetch files up to this size. */
const largestDownloadBytes = 20 * 1024 * 1024;

/** What may be given to anybody here. */
const acceptedGifts = {
  unlimited_gifts: true,
  limited_gifts: true,
  unique_gifts: true,
  premium_subscription: true,
  gifts_from_channels: true,
};

export function getMe({ bot }: MethodCall): Outcome {
  return {
    result: {
      ...botUser(bot),
      can_join_groups: true,
      can_read_all_group_messages: bot.readsAll,
      supports_guest_queries: false,
      supports_inline_queries: false,
      can_connect_to_business: false,
      has_main_web_app: false,
      has_topics_enabled: false,
      allows_users_to_create_topics: false,
      can_manage_bots: bot.traits.managesBots,
      supports_join_request_queries: false,
    },
  };
}

export function getFile(call: MethodCall): Outcome {
  const fileId = call.params.file_id as string;
  if (!parseFileId(fileId)) throw badRequest("invalid file_id");
  const file = findFile(call.store.state.files, call.bot.id, fileId);
  if (!file) throw badRequest("wrong file_id or the file is temporarily unavailable");
  if (file.size > largestDownloadBytes) throw badRequest("file is too big");
  return {
    result: {
      file_id: fileId,
      file_unique_id: file.unique,
      file_size: file.size,
      file_path: file.path,
    },
  };
}

export function getChat(call: MethodCall): Outcome {
  const chat = getPeerOrThrow(call);
  if (isGroup(chat)) return { result: fullGroup(call.store.state, chat, call.bot.id) };
  const user = call.store.state.users.get(chat.user);
  if (!user) throw badRequest("chat not found");
  return {
    result: {
      ...privateChat(user),
      ...(user.username !== undefined && { active_usernames: [user.username] }),
      accent_color_id: 0,
      max_reaction_count: 11,
      accepted_gift_types: acceptedGifts,
    },
  };
}

/** Of users nobody here has a picture; a bot may have one. */
export function getUserProfilePhotos(call: MethodCall): Outcome {
  const { state } = call.store;
  const id = call.params.user_id as number;
  const bot = state.bots.get(id);
  if (!bot && !state.users.has(id)) throw badRequest("invalid user_id specified");
  const file = bot?.traits.photo ? state.files.get(bot.traits.photo) : undefined;
  if (!file) return { result: { total_count: 0, photos: [] } };
  return { result: { total_count: 1, photos: [mediaFields(file, state.files, call.bot.id).photo] } };
}

export function answerCallbackQuery(call: MethodCall): Outcome {
  const queryId = call.params.callback_query_id as string;
  const query = call.store.state.callbackQueries.get(queryId);
  if (!query || query.bot !== call.bot.id || query.isAnswered || call.nowMs > query.expiresAt) {
    throw badRequest("query is too old and response timeout expired or query ID is invalid");
  }
  return { result: true, records: [{ t: "answered", queryId }] };
}
