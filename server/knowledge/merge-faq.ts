import { and, eq, inArray } from "drizzle-orm";
import { faqEntries } from "@/db/schema";
import { type Ctx, emit, inWorkspace, recordAudit, requirePermission, toPublicId } from "@/server/kernel";
import { FaqEntryChanged, FaqMergeUnfit } from "./errors";
import { lockFaqEntryOrThrow, tidyAlternatives, toFaqEntry } from "./internal";
import { noteKnowledgeChange } from "./knowledge-index";
import { maxAlternatives, maxTags } from "./rules";
import { type FaqMerge, MergeFaqInput } from "./schemas";

/**
 * Makes one entry of several that ask the same: it keeps its answer and is asked in all their words; the others go.
 * Returns what was before, so that a screen can take it back by `undoMergeFaq`.
 *
 * @throws FaqEntryNotFound one of them is not of this workspace
 * @throws FaqEntryChanged  someone changed one of them meanwhile
 * @throws FaqMergeUnfit    they are of several languages, or would have too many questions
 */
export async function mergeFaq({ ctx, input }: { ctx: Ctx; input: MergeFaqInput }): Promise<FaqMerge> {
  requirePermission(ctx, "faq.update");
  requirePermission(ctx, "faq.delete");
  const { into, from } = MergeFaqInput.parse(input);
  const others = from.filter(({ faqEntryId }) => faqEntryId !== into.faqEntryId);

  return inWorkspace(ctx, async (tx) => {
    // In the order of their ids: two members who merge the same entries at once wait, and do not deadlock.
    const wanted = [into, ...others].sort((a, b) => (a.faqEntryId < b.faqEntryId ? -1 : 1));
    const rows = [];
    for (const { faqEntryId, version } of wanted) {
      const row = await lockFaqEntryOrThrow(tx, ctx, faqEntryId);
      if (row.version !== version) {
        throw new FaqEntryChanged({ faqEntryId: toPublicId("faqEntry", row.id), version: row.version });
      }
      rows.push(row);
    }
    const before = rows.find(({ id }) => id === into.faqEntryId)!;
    const removed = rows.filter(({ id }) => id !== before.id);
    if (removed.some(({ language }) => language !== before.language))
      throw new FaqMergeUnfit({ why: "language" });
    const alternatives = tidyAlternatives(before, [
      ...before.alternatives,
      ...removed.flatMap((row) => [row.question, ...row.alternatives]),
    ]);
    if (alternatives.length > maxAlternatives)
      throw new FaqMergeUnfit({ why: "questions", max: maxAlternatives });
    const [after] = await tx
      .update(faqEntries)
      .set({
        alternatives,
        tags: [...new Set(rows.flatMap(({ tags }) => tags))].slice(0, maxTags),
        version: before.version + 1,
        updatedAt: ctx.clock.now(),
      })
      .where(and(eq(faqEntries.workspaceId, ctx.workspace.id), eq(faqEntries.id, before.id)))
      .returning();
    if (removed.length > 0) {
      const ids = removed.map(({ id }) => id);
      await tx
        .delete(faqEntries)
        .where(and(eq(faqEntries.workspaceId, ctx.workspace.id), inArray(faqEntries.id, ids)));
    }
    await noteKnowledgeChange(tx, ctx.workspace.id);
    await recordAudit(tx, ctx, { action: "faq.merge", entity: before.id, before, after });
    for (const row of removed)
      await recordAudit(tx, ctx, { action: "faq.delete", entity: row.id, before: row });
    await emit(tx, ctx, "faq/updated", { aggregateId: before.id, version: after!.version });
    return { entry: toFaqEntry(after!), before: toFaqEntry(before), removed: removed.map(toFaqEntry) };
  });
}
