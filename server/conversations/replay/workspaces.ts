import { sql } from "drizzle-orm";
import { getRuntime } from "@/server/kernel";

/** Every workspace of this installation, one after the other; only tools of the sandbox look at all. */
export async function forEachWorkspace(work: (workspaceId: string) => Promise<void>): Promise<void> {
  const rows = await getRuntime().worker.execute<{ workspace_id: string }>(
    sql`select workspace_id from resolve_workspaces()`,
  );
  for (const { workspace_id: workspaceId } of rows) await work(workspaceId);
}
