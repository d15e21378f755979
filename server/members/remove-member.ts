import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { endMembership, getChangeableMemberOrThrow, toMember } from "./internal";
import { type Member, RemoveMemberInput } from "./schemas";

/**
 * Takes a member out of the workspace. What they wrote stays under their name; conversations they had taken over wait
 * for another member; their open streams end within two seconds.
 *
 * @throws MemberNotFound, OwnerOnly, LastOwner
 */
export async function removeMember({ ctx, input }: { ctx: Ctx; input: RemoveMemberInput }): Promise<Member> {
  requirePermission(ctx, "member.remove");
  const { memberId } = RemoveMemberInput.parse(input);

  return inWorkspace(ctx, async (tx) => {
    const before = await getChangeableMemberOrThrow(tx, ctx, { memberId, to: null, verb: "member.remove" });
    return toMember(ctx, await endMembership(tx, ctx, before, "member.remove"));
  });
}
