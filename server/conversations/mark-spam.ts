import { type Ctx, emit, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import {
  actingMember,
  auditFields,
  lockConversationOrThrow,
  requireNewest,
  toConversationState,
  writeMove,
} from "./internal";
import { type ConversationState, MarkSpamInput } from "./schemas";
import { setBlocked } from "./set-blocked";

/**
 * Takes the conversation for spam: it is closed, leaves every list but that of spam, and its customer is blocked.
 * Taking that back unblocks the customer and gives the conversation to the acting member.
 *
 * @throws ConversationNotFound   no such conversation in this workspace
 * @throws ConversationSuperseded the customer has a newer one
 */
export async function markSpam({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: MarkSpamInput;
}): Promise<ConversationState> {
  requirePermission(ctx, "conversation.markSpam");
  const { conversationId, isSpam } = MarkSpamInput.parse(input);
  const { memberId } = actingMember(ctx);

  return inWorkspace(ctx, async (tx) => {
    const before = await lockConversationOrThrow(tx, ctx, conversationId);
    if ((before.spamAt !== null) === isSpam) return toConversationState(tx, before);
    await requireNewest(tx, before);
    const now = ctx.clock.now();
    const after = await writeMove(
      tx,
      before,
      isSpam
        ? {
            status: "closed",
            spamAt: now,
            closedAt: before.closedAt ?? now,
            waitingSince: null,
            isUrgent: false,
            snoozedUntil: null,
          }
        : {
            status: "handed_off",
            spamAt: null,
            closedAt: null,
            reopenedAt: now,
            assignedMemberId: before.assignedMemberId ?? memberId,
          },
    );
    await setBlocked(tx, ctx, before.customerId, isSpam);
    await recordAudit(tx, ctx, {
      action: isSpam ? "conversation.markSpam" : "conversation.unmarkSpam",
      entity: after.id,
      before: auditFields(before),
      after: auditFields(after),
    });
    await emit(tx, ctx, isSpam ? "conversation/closed" : "conversation/reopened", {
      aggregateId: after.id,
      version: after.version,
    });
    return toConversationState(tx, after);
  });
}
