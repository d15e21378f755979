import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { conversations, members } from "@/db/schema";
import { lockConversations } from "@/server/conversations";
import {
  type Ctx,
  emit,
  type MemberRole,
  PermissionDenied,
  recordAudit,
  type Transaction,
  toPublicId,
  type Verb,
} from "@/server/kernel";
import { LastOwner, MemberNotFound, OwnerOnly } from "./errors";
import { canChangeRole, leavesNoOwner, type memberRoles } from "./rules";
import { Member } from "./schemas";

export type MemberRow = typeof members.$inferSelect;

/**
 * The member to change, after the rules have agreed. The owners are locked in one order, so that two owners who
 * demote each other at once cannot leave the workspace without one; and who changes is judged by the role they have at
 * this moment, not by the one that they had when they asked.
 */
export async function getChangeableMemberOrThrow(
  tx: Transaction,
  ctx: Ctx,
  change: { memberId: string; to: (typeof memberRoles)[number] | null; verb: Verb },
): Promise<MemberRow> {
  const { memberId, to, verb } = change;
  const owners = await lockOwners(tx, ctx);
  const by = await readActorRole(tx, ctx, verb);
  const before = await lockMemberOrThrow(tx, ctx, memberId);
  if (by && !canChangeRole(by, before.role, to)) throw new OwnerOnly();
  if (leavesNoOwner(before.role, to, owners.length)) throw new LastOwner();
  return before;
}

/** The owners, held until the transaction ends. */
export function lockOwners(tx: Transaction, ctx: Ctx): Promise<{ id: string }[]> {
  return tx
    .select({ id: members.id })
    .from(members)
    .where(and(activeIn(ctx), eq(members.role, "owner")))
    .orderBy(asc(members.id))
    .for("update");
}

/** @throws MemberNotFound */
export async function lockMemberOrThrow(tx: Transaction, ctx: Ctx, memberId: string): Promise<MemberRow> {
  const [row] = await tx
    .select()
    .from(members)
    .where(and(activeIn(ctx), eq(members.id, memberId)))
    .for("update");
  if (!row) throw new MemberNotFound();
  return row;
}

/**
 * The role that the acting member has now, to be asked after the owners are locked; null for the product itself.
 *
 * @throws PermissionDenied they were removed, or are no owner any more, since they asked
 */
export async function readActorRole(tx: Transaction, ctx: Ctx, verb: Verb): Promise<MemberRole | null> {
  if (ctx.actor.kind !== "member") return null;
  const [now] = await tx
    .select({ role: members.role })
    .from(members)
    .where(and(activeIn(ctx), eq(members.id, ctx.actor.memberId)));
  if (!now || (ctx.actor.role === "owner" && now.role !== "owner")) throw new PermissionDenied(verb);
  return now.role;
}

const activeIn = (ctx: Ctx) => and(eq(members.workspaceId, ctx.workspace.id), isNull(members.removedAt));

/**
 * Ends a membership: what they wrote stays under their name, conversations they had taken over wait for another member,
 * their open streams end within two seconds.
 */
export async function endMembership(
  tx: Transaction,
  ctx: Ctx,
  before: MemberRow,
  action: "member.remove" | "member.leave",
): Promise<MemberRow> {
  const { id: memberId } = before;
  const [after] = await tx
    .update(members)
    .set({ removedAt: ctx.clock.now() })
    .where(and(eq(members.workspaceId, ctx.workspace.id), eq(members.id, memberId)))
    .returning();
  const theirs = await lockConversations(
    tx,
    ctx,
    and(eq(conversations.assignedMemberId, memberId), eq(conversations.status, "handed_off")),
  );
  await tx
    .update(conversations)
    .set({ assignedMemberId: null, version: sql`${conversations.version} + 1` })
    .where(
      and(
        eq(conversations.workspaceId, ctx.workspace.id),
        sql`${conversations.id} = any(${`{${theirs.join(",")}}`}::uuid[])`,
      ),
    );
  await recordAudit(tx, ctx, { action, entity: memberId, before, after });
  await emit(tx, ctx, "member/removed", { aggregateId: memberId });
  return after!;
}

/** Gives a locked member a role. */
export async function giveRole(
  tx: Transaction,
  ctx: Ctx,
  before: MemberRow,
  role: MemberRole,
): Promise<MemberRow> {
  const [after] = await tx
    .update(members)
    .set({ role })
    .where(and(eq(members.workspaceId, ctx.workspace.id), eq(members.id, before.id)))
    .returning();
  await recordAudit(tx, ctx, { action: "member.updateRole", entity: before.id, before, after });
  await emit(tx, ctx, "member/updated", { aggregateId: before.id });
  return after!;
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
