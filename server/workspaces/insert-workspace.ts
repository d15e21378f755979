import { sql } from "drizzle-orm";
import { members, organisations, workspaces } from "@/db/schema";
import { type Clock, getRuntime, inTransaction, newId, type Transaction } from "@/server/kernel";

type WorkspaceRow = typeof workspaces.$inferSelect;
export type NewWorkspaceRow = Pick<
  WorkspaceRow,
  "kind" | "name" | "slug" | "timeZone" | "defaultLanguage" | "languages" | "businessHours"
> &
  Partial<Pick<WorkspaceRow, "isAgentOn">>;

/**
 * Writes a workspace with its first owner, in an organisation that is there or in one of its own, in one transaction.
 *
 * @param input.also what else belongs to it, in the same transaction
 * @throws whatever the database says of a slug that is taken
 */
export async function insertWorkspace(input: {
  organisation: { id: string } | { name: string };
  workspace: NewWorkspaceRow;
  owner: { personId: string; displayName: string };
  clock?: Clock | undefined;
  also?: (tx: Transaction, made: { row: WorkspaceRow; memberId: string }) => Promise<void>;
}): Promise<{ row: WorkspaceRow; memberId: string; organisationId: string }> {
  const { organisation, owner } = input;
  const runtime = getRuntime();
  const createdAt = (input.clock ?? runtime.clock).now();
  const [workspaceId, memberId] = [newId(), newId()];
  const organisationId = "id" in organisation ? organisation.id : newId();
  return inTransaction(runtime.app, async (tx) => {
    await tx.execute(
      sql`select set_config('app.workspace_id', ${workspaceId}, true), set_config('app.person_id', ${owner.personId}, true)`,
    );
    if ("name" in organisation) {
      await tx.insert(organisations).values({ id: organisationId, name: organisation.name, createdAt });
    }
    const [row] = await tx
      .insert(workspaces)
      .values({ id: workspaceId, organisationId, ...input.workspace, createdAt })
      .returning();
    await tx.insert(members).values({ workspaceId, id: memberId, ...owner, role: "owner", createdAt });
    await input.also?.(tx, { row: row!, memberId });
    return { row: row!, memberId, organisationId };
  });
}
