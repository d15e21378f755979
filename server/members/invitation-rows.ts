import { createHash } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { invitations, members } from "@/db/schema";
import { type Ctx, getRuntime, randomToken, type Transaction, toPublicId } from "@/server/kernel";
import { invitationDays, invitationState } from "./rules";
import { Invitation } from "./schemas";

const inviters = alias(members, "inviters");
const acceptors = alias(members, "acceptors");

/** An invitation with who made it and who used it. */
export function selectInvitations(tx: Transaction, ctx: Ctx) {
  return tx
    .select({ invitation: invitations, inviter: inviters, acceptor: acceptors })
    .from(invitations)
    .innerJoin(
      inviters,
      and(eq(inviters.workspaceId, invitations.workspaceId), eq(inviters.id, invitations.invitedBy)),
    )
    .leftJoin(
      acceptors,
      and(eq(acceptors.workspaceId, invitations.workspaceId), eq(acceptors.id, invitations.acceptedBy)),
    )
    .where(eq(invitations.workspaceId, ctx.workspace.id))
    .$dynamic();
}

type MemberRow = typeof members.$inferSelect;
type Row = {
  invitation: typeof invitations.$inferSelect;
  inviter: MemberRow;
  acceptor: MemberRow | null;
};

export function toInvitation(ctx: Ctx, { invitation, inviter, acceptor }: Row): Invitation {
  return Invitation.parse({
    id: toPublicId("invitation", invitation.id),
    role: invitation.role,
    email: invitation.email,
    state: invitationState(invitation, inviter, ctx.clock.now()),
    invitedBy: inviter.displayName,
    createdAt: invitation.createdAt.toISOString(),
    expiresAt: invitation.expiresAt.toISOString(),
    acceptedBy: acceptor?.displayName ?? null,
  });
}

/** A new secret for a link: the address to open, and what is kept of it. */
export function makeInvitationLink(now: Date) {
  const token = randomToken(32);
  return {
    url: `${getRuntime().env.origin}/invitations/${token}`,
    kept: {
      tokenHash: hashInvitationToken(token),
      sentAt: now,
      expiresAt: new Date(now.getTime() + invitationDays * 86_400_000),
    },
  };
}

/** Of 32 random bytes: nobody finds them by trying, so a plain hash will do. */
export const hashInvitationToken = (token: string): string =>
  createHash("sha256").update(token).digest("base64url");
