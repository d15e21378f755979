import { type IdKind, toPublicId } from "@/server/kernel";
import type { StreamHint } from "./live-stream";

/** What the id of an event names, by the first word of its name. Messages and deliveries are told by conversation. */
const kindOfTopic: Record<string, IdKind> = {
  channel: "channel",
  conversation: "conversation",
  customer: "customer",
  delivery: "conversation",
  faq: "faqEntry",
  invitation: "invitation",
  member: "member",
  message: "conversation",
  shopOrder: "shopOrder",
  import: "import",
  tag: "tag",
  note: "conversation",
  notification: "member",
  presence: "conversation",
  draft: "conversation",
  macro: "macro",
  cannedReply: "cannedReply",
  inboxView: "inboxView",
  workspace: "workspace",
};

/** A hint as it leaves: with a public id where the topic is a known one. */
export function toStreamHint({ topic, id, version }: StreamHint): StreamHint {
  const kind = kindOfTopic[topic.slice(0, topic.indexOf("/"))];
  return { topic, id: kind ? toPublicId(kind, id) : id, version };
}
