import { eq } from "drizzle-orm";
import { organisations, workspaces } from "@/db/schema";
import { type Ctx, type Transaction, toPublicId, WorkspaceNotFound } from "@/server/kernel";
import { Organisation } from "./schemas";

export type OrganisationRow = typeof organisations.$inferSelect;

/** The organisation of the context's workspace, held until the transaction ends. */
export async function lockOrganisation(tx: Transaction, ctx: Ctx): Promise<OrganisationRow> {
  const [row] = await tx
    .select({ organisation: organisations })
    .from(organisations)
    .innerJoin(workspaces, eq(workspaces.organisationId, organisations.id))
    .where(eq(workspaces.id, ctx.workspace.id))
    .for("update", { of: organisations });
  if (!row) throw new WorkspaceNotFound();
  return row.organisation;
}

/** The public address of a logo; it changes with the picture, so that browsers may keep what they have. */
export function logoUrlOf(row: Pick<OrganisationRow, "id" | "logoSha256">): string | null {
  if (!row.logoSha256) return null;
  return `/api/organisations/${toPublicId("organisation", row.id)}/logo?v=${row.logoSha256.slice(0, 12)}`;
}

export function toOrganisation(row: OrganisationRow): Organisation {
  return Organisation.parse({
    ...row,
    id: toPublicId("organisation", row.id),
    logoUrl: logoUrlOf(row),
  });
}
