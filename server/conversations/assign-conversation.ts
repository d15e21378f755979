import { and, eq, inArray, isNull } from "drizzle-orm";
import { customers, members } from "@/db/schema";
import {
  type Ctx,
  emit,
  inWorkspace,
  type MemberRole,
  recordAudit,
  requirePermission,
  type Transaction,
  toPublicId,
} from "@/server/kernel";
import { notify } from "@/server/notifications";
import { AssigneeInvalid } from "./errors";
import {
  auditFields,
  type ConversationRow,
  lockConversationOrThrow,
  requireMove,
  requireNewest,
  toConversationState,
  writeMove,
} from "./internal";
import { answeringRoles } from "./rules";
import { AssignConversationInput, type ConversationState } from "./schemas";

/**
 * Gives the conversation to a member, or to nobody: it stays with the team either way, and the agent keeps silent.
 *
 * @throws ConversationNotFound     no such conversation in this workspace
 * @throws ConversationStateInvalid it is closed
 * @throws ConversationSuperseded   the customer has a newer one
 * @throws AssigneeInvalid          not a member who answers customers
 */
export async function assignConversation({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: AssignConversationInput;
}): Promise<ConversationState> {
  requirePermission(ctx, "conversation.assign");
  const { conversationId, memberId } = AssignConversationInput.parse(input);

  return inWorkspace(ctx, async (tx) => {
    const before = await lockConversationOrThrow(tx, ctx, conversationId);
    const status = requireMove(before, "assign");
    if (before.assignedMemberId === memberId && before.status === status)
      return toConversationState(tx, before);
    if (memberId) await requireAssignee(tx, ctx, memberId);
    await requireNewest(tx, before);
    const after = await writeMove(tx, before, { status, assignedMemberId: memberId });
    await recordAudit(tx, ctx, {
      action: "conversation.assign",
      entity: after.id,
      before: auditFields(before),
      after: auditFields(after),
    });
    await emit(tx, ctx, "conversation/assigned", { aggregateId: after.id, version: after.version });
    if (memberId) await tellAssignee(tx, ctx, after, memberId);
    return toConversationState(tx, after);
  });
}

async function tellAssignee(
  tx: Transaction,
  ctx: Ctx,
  { id, customerId, version }: ConversationRow,
  memberId: string,
): Promise<void> {
  const [customer] = await tx
    .select({ name: customers.displayName })
    .from(customers)
    .where(and(eq(customers.workspaceId, ctx.workspace.id), eq(customers.id, customerId)));
  await notify(tx, ctx, {
    kind: "assigned",
    key: `assigned ${id} ${version}`,
    memberIds: [memberId],
    subject: { kind: "conversation", id },
    params: {
      customer: customer?.name ?? "",
      by: ctx.actor.kind === "member" ? ctx.actor.displayName : "",
    },
    href: `conversations?c=${toPublicId("conversation", id)}`,
  });
}

async function requireAssignee(tx: Transaction, ctx: Ctx, memberId: string): Promise<void> {
  const [found] = await tx
    .select({ id: members.id })
    .from(members)
    .where(
      and(
        eq(members.workspaceId, ctx.workspace.id),
        eq(members.id, memberId),
        isNull(members.removedAt),
        inArray(members.role, answeringRoles as MemberRole[]),
      ),
    );
  if (!found) throw new AssigneeInvalid();
}
