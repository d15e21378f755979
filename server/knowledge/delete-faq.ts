import { and, eq } from "drizzle-orm";
import { faqEntries } from "@/db/schema";
import { type Ctx, emit, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { lockFaqEntryOrThrow, toFaqEntry } from "./internal";
import { noteKnowledgeChange } from "./knowledge-index";
import { DeleteFaqInput, type FaqEntry } from "./schemas";

/**
 * Takes a question away. Returns what it was, so that a screen can offer to put it back. Answers given from it keep
 * its words as their source.
 *
 * @throws FaqEntryNotFound no such entry in this workspace
 */
export async function deleteFaq({ ctx, input }: { ctx: Ctx; input: DeleteFaqInput }): Promise<FaqEntry> {
  requirePermission(ctx, "faq.delete");
  const { faqEntryId } = DeleteFaqInput.parse(input);

  return inWorkspace(ctx, async (tx) => {
    const before = await lockFaqEntryOrThrow(tx, ctx, faqEntryId);
    await tx
      .delete(faqEntries)
      .where(and(eq(faqEntries.workspaceId, ctx.workspace.id), eq(faqEntries.id, faqEntryId)));
    await noteKnowledgeChange(tx, ctx.workspace.id);
    await recordAudit(tx, ctx, { action: "faq.delete", entity: before.id, before });
    await emit(tx, ctx, "faq/deleted", { aggregateId: before.id, version: before.version });
    return toFaqEntry(before);
  });
}
