import { type Ctx, emit, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import {
  auditFields,
  lockConversationOrThrow,
  requireMove,
  toConversationState,
  writeMove,
} from "./internal";
import { ConversationRef, type ConversationState } from "./schemas";

/**
 * Ends the conversation. Who had it and the handoff's summary stay, so that `reopenConversation` undoes it whole; a
 * customer's message within 72 hours opens it again, a later one starts a new one.
 *
 * @throws ConversationNotFound     no such conversation in this workspace
 * @throws ConversationStateInvalid it is closed already
 */
export async function closeConversation({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: ConversationRef;
}): Promise<ConversationState> {
  requirePermission(ctx, "conversation.close");
  const { conversationId } = ConversationRef.parse(input);

  return inWorkspace(ctx, async (tx) => {
    const before = await lockConversationOrThrow(tx, ctx, conversationId);
    const status = requireMove(before, "close");
    const after = await writeMove(tx, before, { status, closedAt: ctx.clock.now(), waitingSince: null });
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
