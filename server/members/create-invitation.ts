import { and, eq, inArray, isNull } from "drizzle-orm";
import { invitations } from "@/db/schema";
import {
  type Ctx,
  databaseErrorCode,
  emit,
  getRuntime,
  inWorkspace,
  newId,
  recordAudit,
  requirePermission,
  requireRoom,
  type Transaction,
} from "@/server/kernel";
import { AlreadyInvited, OwnerOnly } from "./errors";
import { makeInvitationLink, selectInvitations, toInvitation } from "./invitation-rows";
import { mailInvitation } from "./mail-invitation";
import { canInvite, invitationState } from "./rules";
import { CreateInvitationInput, type InvitationWithLink } from "./schemas";

/** A team is invited within minutes; strangers are not, by the hundred, in our name. */
export const invitationRate = { capacity: 40, perSecond: 40 / 86_400 };

/**
 * Invites one person into a role: by mail to an address, which alone may accept then, or by a link that is told here
 * once and never again. Good for seven days and one person.
 *
 * @throws OwnerOnly      an admin may not invite owners
 * @throws AlreadyInvited one waits for this address
 * @throws LimitReached   too many in a day
 * @throws QuotaReached   the platform allows no more members
 */
export async function createInvitation({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: CreateInvitationInput;
}): Promise<InvitationWithLink> {
  requirePermission(ctx, "invitation.create");
  const { role, email, locale } = CreateInvitationInput.parse(input);
  if (ctx.actor.kind !== "member" || !canInvite(ctx.actor.role, role)) throw new OwnerOnly();
  const { memberId: invitedBy } = ctx.actor;
  getRuntime().limits.take("invitations", ctx.workspace.id, invitationRate);
  const id = newId();
  const createdAt = ctx.clock.now();
  const { url, kept } = makeInvitationLink(createdAt);
  try {
    return await inWorkspace(ctx, async (tx) => {
      await requireRoom(tx, ctx, "members");
      if (email) await closeWorthless(tx, ctx, email);
      const [row] = await tx
        .insert(invitations)
        .values({
          workspaceId: ctx.workspace.id,
          id,
          role,
          email: email ?? null,
          locale,
          invitedBy,
          createdAt,
          ...kept,
        })
        .returning();
      await recordAudit(tx, ctx, { action: "invitation.create", entity: id, after: row });
      await emit(tx, ctx, "invitation/created", { aggregateId: id });
      await mailInvitation(tx, ctx, row!, url);
      const [made] = await selectInvitations(tx, ctx).where(ofId(ctx, id));
      return { ...toInvitation(ctx, made!), url };
    });
  } catch (error) {
    if (databaseErrorCode(error) === "23505") throw new AlreadyInvited();
    throw error;
  }
}

/** What cannot be accepted any more stands in nobody's way: its time is over, or who made it may invite no longer. */
async function closeWorthless(tx: Transaction, ctx: Ctx, email: string): Promise<void> {
  const now = ctx.clock.now();
  const ofWorkspace = eq(invitations.workspaceId, ctx.workspace.id);
  const open = await selectInvitations(tx, ctx).where(
    and(
      ofWorkspace,
      eq(invitations.email, email),
      isNull(invitations.acceptedAt),
      isNull(invitations.withdrawnAt),
    ),
  );
  const worthless = open.filter(
    ({ invitation, inviter }) => invitationState(invitation, inviter, now) !== "waiting",
  );
  if (worthless.length === 0) return;
  const ids = worthless.map(({ invitation }) => invitation.id);
  await tx
    .update(invitations)
    .set({ withdrawnAt: now })
    .where(and(ofWorkspace, inArray(invitations.id, ids)));
}

const ofId = (ctx: Ctx, id: string) =>
  and(eq(invitations.workspaceId, ctx.workspace.id), eq(invitations.id, id));
