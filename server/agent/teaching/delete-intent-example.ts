import { and, eq } from "drizzle-orm";
import { intentExamples } from "@/db/schema";
import { type Ctx, inWorkspace, recordAudit, requirePermission, toPublicId } from "@/server/kernel";
import { IntentExampleNotFound } from "../errors";
import { DeleteIntentExampleInput } from "../schemas";
import { askForTraining } from "./internal";

/**
 * Takes an example back; what was learnt from it is unlearnt within seconds.
 *
 * @throws IntentExampleNotFound no such example in this workspace
 */
export async function deleteIntentExample({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: DeleteIntentExampleInput;
}): Promise<void> {
  requirePermission(ctx, "intent.teach");
  const { intentExampleId } = DeleteIntentExampleInput.parse(input);
  await inWorkspace(ctx, async (tx) => {
    const [gone] = await tx
      .delete(intentExamples)
      .where(and(eq(intentExamples.workspaceId, ctx.workspace.id), eq(intentExamples.id, intentExampleId)))
      .returning({ intent: intentExamples.intent });
    if (!gone)
      throw new IntentExampleNotFound({ intentExampleId: toPublicId("intentExample", intentExampleId) });
    await askForTraining(tx, ctx);
    await recordAudit(tx, ctx, { action: "intent.unteach", entity: intentExampleId, before: gone });
  });
}
