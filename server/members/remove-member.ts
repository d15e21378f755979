import { and, eq, sql } from "drizzle-orm";
import { conversations, members } from "@/db/schema";
import { lockConversations } from "@/server/conversations";
import { type Ctx, emit, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { getChangeableMemberOrThrow, toMember } from "./internal";
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
    const before = await getChangeableMemberOrThrow(tx, ctx, memberId, null);
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
    await recordAudit(tx, ctx, { action: "member.remove", entity: memberId, before, after });
    await emit(tx, ctx, "member/removed", { aggregateId: memberId });
    return toMember(ctx, after!);
  });
}
