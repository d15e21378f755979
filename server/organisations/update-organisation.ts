import { eq } from "drizzle-orm";
import { organisations } from "@/db/schema";
import { type Ctx, emit, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { lockOrganisation, toOrganisation } from "./internal";
import { type Organisation, UpdateOrganisationInput } from "./schemas";

/** Changes the organisation's name or colour; what is not given stays. */
export async function updateOrganisation({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: UpdateOrganisationInput;
}): Promise<Organisation> {
  requirePermission(ctx, "organisation.update");
  const { name, color } = UpdateOrganisationInput.parse(input);

  return inWorkspace(ctx, async (tx) => {
    const before = await lockOrganisation(tx, ctx);
    const [after] = await tx
      .update(organisations)
      .set({ name: name ?? before.name, color: color === undefined ? before.color : color })
      .where(eq(organisations.id, before.id))
      .returning();
    await recordAudit(tx, ctx, { action: "organisation.update", entity: before.id, before, after });
    await emit(tx, ctx, "workspace/branded", { aggregateId: ctx.workspace.id });
    return toOrganisation(after!);
  });
}
