import type { Update } from "grammy/types";

/**
 * What we ask the platform to send: what we act on, and nothing that we would only throw away. Always sent in full: an
 * absent list keeps the one before.
 */
export const allowedUpdates = [
  "message",
  "edited_message",
  "channel_post",
  "edited_channel_post",
  "callback_query",
  "message_reaction",
  "my_chat_member",
  "chat_member",
] as const satisfies readonly Exclude<keyof Update, "update_id">[];
