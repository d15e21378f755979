import { type Ctx, emit, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { auditFields, lockConversationOrThrow, toConversationState, writeMove } from "./internal";
import { type ConversationState, PrioritiseConversationInput } from "./schemas";

/**
 * Says how much the conversation matters to the team; a closed one keeps it for when it opens again.
 *
 * @throws ConversationNotFound no such conversation in this workspace
 */
export async function prioritiseConversation({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: PrioritiseConversationInput;
}): Promise<ConversationState> {
  requirePermission(ctx, "conversation.prioritise");
  const { conversationId, priority } = PrioritiseConversationInput.parse(input);

  return inWorkspace(ctx, async (tx) => {
    const before = await lockConversationOrThrow(tx, ctx, conversationId);
    if (before.priority === priority) return toConversationState(tx, before);
    const after = await writeMove(tx, before, { priority });
    await recordAudit(tx, ctx, {
      action: "conversation.prioritise",
      entity: after.id,
      before: auditFields(before),
      after: auditFields(after),
    });
    await emit(tx, ctx, "conversation/prioritised", { aggregateId: after.id, version: after.version });
    return toConversationState(tx, after);
  });
}
