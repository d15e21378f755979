import { and, eq } from "drizzle-orm";
import { intentExamples, workspaceIntents } from "@/db/schema";
import { type Ctx, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { IntentNotFound } from "../errors";
import { DeleteOwnIntentInput } from "../schemas";
import { askForTraining, toOwnIntent } from "./internal";

/**
 * Deletes an intent of the workspace's own with its examples; it is unlearnt within seconds.
 *
 * @throws IntentNotFound no such intent in this workspace
 */
export async function deleteOwnIntent({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: DeleteOwnIntentInput;
}): Promise<void> {
  requirePermission(ctx, "intent.manage");
  const { ownIntentId } = DeleteOwnIntentInput.parse(input);
  const intent = toOwnIntent(ownIntentId);
  const w = ctx.workspace.id;
  await inWorkspace(ctx, async (tx) => {
    const [gone] = await tx
      .delete(workspaceIntents)
      .where(and(eq(workspaceIntents.workspaceId, w), eq(workspaceIntents.id, ownIntentId)))
      .returning({ name: workspaceIntents.name, action: workspaceIntents.action });
    if (!gone) throw new IntentNotFound({ intent });
    await tx
      .delete(intentExamples)
      .where(and(eq(intentExamples.workspaceId, w), eq(intentExamples.intent, intent)));
    await askForTraining(tx, ctx);
    await recordAudit(tx, ctx, { action: "intent.delete", entity: ownIntentId, before: gone });
  });
}
