import { and, eq } from "drizzle-orm";
import { members } from "@/db/schema";
import { type Ctx, emit, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { getChangeableMemberOrThrow, toMember } from "./internal";
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
    const before = await getChangeableMemberOrThrow(tx, ctx, memberId, role);
    const [after] = await tx
      .update(members)
      .set({ role })
      .where(and(eq(members.workspaceId, ctx.workspace.id), eq(members.id, memberId)))
      .returning();
    await recordAudit(tx, ctx, { action: "member.updateRole", entity: memberId, before, after });
    await emit(tx, ctx, "member/updated", { aggregateId: memberId });
    return toMember(ctx, after!);
  });
}
