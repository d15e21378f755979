import { eq } from "drizzle-orm";
import { organisations, workspaces } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission, WorkspaceNotFound } from "@/server/kernel";
import { toOrganisation } from "./internal";
import type { Organisation } from "./schemas";

/** Whom the workspace belongs to, with the brand. */
export async function getOrganisation({ ctx }: { ctx: Ctx }): Promise<Organisation> {
  requirePermission(ctx, "organisation.read");
  return inWorkspace(ctx, async (tx) => {
    const [row] = await tx
      .select({ organisation: organisations })
      .from(organisations)
      .innerJoin(workspaces, eq(workspaces.organisationId, organisations.id))
      .where(eq(workspaces.id, ctx.workspace.id));
    if (!row) throw new WorkspaceNotFound();
    return toOrganisation(row.organisation);
  });
}
