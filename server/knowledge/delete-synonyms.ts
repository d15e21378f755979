import { and, eq } from "drizzle-orm";
import { synonymGroups } from "@/db/schema";
import { type Ctx, emit, recordAudit, requirePermission } from "@/server/kernel";
import { noteKnowledgeChange } from "./knowledge-index";
import { DeleteSynonymsInput, type SynonymGroup } from "./schemas";
import { inSynonyms, lockSynonymsOrThrow, toSynonymGroup } from "./synonyms";

/**
 * Takes a group of words apart. Returns what it was, so that a screen can offer to put it back.
 *
 * @throws SynonymGroupNotFound no such group in this workspace
 */
export async function deleteSynonyms({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: DeleteSynonymsInput;
}): Promise<SynonymGroup> {
  requirePermission(ctx, "faq.update");
  const { synonymGroupId } = DeleteSynonymsInput.parse(input);

  return inSynonyms(ctx, async (tx) => {
    const before = await lockSynonymsOrThrow(tx, ctx, synonymGroupId);
    await tx
      .delete(synonymGroups)
      .where(and(eq(synonymGroups.workspaceId, ctx.workspace.id), eq(synonymGroups.id, before.id)));
    await noteKnowledgeChange(tx, ctx.workspace.id);
    await recordAudit(tx, ctx, { action: "faq.deleteSynonyms", entity: before.id, before });
    await emit(tx, ctx, "faq/synonyms", { aggregateId: before.id });
    return toSynonymGroup(before);
  });
}
