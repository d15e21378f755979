import { and, eq, isNull } from "drizzle-orm";
import { members } from "@/db/schema";
import { type Ctx, inWorkspace } from "@/server/kernel";
import { findVerifiedAddress } from "@/server/mail";

export type Owner = { personId: string; address: string };

/** The owners whose address is proved to be theirs. */
export async function findOwners(ctx: Ctx): Promise<Owner[]> {
  const rows = await inWorkspace(ctx, (tx) =>
    tx
      .select({ personId: members.personId })
      .from(members)
      .where(
        and(eq(members.workspaceId, ctx.workspace.id), eq(members.role, "owner"), isNull(members.removedAt)),
      ),
  );
  const owners: Owner[] = [];
  for (const { personId } of rows) {
    const address = await findVerifiedAddress(personId);
    if (address) owners.push({ personId, address });
  }
  return owners;
}
