import type { ForwardOrigin, MessagePayload, ReplyTarget } from "@/db/schema";
import { brief, compact, countOf, cut, idText, isObject, type Json, plain } from "./json";
import { readContent } from "./read-content";

/** As much of what is answered as its line shows. */
const replyLength = 200;

/**
 * What stands around a message's content: what it answers, whom it is forwarded from, which album and topic it belongs
 * to. Nothing for most messages, so that a plain text keeps an empty payload.
 */
export function readSurroundings(message: Json): MessagePayload {
  const found: MessagePayload = {};
  const albumId = brief(message.media_group_id, 64);
  if (albumId) found.albumId = albumId;
  const forwardedFrom = readOrigin(message.forward_origin);
  if (forwardedFrom) found.forwardedFrom = forwardedFrom;
  const replyTo = readReply(message);
  if (replyTo) found.replyTo = replyTo;
  const threadId = message.is_topic_message === true ? countOf(message.message_thread_id) : undefined;
  if (threadId) found.threadId = threadId;
  return found;
}

/** https://core.telegram.org/bots/api#messageorigin */
function readOrigin(origin: unknown): ForwardOrigin | null {
  if (!isObject(origin)) return null;
  const at = countOf(origin.date);
  const when = at ? { at: new Date(at * 1000).toISOString() } : {};
  switch (origin.type) {
    case "user":
      return { kind: "user", ...named(origin.sender_user), ...when };
    case "hidden_user":
      return { kind: "hidden_user", name: cut(plain(origin.sender_user_name), 200), ...when };
    case "chat":
      return { kind: "chat", ...named(origin.sender_chat), ...when };
    case "channel":
      return { kind: "channel", ...named(origin.chat), ...when };
    default:
      return { kind: "hidden_user", name: "", ...when };
  }
}

/** A user's or a chat's name, and the public one where there is one. */
function named(who: unknown): { name: string; username?: string } {
  if (!isObject(who)) return { name: "" };
  const username = brief(who.username, 64);
  const own = [plain(who.first_name), plain(who.last_name)].filter(Boolean).join(" ");
  return { name: brief(who.title, 200) ?? (cut(own, 200) || username || ""), ...(username && { username }) };
}

function readReply(message: Json): ReplyTarget | null {
  const quote = isObject(message.quote) ? brief(message.quote.text, 1024) : undefined;
  if (isObject(message.reply_to_message)) return answered(message.reply_to_message, message, quote);
  if (isObject(message.external_reply)) {
    const { kind } = readContent(message.external_reply, null);
    const name = readOrigin(message.external_reply.origin)?.name;
    return compact({
      by: "elsewhere" as const,
      kind: kind === "text" ? "unsupported" : kind,
      text: "",
      quote,
      name,
    });
  }
  if (isObject(message.reply_to_story)) {
    return compact({
      by: "elsewhere" as const,
      kind: "story",
      text: "",
      quote,
      name: named(message.reply_to_story.chat).name || undefined,
    });
  }
  // The quoted words alone, when what they are from is gone.
  return quote ? { by: "elsewhere", kind: "text", text: "", quote } : null;
}

function answered(original: Json, message: Json, quote: string | undefined): ReplyTarget | null {
  // The first message of a topic is named as what every message of the topic answers.
  if (isObject(original.forum_topic_created) && message.is_topic_message === true) return null;
  const { kind, text } = readContent(original, null);
  return compact({
    providerMessageId: idText(original.message_id) ?? undefined,
    by: isObject(original.from) && original.from.is_bot === true ? ("us" as const) : ("customer" as const),
    kind,
    text: cut(text, replyLength),
    quote,
  });
}
