import { type Ctx, emit, inWorkspace, requirePermission } from "@/server/kernel";
import { MemberNotFound } from "./errors";
import { giveRole, lockMemberOrThrow, lockOwners, readActorRole, toMember } from "./internal";
import { type Member, TransferOwnershipInput } from "./schemas";

/**
 * Hands the ownership over: the other becomes an owner and who hands over an admin, both or neither.
 *
 * @throws MemberNotFound no such member here, or oneself
 */
export async function transferOwnership({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: TransferOwnershipInput;
}): Promise<Member> {
  requirePermission(ctx, "member.transfer");
  const { memberId } = TransferOwnershipInput.parse(input);
  if (ctx.actor.kind !== "member" || ctx.actor.memberId === memberId) throw new MemberNotFound();
  const { memberId: ownId } = ctx.actor;

  return inWorkspace(ctx, async (tx) => {
    await lockOwners(tx, ctx);
    await readActorRole(tx, ctx, "member.transfer");
    const [other, own] = [
      await lockMemberOrThrow(tx, ctx, memberId),
      await lockMemberOrThrow(tx, ctx, ownId),
    ];
    const after = other.role === "owner" ? other : await giveRole(tx, ctx, other, "owner");
    await giveRole(tx, ctx, own, "admin");
    await emit(tx, ctx, "workspace/handed_over", { aggregateId: ctx.workspace.id });
    return toMember(ctx, after);
  });
}
