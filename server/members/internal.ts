import { and, asc, eq, isNull } from "drizzle-orm";
import { members } from "@/db/schema";
import { type Ctx, type Transaction, toPublicId } from "@/server/kernel";
import { LastOwner, MemberNotFound, OwnerOnly } from "./errors";
import { canChangeRole, leavesNoOwner, type memberRoles } from "./rules";
import { Member } from "./schemas";

type MemberRow = typeof members.$inferSelect;

/**
 * The member to change, after the rules have agreed. The owners are locked in one order, so that two owners who
 * demote each other at once cannot leave the workspace without one.
 */
export async function getChangeableMemberOrThrow(
  tx: Transaction,
  ctx: Ctx,
  memberId: string,
  to: (typeof memberRoles)[number] | null,
): Promise<MemberRow> {
  const active = and(eq(members.workspaceId, ctx.workspace.id), isNull(members.removedAt));
  const owners = await tx
    .select({ id: members.id })
    .from(members)
    .where(and(active, eq(members.role, "owner")))
    .orderBy(asc(members.id))
    .for("update");
  const [before] = await tx
    .select()
    .from(members)
    .where(and(active, eq(members.id, memberId)))
    .for("update");
  if (!before) throw new MemberNotFound();
  if (ctx.actor.kind === "member" && !canChangeRole(ctx.actor.role, before.role, to)) throw new OwnerOnly();
  if (leavesNoOwner(before.role, to, owners.length)) throw new LastOwner();
  return before;
}

export function toMember(ctx: Ctx, row: MemberRow): Member {
  return Member.parse({
    id: toPublicId("member", row.id),
    displayName: row.displayName,
    role: row.role,
    isYou: ctx.actor.kind === "member" && ctx.actor.memberId === row.id,
    createdAt: row.createdAt.toISOString(),
  });
}
