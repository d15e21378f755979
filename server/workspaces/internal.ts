import { eq } from "drizzle-orm";
import { workspaces } from "@/db/schema";
import { type Transaction, WorkspaceNotFound } from "@/server/kernel";

export async function getWorkspaceOrThrow(tx: Transaction, id: string) {
  const [row] = await tx.select().from(workspaces).where(eq(workspaces.id, id));
  if (!row) throw new WorkspaceNotFound();
  return row;
}

/** The same, held until the transaction ends: who changes it next sees what this one has changed. */
export async function lockWorkspaceOrThrow(tx: Transaction, id: string) {
  const [row] = await tx.select().from(workspaces).where(eq(workspaces.id, id)).for("no key update");
  if (!row) throw new WorkspaceNotFound();
  return row;
}
