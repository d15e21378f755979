import { type Ctx, emit, inWorkspace, requirePermission } from "@/server/kernel";
import { LastOwner, MemberNotFound } from "./errors";
import { endMembership, giveRole, lockMemberOrThrow, lockOwners, toMember } from "./internal";
import { leavesNoOwner } from "./rules";
import { LeaveWorkspaceInput, type Member } from "./schemas";

/**
 * A member leaves by themselves. The last owner names who takes over, in the same act; or deletes the workspace.
 *
 * @throws LastOwner      the last owner, who has named nobody
 * @throws MemberNotFound nobody of that id to take over, or they have left already
 */
export async function leaveWorkspace({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: LeaveWorkspaceInput;
}): Promise<Member> {
  requirePermission(ctx, "member.leave");
  const { handOverTo } = LeaveWorkspaceInput.parse(input);
  if (ctx.actor.kind !== "member") throw new MemberNotFound();
  const { memberId } = ctx.actor;
  if (handOverTo === memberId) throw new MemberNotFound();

  return inWorkspace(ctx, async (tx) => {
    const owners = await lockOwners(tx, ctx);
    const own = await lockMemberOrThrow(tx, ctx, memberId);
    if (own.role === "owner" && handOverTo) {
      const heir = await lockMemberOrThrow(tx, ctx, handOverTo);
      if (heir.role !== "owner") {
        await giveRole(tx, ctx, heir, "owner");
        await emit(tx, ctx, "workspace/handed_over", { aggregateId: ctx.workspace.id });
      }
    } else if (leavesNoOwner(own.role, null, owners.length)) throw new LastOwner();
    return toMember(ctx, await endMembership(tx, ctx, own, "member.leave"));
  });
}
