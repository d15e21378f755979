import { and, eq } from "drizzle-orm";
import { invitations } from "@/db/schema";
import { type Ctx, emit, getRuntime, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { invitationRate } from "./create-invitation";
import { InvitationEnded, InvitationNotFound, OwnerOnly } from "./errors";
import { makeInvitationLink, selectInvitations, toInvitation } from "./invitation-rows";
import { mailInvitation } from "./mail-invitation";
import { canInvite } from "./rules";
import { InvitationRef, type InvitationWithLink } from "./schemas";

/**
 * Sends an invitation anew: with a new link, good for seven days from now; the earlier one is of no use any more. Who
 * sends it stands for it from then on.
 *
 * @throws InvitationNotFound no such invitation here
 * @throws InvitationEnded    it was accepted or withdrawn
 * @throws OwnerOnly          an admin may not invite owners
 */
export async function resendInvitation({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: InvitationRef;
}): Promise<InvitationWithLink> {
  requirePermission(ctx, "invitation.create");
  const { invitationId } = InvitationRef.parse(input);
  const { actor } = ctx;
  if (actor.kind !== "member") throw new OwnerOnly();
  const ofId = and(eq(invitations.workspaceId, ctx.workspace.id), eq(invitations.id, invitationId));
  const { url, kept } = makeInvitationLink(ctx.clock.now());
  getRuntime().limits.take("invitations", ctx.workspace.id, invitationRate);

  return inWorkspace(ctx, async (tx) => {
    const [before] = await tx.select().from(invitations).where(ofId).for("update");
    if (!before) throw new InvitationNotFound();
    if (before.acceptedAt || before.withdrawnAt) throw new InvitationEnded();
    if (!canInvite(actor.role, before.role)) throw new OwnerOnly();
    const [after] = await tx
      .update(invitations)
      .set({ ...kept, invitedBy: actor.memberId })
      .where(ofId)
      .returning();
    await recordAudit(tx, ctx, { action: "invitation.resend", entity: invitationId, before, after });
    await emit(tx, ctx, "invitation/resent", { aggregateId: invitationId });
    await mailInvitation(tx, ctx, after!, url);
    const [row] = await selectInvitations(tx, ctx).where(ofId);
    return { ...toInvitation(ctx, row!), url };
  });
}
