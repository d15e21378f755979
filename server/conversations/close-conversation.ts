import { and, eq, gt } from "drizzle-orm";
import { messages } from "@/db/schema";
import {
  type Ctx,
  emit,
  inWorkspace,
  recordAudit,
  requirePermission,
  type Transaction,
  toPublicId,
} from "@/server/kernel";
import { ConversationUnread } from "./errors";
import {
  auditFields,
  type ConversationRow,
  lockConversationOrThrow,
  requireMove,
  toConversationState,
  writeMove,
} from "./internal";
import { CloseConversationInput, type ConversationState } from "./schemas";

/**
 * Ends the conversation. Who had it and the handoff's summary stay, so that `reopenConversation` undoes it whole; a
 * customer's message within 72 hours opens it again, a later one starts a new one.
 *
 * @throws ConversationNotFound     no such conversation in this workspace
 * @throws ConversationStateInvalid it is closed already
 * @throws ConversationUnread       the customer wrote after `lastSeenSeq`: it would be closed away unread
 */
export async function closeConversation({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: CloseConversationInput;
}): Promise<ConversationState> {
  requirePermission(ctx, "conversation.close");
  const { conversationId, lastSeenSeq } = CloseConversationInput.parse(input);

  return inWorkspace(ctx, async (tx) => {
    const before = await lockConversationOrThrow(tx, ctx, conversationId);
    const status = requireMove(before, "close");
    if (lastSeenSeq !== undefined) await requireRead(tx, before, lastSeenSeq);
    const after = await writeMove(tx, before, {
      status,
      closedAt: ctx.clock.now(),
      waitingSince: null,
      isUrgent: false,
      snoozedUntil: null,
    });
    await recordAudit(tx, ctx, {
      action: "conversation.close",
      entity: after.id,
      before: auditFields(before),
      after: auditFields(after),
    });
    await emit(tx, ctx, "conversation/closed", { aggregateId: after.id, version: after.version });
    return toConversationState(tx, after);
  });
}

async function requireRead(
  tx: Transaction,
  conversation: ConversationRow,
  lastSeenSeq: number,
): Promise<void> {
  if (conversation.lastSeq <= lastSeenSeq) return;
  const unread = await tx.$count(
    messages,
    and(
      eq(messages.workspaceId, conversation.workspaceId),
      eq(messages.conversationId, conversation.id),
      gt(messages.seq, lastSeenSeq),
      eq(messages.direction, "in"),
    ),
  );
  if (unread === 0) return;
  throw new ConversationUnread({
    conversationId: toPublicId("conversation", conversation.id),
    lastSeq: conversation.lastSeq,
  });
}
