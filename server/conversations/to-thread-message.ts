import type { agentRuns, deliveries, files, messages, ReplyTarget } from "@/db/schema";
import { toPublicId } from "@/server/kernel";
import { toMemberRef } from "./internal";
import { MessageKind, type RepliedTo, type ThreadMessage } from "./schemas";
import { toMessageContent } from "./to-message-content";

type MessageRow = typeof messages.$inferSelect;
type RunRow = typeof agentRuns.$inferSelect;
type DeliveryRow = typeof deliveries.$inferSelect;
type FileRow = typeof files.$inferSelect;

export type ThreadRow = {
  message: Pick<
    MessageRow,
    | "id"
    | "conversationId"
    | "seq"
    | "direction"
    | "author"
    | "memberId"
    | "kind"
    | "text"
    | "payload"
    | "sentAt"
    | "editedAt"
    | "deletedAt"
  >;
  memberName: string | null;
  run: Pick<RunRow, "id" | "action" | "sources"> | null;
  delivery: Pick<DeliveryRow, "id" | "state" | "errorCode"> | null;
  file: Pick<FileRow, "id" | "state" | "errorCode" | "contentType" | "sizeBytes" | "thumbnailSha256"> | null;
  /** Our id of the message it answers, when that is in the thread. */
  repliedToId?: string | null;
  /** The newest change to it, however it went. */
  change?: Pick<DeliveryRow, "id" | "action" | "state" | "errorCode" | "text"> | null;
};

/** A message as the thread shows it: public ids, and of a run's sources their labels only. */
export function toThreadMessage({
  message,
  memberName,
  run,
  delivery,
  file,
  change,
  repliedToId,
}: ThreadRow): ThreadMessage {
  const { payload } = message;
  return {
    id: toPublicId("message", message.id),
    conversationId: toPublicId("conversation", message.conversationId),
    seq: message.seq,
    direction: message.direction,
    author: message.author,
    member: toMemberRef(message.memberId, memberName),
    kind: message.kind,
    text: message.text,
    sentAt: message.sentAt.toISOString(),
    editedAt: message.editedAt?.toISOString() ?? null,
    deletedAt: message.deletedAt?.toISOString() ?? null,
    change: change ? toChange(change) : null,
    ownReaction: payload?.ownReaction ?? null,
    edits: payload?.edits ?? [],
    content: payload && toMessageContent(message.kind, payload, file),
    forwardedFrom: payload?.forwardedFrom ? { username: null, at: null, ...payload.forwardedFrom } : null,
    repliedTo: payload?.replyTo
      ? toRepliedTo(payload.replyTo, repliedToId ?? payload.replyTo.messageId ?? null)
      : null,
    albumId: payload?.albumId ?? null,
    threadId: payload?.threadId ?? null,
    reactions: payload?.reactions ?? [],
    commandArgument: payload?.command?.argument ?? null,
    unsupportedKind: payload?.unsupportedKind ?? null,
    buttons: payload?.buttons?.map((row) => row.map((button) => button.label)) ?? [],
    asksContact: payload?.askContact !== undefined,
    run: run && {
      id: toPublicId("agentRun", run.id),
      action: run.action,
      sources: run.sources.map(({ kind, label }) => ({ kind, label })),
    },
    delivery: delivery && {
      id: toPublicId("delivery", delivery.id),
      state: delivery.state,
      errorCode: delivery.errorCode,
    },
  };
}

function toRepliedTo(target: ReplyTarget, messageId: string | null): RepliedTo {
  const kind = MessageKind.safeParse(target.kind);
  return {
    messageId: messageId && toPublicId("message", messageId),
    by: target.by,
    kind: kind.success ? kind.data : "unsupported",
    text: target.text,
    quote: target.quote ?? null,
    name: target.name ?? null,
  };
}

/** What has been done, or withdrawn, shows in the message itself. */
function toChange(change: NonNullable<ThreadRow["change"]>): ThreadMessage["change"] {
  const { action, state } = change;
  if (action === "send" || state === "sent" || state === "suppressed") return null;
  return {
    deliveryId: toPublicId("delivery", change.id),
    action,
    state,
    errorCode: change.errorCode,
    text: change.text,
  };
}
