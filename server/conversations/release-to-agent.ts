import { type Ctx, emit, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import {
  auditFields,
  lockConversationOrThrow,
  requireMove,
  requireNewest,
  toConversationState,
  writeMove,
} from "./internal";
import { ConversationRef, type ConversationState } from "./schemas";

/**
 * Gives a handed-off conversation back to the agent, which goes on with the customer's next message: what was said
 * until now counts as dealt with.
 *
 * @throws ConversationNotFound     no such conversation in this workspace
 * @throws ConversationStateInvalid it is not handed off
 * @throws ConversationSuperseded   the customer has a newer one
 */
export async function releaseToAgent({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: ConversationRef;
}): Promise<ConversationState> {
  requirePermission(ctx, "conversation.release");
  const { conversationId } = ConversationRef.parse(input);

  return inWorkspace(ctx, async (tx) => {
    const before = await lockConversationOrThrow(tx, ctx, conversationId);
    const status = requireMove(before, "release");
    await requireNewest(tx, before);
    const after = await writeMove(tx, before, {
      status,
      assignedMemberId: null,
      agentSeq: before.lastSeq,
      clarifyCount: 0,
      handoffSummary: null,
      suggestedReply: null,
      snoozedUntil: null,
    });
    await recordAudit(tx, ctx, {
      action: "conversation.release",
      entity: after.id,
      before: auditFields(before),
      after: auditFields(after),
    });
    await emit(tx, ctx, "conversation/released", { aggregateId: after.id, version: after.version });
    return toConversationState(tx, after);
  });
}
