import { desc } from "drizzle-orm";
import { platformAudit } from "@/db/schema";
import { inOperator, type OperatorCtx, requirePermission, toPublicId } from "@/server/kernel";
import { Act } from "./schemas";

const shown = 100;

/** What operators did, the newest first; the newest hundred. */
export async function listActs({ ctx }: { ctx: OperatorCtx }): Promise<Act[]> {
  requirePermission(ctx, "platform.read");
  const rows = await inOperator(ctx.actor.operatorId, (tx) =>
    tx.select().from(platformAudit).orderBy(desc(platformAudit.at), desc(platformAudit.id)).limit(shown),
  );
  return rows.map(({ id, at, operator, action, workspaceName, changes }) => {
    const runId = changes.runId?.after;
    return Act.parse({
      id,
      at: at.toISOString(),
      operator,
      action,
      workspace: workspaceName,
      reason: changes.suspensionReason?.after ?? null,
      feature: changes.feature ? { key: changes.feature.after, isOn: changes.isOn?.after ?? null } : null,
      runId: typeof runId === "string" ? toPublicId("workflowRun", runId) : null,
    });
  });
}
