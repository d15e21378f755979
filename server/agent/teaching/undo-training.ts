import { and, desc, eq } from "drizzle-orm";
import { intentExamples, intentModels } from "@/db/schema";
import { type Ctx, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { NothingToUndo } from "../errors";
import { forgetModel } from "./current-model";

/**
 * Goes back to what was in use before the last training; the examples that it learnt first are deleted.
 *
 * @throws NothingToUndo nothing has been learnt
 */
export async function undoTraining({ ctx }: { ctx: Ctx }): Promise<void> {
  requirePermission(ctx, "intent.manage");
  const w = ctx.workspace.id;
  await inWorkspace(ctx, async (tx) => {
    const [last] = await tx
      .select({ version: intentModels.version, examples: intentModels.examples })
      .from(intentModels)
      .where(and(eq(intentModels.workspaceId, w), eq(intentModels.isUndone, false)))
      .orderBy(desc(intentModels.version))
      .limit(1)
      .for("update");
    if (!last) throw new NothingToUndo();
    await tx
      .update(intentModels)
      .set({ isUndone: true })
      .where(and(eq(intentModels.workspaceId, w), eq(intentModels.version, last.version)));
    const gone = await tx
      .delete(intentExamples)
      .where(and(eq(intentExamples.workspaceId, w), eq(intentExamples.trainedIn, last.version)))
      .returning({ id: intentExamples.id });
    await recordAudit(tx, ctx, {
      action: "intent.undo",
      entity: w,
      before: { version: last.version, examples: gone.length },
    });
  });
  forgetModel(w);
}
