import { and, eq, isNull, sql } from "drizzle-orm";
import { members, organisations, workspaces } from "@/db/schema";
import type { MemberRole, WorkspaceRef } from "./context";
import { inTransaction, type Transaction } from "./database";
import { lookUp } from "./look-up";
import { getRuntime } from "./runtime";
import { toWorkspaceRef } from "./session";

/** A workspace as one of its members has it. */
export type OwnWorkspace = WorkspaceRef & {
  member: { id: string; displayName: string; role: MemberRole };
  organisation: { id: string; name: string };
  /** Set on one that was deleted: until then an owner may take it back. */
  eraseAt: Date | null;
  /** Set on one that an operator of the platform holds: nothing of it opens until it is resumed. */
  suspendedAt: Date | null;
};

/**
 * The workspaces a person is a member of, oldest membership first, each read in its own scope of one transaction.
 * Deleted ones are left out unless asked for.
 */
export async function listOwnWorkspaces(
  personId: string,
  options: { withDeleted?: boolean } = {},
): Promise<OwnWorkspace[]> {
  const runtime = getRuntime();
  const rows = await lookUp<{ workspace_id: string; member_id: string }>(
    sql`select workspace_id, member_id from resolve_memberships(${personId}::uuid)`,
  );
  if (rows.length === 0) return [];
  const readAll = async (tx: Transaction) => {
    const found: OwnWorkspace[] = [];
    for (const { workspace_id: id, member_id: memberId } of rows) {
      await tx.execute(sql`select set_config('app.workspace_id', ${id}, true)`);
      const [row] = await tx
        .select({ workspace: workspaces, organisation: organisations, member: members })
        .from(workspaces)
        .innerJoin(organisations, eq(organisations.id, workspaces.organisationId))
        .innerJoin(members, eq(members.workspaceId, workspaces.id))
        .where(and(eq(workspaces.id, id), eq(members.id, memberId), isNull(members.removedAt)));
      if (!row || (row.workspace.eraseAt && !options.withDeleted)) continue;
      const { id: organisationId, name } = row.organisation;
      found.push({
        ...toWorkspaceRef(row.workspace),
        member: { id: row.member.id, displayName: row.member.displayName, role: row.member.role },
        organisation: { id: organisationId, name },
        eraseAt: row.workspace.eraseAt,
        suspendedAt: row.workspace.suspendedAt,
      });
    }
    return found;
  };
  return inTransaction(runtime.app, readAll, { reads: true });
}
