import { and, eq } from "drizzle-orm";
import { faqEntries } from "@/db/schema";
import { type Ctx, emit, inWorkspace, recordAudit, requirePermission, toPublicId } from "@/server/kernel";
import { FaqEntryChanged } from "./errors";
import { lockFaqEntryOrThrow, requireFreeQuestion, tidyAlternatives, toFaqEntry } from "./internal";
import { noteKnowledgeChange } from "./knowledge-index";
import { tidyTags } from "./rules";
import { type FaqEntry, UpdateFaqInput } from "./schemas";

/**
 * Changes a question, its answer, language or tags, or takes it in or out of use.
 *
 * @throws FaqEntryNotFound no such entry in this workspace
 * @throws FaqEntryChanged  someone else changed it since `version`
 * @throws FaqQuestionTaken another entry asks the same
 */
export async function updateFaq({ ctx, input }: { ctx: Ctx; input: UpdateFaqInput }): Promise<FaqEntry> {
  requirePermission(ctx, "faq.update");
  const { faqEntryId, version, tags, ...changes } = UpdateFaqInput.parse(input);

  return inWorkspace(ctx, async (tx) => {
    const before = await lockFaqEntryOrThrow(tx, ctx, faqEntryId);
    if (before.version !== version) {
      throw new FaqEntryChanged({ faqEntryId: toPublicId("faqEntry", before.id), version: before.version });
    }
    const values = { ...changes, ...(tags ? { tags: tidyTags(tags) } : {}) };
    if (changes.alternatives) {
      values.alternatives = tidyAlternatives({ ...before, ...values }, changes.alternatives);
    }
    if (changes.question || changes.language || changes.alternatives)
      await requireFreeQuestion(tx, ctx, { ...before, ...values });
    const [after] = await tx
      .update(faqEntries)
      .set({ ...values, version: version + 1, updatedAt: ctx.clock.now() })
      .where(
        and(
          eq(faqEntries.workspaceId, ctx.workspace.id),
          eq(faqEntries.id, faqEntryId),
          eq(faqEntries.version, version),
        ),
      )
      .returning();
    if (!after) throw new FaqEntryChanged({ faqEntryId: toPublicId("faqEntry", faqEntryId), version });
    await noteKnowledgeChange(tx, ctx.workspace.id);
    await recordAudit(tx, ctx, { action: "faq.update", entity: after.id, before, after });
    await emit(tx, ctx, "faq/updated", { aggregateId: after.id, version: after.version });
    return toFaqEntry(after);
  });
}
