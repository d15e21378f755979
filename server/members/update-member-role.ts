import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { getChangeableMemberOrThrow, giveRole, toMember } from "./internal";
import { type Member, UpdateMemberRoleInput } from "./schemas";

/**
 * Gives a member another role. Their open streams end within two seconds.
 *
 * @throws MemberNotFound no such member here
 * @throws OwnerOnly      an admin may not make or unmake owners
 * @throws LastOwner      the workspace would have no owner
 */
export async function updateMemberRole({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: UpdateMemberRoleInput;
}): Promise<Member> {
  requirePermission(ctx, "member.updateRole");
  const { memberId, role } = UpdateMemberRoleInput.parse(input);

  return inWorkspace(ctx, async (tx) => {
    const change = { memberId, to: role, verb: "member.updateRole" } as const;
    const before = await getChangeableMemberOrThrow(tx, ctx, change);
    return toMember(ctx, await giveRole(tx, ctx, before, role));
  });
}
