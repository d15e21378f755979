import { count, eq } from "drizzle-orm";
import { workspaceIntents } from "@/db/schema";
import { type Ctx, inWorkspace, newId, recordAudit, requirePermission, toPublicId } from "@/server/kernel";
import { OwnIntentTaken, TeachingFull } from "../errors";
import { CreateOwnIntentInput, maxOwnIntents } from "../schemas";
import { storeExamples, toOwnIntent } from "./internal";

/**
 * Adds an intent of the workspace's own, with examples of what customers write for it.
 *
 * @throws OwnIntentTaken one of this name stands already
 * @throws TeachingFull   the workspace has as many as it may
 */
export async function createOwnIntent({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: CreateOwnIntentInput;
}): Promise<{ ownIntentId: string; intent: string }> {
  requirePermission(ctx, "intent.manage");
  const { name, action, texts } = CreateOwnIntentInput.parse(input);
  return inWorkspace(ctx, async (tx) => {
    const w = ctx.workspace.id;
    const [standing] = await tx
      .select({ n: count() })
      .from(workspaceIntents)
      .where(eq(workspaceIntents.workspaceId, w));
    if ((standing?.n ?? 0) >= maxOwnIntents) throw new TeachingFull({ most: maxOwnIntents });
    const row = { workspaceId: w, id: newId(), name, action, createdAt: ctx.clock.now() };
    const made = await tx.insert(workspaceIntents).values(row).onConflictDoNothing().returning();
    if (made.length === 0) throw new OwnIntentTaken({ name });
    const intent = toOwnIntent(row.id);
    await storeExamples(tx, ctx, { intent, texts });
    await recordAudit(tx, ctx, { action: "intent.create", entity: row.id, after: { name, action } });
    return { ownIntentId: toPublicId("ownIntent", row.id), intent };
  });
}
