import { type Ctx, emit, inWorkspace, recordAudit, requirePermission, toPublicId } from "@/server/kernel";
import { ConversationTaken } from "./errors";
import {
  actingMember,
  auditFields,
  findAssignee,
  lockConversationOrThrow,
  requireMove,
  requireNewest,
  toConversationState,
  writeMove,
} from "./internal";
import { type ConversationState, TakeOverInput } from "./schemas";

/**
 * Gives the conversation to the acting member; the agent keeps silent from then on. Taking what one has already is
 * no change. A colleague's is taken only by naming them (`heldBy`), so a screen that was behind is told who has it.
 *
 * @throws ConversationNotFound     no such conversation in this workspace
 * @throws ConversationStateInvalid it is closed
 * @throws ConversationSuperseded   the customer has a newer one
 * @throws ConversationTaken        a colleague has it
 */
export async function takeOver({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: TakeOverInput;
}): Promise<ConversationState> {
  requirePermission(ctx, "conversation.takeOver");
  const { conversationId, heldBy } = TakeOverInput.parse(input);
  const { memberId } = actingMember(ctx);

  return inWorkspace(ctx, async (tx) => {
    const before = await lockConversationOrThrow(tx, ctx, conversationId);
    const status = requireMove(before, "takeOver");
    if (before.assignedMemberId === memberId && before.status === status)
      return toConversationState(tx, before);
    const holder = before.status === "handed_off" ? before.assignedMemberId : null;
    if (holder !== null && holder !== heldBy) {
      throw new ConversationTaken({
        conversationId: toPublicId("conversation", before.id),
        assignee: await findAssignee(tx, before),
        version: before.version,
      });
    }
    await requireNewest(tx, before);
    const after = await writeMove(tx, before, { status, assignedMemberId: memberId });
    await recordAudit(tx, ctx, {
      action: "conversation.takeOver",
      entity: after.id,
      before: auditFields(before),
      after: auditFields(after),
    });
    await emit(tx, ctx, "conversation/taken_over", { aggregateId: after.id, version: after.version });
    return toConversationState(tx, after);
  });
}
