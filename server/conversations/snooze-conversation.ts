import { type Ctx, emit, inWorkspace, recordAudit, requirePermission, runLater } from "@/server/kernel";
import { SnoozeInvalid } from "./errors";
import {
  actingMember,
  auditFields,
  lockConversationOrThrow,
  requireMove,
  requireNewest,
  toConversationState,
  writeMove,
} from "./internal";
import { type ConversationState, maxSnoozeDays, SnoozeConversationInput } from "./schemas";

export const wakeJob = "conversations/wake";

/**
 * Takes the conversation out of the team's list until then; it comes back by itself, or at once when the customer
 * writes. One that the agent has is the acting member's from now on: somebody means to look at it again.
 *
 * @throws ConversationNotFound     no such conversation in this workspace
 * @throws ConversationStateInvalid it is closed
 * @throws ConversationSuperseded   the customer has a newer one
 * @throws SnoozeInvalid            the moment has passed or is over a year away
 */
export async function snoozeConversation({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: SnoozeConversationInput;
}): Promise<ConversationState> {
  requirePermission(ctx, "conversation.snooze");
  const { conversationId, until } = SnoozeConversationInput.parse(input);
  const snoozedUntil = until === null ? null : new Date(until);
  const { memberId } = actingMember(ctx);

  return inWorkspace(ctx, async (tx) => {
    const before = await lockConversationOrThrow(tx, ctx, conversationId);
    if (snoozedUntil === null && before.snoozedUntil === null) return toConversationState(tx, before);
    const status = requireMove(before, "snooze");
    if (snoozedUntil) requireWithinReach(snoozedUntil, ctx.clock.now());
    await requireNewest(tx, before);
    const after = await writeMove(tx, before, {
      status,
      snoozedUntil,
      assignedMemberId: before.status === "open" ? memberId : before.assignedMemberId,
    });
    if (snoozedUntil) {
      const job = {
        workspaceId: ctx.workspace.id,
        kind: wakeJob,
        subject: conversationId,
        dueAt: snoozedUntil,
      };
      await runLater(tx, job, { replaceDueAt: true });
    }
    await recordAudit(tx, ctx, {
      action: snoozedUntil ? "conversation.snooze" : "conversation.wake",
      entity: after.id,
      before: auditFields(before),
      after: auditFields(after),
    });
    await emit(tx, ctx, snoozedUntil ? "conversation/snoozed" : "conversation/woken", {
      aggregateId: after.id,
      version: after.version,
    });
    return toConversationState(tx, after);
  });
}

/** @throws SnoozeInvalid */
function requireWithinReach(until: Date, now: Date): void {
  const aheadMs = until.getTime() - now.getTime();
  if (aheadMs <= 0 || aheadMs > maxSnoozeDays * 86_400_000) throw new SnoozeInvalid(maxSnoozeDays);
}
