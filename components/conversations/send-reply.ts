import { errorCode, type useTRPCClient } from "@/components/trpc";
import { type PendingReply, pendingReplies } from "./pending-replies";

/** A connection that says nothing for so long is none. */
const patienceMs = 20_000;
/** As good as no connection: it passes by itself. */
const passing: readonly string[] = ["DATABASE_AWAY", "LIMIT_REACHED", "STORAGE_FULL"];
/** The server may take the same reply later as it is; after any other refusal its writer is asked. */
const retriable: readonly string[] = ["INTERNAL_SERVER_ERROR", "NOT_SIGNED_IN"];

export type ReplyOutcome =
  | { kind: "sent" }
  /** Not reached: it waits and goes by itself. */
  | { kind: "waiting" }
  /** The server said no. `isLasting`: the same again would be refused again. */
  | { kind: "refused"; code: string; isLasting: boolean; error: unknown };

/** Gives a reply to the server, once however often: its id is the message's. Says how it stands meanwhile. */
export async function sendReply(
  client: ReturnType<typeof useTRPCClient>,
  reply: PendingReply,
): Promise<ReplyOutcome> {
  pendingReplies.put({ ...reply, state: "sending", errorCode: null });
  const { messageId, conversationId, text, lastSeenSeq, force, replyTo, draftVersion, attached } = reply;
  try {
    await client.conversations.reply.mutate(
      {
        conversationId,
        messageId,
        text,
        lastSeenSeq,
        force,
        replyTo: replyTo?.id,
        draftVersion,
        attachments: attached.flatMap(({ upload }) => (upload ? [upload.id] : [])),
      },
      { signal: AbortSignal.timeout(patienceMs) },
    );
    pendingReplies.update(messageId, { state: "accepted" });
    return { kind: "sent" };
  } catch (error) {
    const code = errorCode(error);
    if (code === null || passing.includes(code)) {
      pendingReplies.update(messageId, { state: "waiting" });
      return { kind: "waiting" };
    }
    pendingReplies.update(messageId, { state: "failed", errorCode: code });
    return { kind: "refused", code, isLasting: !retriable.includes(code), error };
  }
}
