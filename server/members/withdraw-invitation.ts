import { and, eq, isNull } from "drizzle-orm";
import { invitations } from "@/db/schema";
import { type Ctx, emit, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { InvitationEnded, InvitationNotFound } from "./errors";
import { selectInvitations, toInvitation } from "./invitation-rows";
import { type Invitation, InvitationRef } from "./schemas";

/**
 * Withdraws an invitation: its link says so from now on.
 *
 * @throws InvitationNotFound no such invitation here
 * @throws InvitationEnded    it was accepted or withdrawn meanwhile
 */
export async function withdrawInvitation({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: InvitationRef;
}): Promise<Invitation> {
  requirePermission(ctx, "invitation.withdraw");
  const { invitationId } = InvitationRef.parse(input);
  const ofId = and(eq(invitations.workspaceId, ctx.workspace.id), eq(invitations.id, invitationId));

  return inWorkspace(ctx, async (tx) => {
    const [before] = await tx.select().from(invitations).where(ofId);
    if (!before) throw new InvitationNotFound();
    const [after] = await tx
      .update(invitations)
      .set({ withdrawnAt: ctx.clock.now() })
      .where(and(ofId, isNull(invitations.acceptedAt), isNull(invitations.withdrawnAt)))
      .returning();
    if (!after) throw new InvitationEnded();
    await recordAudit(tx, ctx, { action: "invitation.withdraw", entity: invitationId, before, after });
    await emit(tx, ctx, "invitation/withdrawn", { aggregateId: invitationId });
    const [row] = await selectInvitations(tx, ctx).where(ofId);
    return toInvitation(ctx, row!);
  });
}
