import { and, eq } from "drizzle-orm";
import { synonymGroups } from "@/db/schema";
import { type Ctx, emit, recordAudit, requirePermission } from "@/server/kernel";
import { noteKnowledgeChange } from "./knowledge-index";
import { type SynonymGroup, UpdateSynonymsInput } from "./schemas";
import { inSynonyms, lockSynonymsOrThrow, requireFitSynonyms, toSynonymGroup } from "./synonyms";

/**
 * Changes which words mean the same.
 *
 * @throws SynonymGroupNotFound no such group in this workspace
 * @throws SynonymUnfit         a word cannot stand for a thing, or fewer than two are left
 * @throws SynonymTaken         a word stands in another group
 */
export async function updateSynonyms({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: UpdateSynonymsInput;
}): Promise<SynonymGroup> {
  requirePermission(ctx, "faq.update");
  const { synonymGroupId, words: wanted } = UpdateSynonymsInput.parse(input);

  return inSynonyms(ctx, async (tx) => {
    const before = await lockSynonymsOrThrow(tx, ctx, synonymGroupId);
    const words = await requireFitSynonyms(tx, ctx, { id: before.id, words: wanted });
    const [after] = await tx
      .update(synonymGroups)
      .set({ words, updatedAt: ctx.clock.now() })
      .where(and(eq(synonymGroups.workspaceId, ctx.workspace.id), eq(synonymGroups.id, before.id)))
      .returning();
    await noteKnowledgeChange(tx, ctx.workspace.id);
    await recordAudit(tx, ctx, { action: "faq.updateSynonyms", entity: before.id, before, after });
    await emit(tx, ctx, "faq/synonyms", { aggregateId: before.id });
    return toSynonymGroup(after!);
  });
}
