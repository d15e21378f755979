import { synonymGroups } from "@/db/schema";
import { type Ctx, emit, newId, recordAudit, requirePermission } from "@/server/kernel";
import { noteKnowledgeChange } from "./knowledge-index";
import { CreateSynonymsInput, type SynonymGroup } from "./schemas";
import { inSynonyms, requireFitSynonyms, toSynonymGroup } from "./synonyms";

/**
 * Says that words mean the same here; questions are read so from the next message on.
 *
 * @throws SynonymUnfit a word cannot stand for a thing, or fewer than two are left
 * @throws SynonymTaken a word stands in another group
 * @throws SynonymsFull the workspace holds as many groups as it may
 */
export async function createSynonyms({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: CreateSynonymsInput;
}): Promise<SynonymGroup> {
  requirePermission(ctx, "faq.update");
  const { words: wanted } = CreateSynonymsInput.parse(input);

  return inSynonyms(ctx, async (tx) => {
    const words = await requireFitSynonyms(tx, ctx, { words: wanted });
    const now = ctx.clock.now();
    const [row] = await tx
      .insert(synonymGroups)
      .values({ workspaceId: ctx.workspace.id, id: newId(), words, createdAt: now, updatedAt: now })
      .returning();
    await noteKnowledgeChange(tx, ctx.workspace.id);
    await recordAudit(tx, ctx, { action: "faq.createSynonyms", entity: row!.id, after: row });
    await emit(tx, ctx, "faq/synonyms", { aggregateId: row!.id });
    return toSynonymGroup(row!);
  });
}
