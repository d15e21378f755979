import { and, desc, eq, sql } from "drizzle-orm";
import { invitations, members, organisations, workspaces } from "@/db/schema";
import { type Ctx, lookUp, openSystemContext, type Transaction } from "@/server/kernel";
import { InvitationNotFound } from "./errors";
import { hashInvitationToken } from "./invitation-rows";
import { invitationState, judgeInvitation, type ShownState } from "./rules";
import { InvitationToken } from "./schemas";

type Found = {
  invitation: typeof invitations.$inferSelect;
  inviter: typeof members.$inferSelect;
  workspace: typeof workspaces.$inferSelect;
  organisation: typeof organisations.$inferSelect;
  /** The person's membership, an ended one too. */
  membership: typeof members.$inferSelect | null;
  state: ShownState;
};

/** Who opens a link: their verified address, if they have one. Null while nobody is signed in. */
export type InvitedPerson = { personId: string; address: string | null } | null;

/**
 * Where a link leads, by its secret alone.
 *
 * @throws InvitationNotFound
 */
export async function openInvitation(token: string): Promise<{ ctx: Ctx; invitationId: string }> {
  if (!InvitationToken.safeParse(token).success) throw new InvitationNotFound();
  const [found] = await lookUp<{ workspace_id: string | null; invitation_id: string }>(
    sql`select workspace_id, invitation_id from resolve_invitation(${hashInvitationToken(token)})`,
  );
  if (!found?.workspace_id) throw new InvitationNotFound();
  const ctx = await openSystemContext(found.workspace_id, { kind: "system", name: "invitation" });
  return { ctx, invitationId: found.invitation_id };
}

/** The invitation, held until the transaction ends, with all that decides whether this person may accept it. */
export async function readInvitation(
  tx: Transaction,
  ctx: Ctx,
  invitationId: string,
  person: InvitedPerson,
): Promise<Found> {
  const w = ctx.workspace.id;
  const [row] = await tx
    .select({ invitation: invitations, inviter: members, workspace: workspaces, organisation: organisations })
    .from(invitations)
    .innerJoin(members, and(eq(members.workspaceId, w), eq(members.id, invitations.invitedBy)))
    .innerJoin(workspaces, eq(workspaces.id, invitations.workspaceId))
    .innerJoin(organisations, eq(organisations.id, workspaces.organisationId))
    .where(and(eq(invitations.workspaceId, w), eq(invitations.id, invitationId)))
    .for("update", { of: invitations });
  if (!row) throw new InvitationNotFound();
  const [membership = null] = person
    ? await tx
        .select()
        .from(members)
        .where(and(eq(members.workspaceId, w), eq(members.personId, person.personId)))
        .orderBy(desc(sql`${members.removedAt} is null`), desc(members.createdAt))
        .limit(1)
    : [];
  const { invitation, inviter } = row;
  const state = judgeInvitation({
    state: invitationState(invitation, inviter, ctx.clock.now()),
    isWorkspaceDeleted: row.workspace.deletedAt !== null,
    email: invitation.email,
    person: person && {
      address: person.address,
      isMember: membership !== null && membership.removedAt === null,
      hasAccepted: membership !== null && membership.id === invitation.acceptedBy,
    },
  });
  return { ...row, membership, state };
}
