import { type IdKind, toPublicId } from "@/server/kernel";
import type { StreamHint } from "./live-stream";

/**
 * What the id of an event names, by the event's name or else by the first word of it. Messages, deliveries, notes and drafts
 * are told by conversation.
 */
const kindOfTopic: Record<string, IdKind> = {
  cannedReply: "cannedReply",
  channel: "channel",
  conversation: "conversation",
  "conversation/imported": "channel",
  customer: "customer",
  "customer/imported": "import",
  delivery: "conversation",
  draft: "conversation",
  fact: "workspace",
  faq: "faqEntry",
  "faq/imported": "import",
  "faq/synonyms": "synonymGroup",
  field: "customerField",
  file: "conversation",
  group: "group",
  import: "import",
  inboxView: "inboxView",
  intent: "agentRun",
  invitation: "invitation",
  macro: "macro",
  mail: "mail",
  member: "member",
  message: "conversation",
  note: "conversation",
  notification: "member",
  presence: "conversation",
  rating: "rating",
  satisfaction: "workspace",
  serviceLevel: "workspace",
  shopOrder: "shopOrder",
  "shopOrder/imported": "import",
  tag: "tag",
  task: "task",
  workflow: "workflowRun",
  workspace: "workspace",
};

/** A hint as it leaves: with a public id where the topic is a known one. */
export function toStreamHint({ topic, id, version }: StreamHint): StreamHint {
  const kind = kindOfTopic[topic] ?? kindOfTopic[topic.slice(0, topic.indexOf("/"))];
  return { topic, id: kind ? toPublicId(kind, id) : id, version };
}
