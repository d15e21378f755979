import { inWorkspace } from "@/server/kernel";
import { logoUrlOf } from "@/server/organisations";
import { type InvitedPerson, openInvitation, readInvitation } from "./find-invitation";
import { maskAddress } from "./rules";
import { ShownInvitation } from "./schemas";

/**
 * What the link of an invitation shows to whoever opens it, signed in or not. Who may: everybody who has the link.
 *
 * @throws InvitationNotFound no such link
 */
export async function viewInvitation(given: {
  token: string;
  person: InvitedPerson;
}): Promise<ShownInvitation> {
  const { ctx, invitationId } = await openInvitation(given.token);
  const found = await inWorkspace(ctx, (tx) => readInvitation(tx, ctx, invitationId, given.person));
  const { invitation, inviter, workspace, organisation, state } = found;
  return ShownInvitation.parse({
    state,
    workspace: workspace.name,
    slug: workspace.slug,
    organisation: organisation.name,
    logoUrl: logoUrlOf(organisation),
    invitedBy: inviter.displayName,
    role: invitation.role,
    expiresAt: invitation.expiresAt.toISOString(),
    maskedEmail: invitation.email && maskAddress(invitation.email),
  });
}
