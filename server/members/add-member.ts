import { sql } from "drizzle-orm";
import { members, people } from "@/db/schema";
import {
  type Ctx,
  emit,
  inWorkspace,
  newId,
  recordAudit,
  requirePermission,
  requireRoom,
} from "@/server/kernel";
import { toMember } from "./internal";
import { AddMemberInput, type Member } from "./schemas";

/** Adds a person as a member, a new one unless `personId` says who it is. For the demo and checks: people come by invitations. */
export async function addMember({ ctx, input }: { ctx: Ctx; input: AddMemberInput }): Promise<Member> {
  requirePermission(ctx, "member.add");
  const { displayName, role, locale, personId = newId() } = AddMemberInput.parse(input);
  const memberId = newId();
  const createdAt = ctx.clock.now();

  return inWorkspace(ctx, async (tx) => {
    await requireRoom(tx, ctx, "members");
    await tx.execute(sql`select set_config('app.person_id', ${personId}, true)`);
    await tx.insert(people).values({ id: personId, displayName, locale, createdAt }).onConflictDoNothing();
    const [row] = await tx
      .insert(members)
      .values({ workspaceId: ctx.workspace.id, id: memberId, personId, role, displayName, createdAt })
      .returning();
    await recordAudit(tx, ctx, { action: "member.add", entity: memberId, after: row });
    await emit(tx, ctx, "member/added", { aggregateId: memberId });
    return toMember(ctx, row!);
  });
}
