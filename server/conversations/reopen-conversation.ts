import { sql } from "drizzle-orm";
import {
  type Ctx,
  emit,
  inWorkspace,
  recordAudit,
  requirePermission,
  type Transaction,
} from "@/server/kernel";
import {
  actingMember,
  auditFields,
  type ConversationRow,
  lockConversationOrThrow,
  requireMove,
  requireNewest,
  toConversationState,
  writeMove,
} from "./internal";
import { type ConversationState, ReopenConversationInput } from "./schemas";
import { setBlocked } from "./set-blocked";

/**
 * Undoes a close: back to people (to whoever had it, else to the acting member or, taken back, to nobody), or back to the
 * agent. Only the customer's newest conversation on the channel can be opened, so that there is never a second open one.
 * What was taken for spam is so no more, and its customer is heard again.
 *
 * @throws ConversationNotFound     no such conversation in this workspace
 * @throws ConversationStateInvalid it is not closed
 * @throws ConversationSuperseded   the customer has a newer one
 */
export async function reopenConversation({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: ReopenConversationInput;
}): Promise<ConversationState> {
  requirePermission(ctx, "conversation.close");
  const { conversationId, status, isUndo } = ReopenConversationInput.parse(input);
  const { memberId } = actingMember(ctx);

  return inWorkspace(ctx, async (tx) => {
    const before = await lockConversationOrThrow(tx, ctx, conversationId);
    requireMove(before, "reopen");
    await requireNewest(tx, before);
    const isForAgent = status === "open";
    const after = await writeMove(tx, before, {
      status,
      closedAt: null,
      spamAt: null,
      reopenedAt: ctx.clock.now(),
      assignedMemberId: isForAgent ? null : (before.assignedMemberId ?? (isUndo ? null : memberId)),
      ...(isForAgent ? { agentSeq: before.lastSeq, clarifyCount: 0 } : {}),
      // Whoever waited before the close waits again, and their clock goes on.
      ...(isUndo ? { waitingSince: await unansweredSince(tx, before) } : {}),
    });
    if (before.spamAt) await setBlocked(tx, ctx, before.customerId, false);
    await recordAudit(tx, ctx, {
      action: "conversation.reopen",
      entity: after.id,
      before: auditFields(before),
      after: auditFields(after),
    });
    await emit(tx, ctx, "conversation/reopened", { aggregateId: after.id, version: after.version });
    return toConversationState(tx, after);
  });
}

/** When the customer wrote first after the last answer, or null; what the agent hands over the customer waits on for. */
async function unansweredSince(tx: Transaction, { workspaceId, id }: ConversationRow): Promise<Date | null> {
  const [row] = await tx.execute<{ at: string | null }>(sql`
    select min(m.created_at)::text as at from messages m
    where m.workspace_id = ${workspaceId}::uuid and m.conversation_id = ${id}::uuid and m.direction = 'in'
      and m.seq > coalesce((
        select max(o.seq) from messages o
        left join agent_runs r on r.workspace_id = o.workspace_id and r.id = o.agent_run_id
        where o.workspace_id = ${workspaceId}::uuid and o.conversation_id = ${id}::uuid and o.direction = 'out'
          and r.action is distinct from 'handoff'), 0)`);
  return row?.at ? new Date(row.at) : null;
}
