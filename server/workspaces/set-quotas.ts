import { eq } from "drizzle-orm";
import { workspaces } from "@/db/schema";
import {
  type Ctx,
  inWorkspace,
  type OperatorActor,
  recordAudit,
  recordPlatformAudit,
  requirePermission,
} from "@/server/kernel";
import { lockWorkspaceOrThrow } from "./internal";
import { SetQuotasInput } from "./schemas";

/**
 * Sets how much a workspace may have, for an operator of the platform. What it has already stays, also above it: the next
 * file, member or bot is refused.
 */
export async function setQuotas({
  ctx,
  input,
}: {
  ctx: Ctx & { actor: OperatorActor };
  input: SetQuotasInput;
}): Promise<void> {
  requirePermission(ctx, "workspace.setQuotas");
  const quotas = SetQuotasInput.parse(input);
  const { id } = ctx.workspace;

  return inWorkspace(ctx, async (tx) => {
    const before = await lockWorkspaceOrThrow(tx, id);
    const [after] = await tx.update(workspaces).set(quotas).where(eq(workspaces.id, id)).returning();
    const entry = { action: "workspace.setQuotas", before, after };
    await recordAudit(tx, ctx, { ...entry, entity: id });
    await recordPlatformAudit(tx, ctx, { ...entry, workspace: before });
  });
}
