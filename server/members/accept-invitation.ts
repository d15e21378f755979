import { and, eq } from "drizzle-orm";
import { invitations, members, people } from "@/db/schema";
import {
  type Ctx,
  databaseErrorCode,
  emit,
  inPerson,
  inWorkspace,
  NotSignedIn,
  newId,
  recordAudit,
  requireRoom,
  type Transaction,
} from "@/server/kernel";
import { notify } from "@/server/notifications";
import { InvitationNotOpen } from "./errors";
import { type InvitedPerson, openInvitation, readInvitation } from "./find-invitation";
import type { MemberRow } from "./internal";

/**
 * A signed-in person accepts an invitation and is a member from then on. Whoever was one before is it again, under the
 * name that stands by what they wrote. Who may: whoever has the link, and the address that it is for.
 *
 * @throws InvitationNotFound no such link
 * @throws QuotaReached       the platform allows no more members
 * @throws InvitationNotOpen  used, withdrawn, too old, for another address, or they are a member already
 */
export async function acceptInvitation(given: {
  token: string;
  person: NonNullable<InvitedPerson>;
}): Promise<{ slug: string }> {
  const { person, token } = given;
  const { ctx, invitationId } = await openInvitation(token);
  const [known] = await inPerson(person.personId, (tx) => tx.select().from(people));
  if (!known) throw new NotSignedIn();
  try {
    return await inWorkspace(ctx, async (tx) => {
      const { invitation, workspace, membership, state } = await readInvitation(
        tx,
        ctx,
        invitationId,
        person,
      );
      if (state === "acceptedByYou") return { slug: workspace.slug };
      if (state !== "open") throw new InvitationNotOpen({ state });
      await requireRoom(tx, ctx, "members");
      const { role } = invitation;
      const member = await join(tx, ctx, membership, {
        role,
        personId: person.personId,
        displayName: known.displayName,
      });
      const own: Ctx = {
        ...ctx,
        actor: { kind: "member", memberId: member.id, ...person, role, displayName: known.displayName },
      };
      const [used] = await tx
        .update(invitations)
        .set({ acceptedAt: ctx.clock.now(), acceptedBy: member.id })
        .where(and(eq(invitations.workspaceId, ctx.workspace.id), eq(invitations.id, invitationId)))
        .returning();
      await recordAudit(tx, own, {
        action: "invitation.accept",
        entity: invitationId,
        before: invitation,
        after: used,
      });
      await recordAudit(tx, own, {
        action: "member.add",
        entity: member.id,
        ...(membership && { before: membership }),
        after: member,
      });
      await notify(tx, own, {
        kind: "invitation-accepted",
        key: `invitation-accepted ${invitationId}`,
        memberIds: [invitation.invitedBy],
        subject: { kind: "member", id: member.id },
        params: { name: known.displayName },
        href: "settings/members",
      });
      await emit(tx, own, "invitation/accepted", { aggregateId: invitationId });
      await emit(tx, own, "member/added", { aggregateId: member.id });
      return { slug: workspace.slug };
    });
  } catch (error) {
    // Two invitations of one person, accepted at the same moment: one of them has made the member.
    if (databaseErrorCode(error) === "23505") throw new InvitationNotOpen({ state: "alreadyMember" });
    throw error;
  }
}

async function join(
  tx: Transaction,
  ctx: Ctx,
  before: MemberRow | null,
  values: Pick<MemberRow, "role" | "personId" | "displayName">,
): Promise<MemberRow> {
  const [row] = before
    ? await tx
        .update(members)
        .set({ ...values, removedAt: null })
        .where(and(eq(members.workspaceId, ctx.workspace.id), eq(members.id, before.id)))
        .returning()
    : await tx
        .insert(members)
        .values({ workspaceId: ctx.workspace.id, id: newId(), ...values, createdAt: ctx.clock.now() })
        .returning();
  return row!;
}
