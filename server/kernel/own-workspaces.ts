import { sql } from "drizzle-orm";
import type { WorkspaceRef } from "./context";
import { getRuntime } from "./runtime";
import { openSystemContext } from "./session";

/** The workspaces a person is a member of, oldest membership first; each is read in its own context. */
export async function listOwnWorkspaces(personId: string): Promise<WorkspaceRef[]> {
  const rows = await getRuntime().app.execute<{ workspace_id: string }>(
    sql`select workspace_id from resolve_memberships(${personId}::uuid)`,
  );
  const contexts = await Promise.all(
    rows.map((row) => openSystemContext(row.workspace_id, { kind: "system", name: "list-own-workspaces" })),
  );
  return contexts.map((ctx) => ctx.workspace);
}
