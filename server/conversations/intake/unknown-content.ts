import { cut, type Json, plain } from "./json";

/** Fields that every message may have; what is left names its content. */
const envelope = new Set([
  "message_id",
  "message_thread_id",
  "direct_messages_topic",
  "from",
  "sender_chat",
  "sender_boost_count",
  "sender_business_bot",
  "sender_tag",
  "receiver_user",
  "ephemeral_message_id",
  "business_connection_id",
  "guest_query_id",
  "guest_bot_caller_user",
  "guest_bot_caller_chat",
  "date",
  "chat",
  "forward_origin",
  "is_topic_message",
  "is_automatic_forward",
  "is_paid_post",
  "reply_to_message",
  "reply_to_checklist_task_id",
  "reply_to_poll_option_id",
  "external_reply",
  "quote",
  "reply_to_story",
  "via_bot",
  "edit_date",
  "has_protected_content",
  "is_from_offline",
  "media_group_id",
  "author_signature",
  "entities",
  "link_preview_options",
  "effect_id",
  "caption",
  "caption_entities",
  "show_caption_above_media",
  "has_media_spoiler",
  "paid_star_count",
  "reply_markup",
]);

/** The platform's name of what a message carries, for what we have no kind of our own. */
export function unknownContentName(message: Json): string {
  const names = Object.keys(message).filter((key) => !envelope.has(key));
  // An animation comes with a `document` beside it, for old clients.
  const name = names.find((candidate) => candidate !== "document") ?? names[0] ?? "unknown";
  return cut(plain(name), 64);
}
