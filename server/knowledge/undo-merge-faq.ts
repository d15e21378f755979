import { and, eq } from "drizzle-orm";
import { faqEntries } from "@/db/schema";
import {
  type Ctx,
  emit,
  inWorkspace,
  newId,
  recordAudit,
  requirePermission,
  toPublicId,
} from "@/server/kernel";
import { FaqEntryChanged } from "./errors";
import { lockFaqEntryOrThrow, requireFreeQuestion, requireRoom, toFaqEntry } from "./internal";
import { noteKnowledgeChange } from "./knowledge-index";
import { tidyTags } from "./rules";
import { type FaqEntry, UndoMergeFaqInput } from "./schemas";

/**
 * Takes a merge back: the entry is asked in its own words again, and the others stand beside it anew.
 *
 * @throws FaqEntryNotFound the merged entry is gone
 * @throws FaqEntryChanged  someone changed it since the merge
 * @throws FaqQuestionTaken one of the others has been written again meanwhile
 * @throws FaqFull          the workspace holds as many as it may
 */
export async function undoMergeFaq({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: UndoMergeFaqInput;
}): Promise<FaqEntry> {
  requirePermission(ctx, "faq.update");
  requirePermission(ctx, "faq.create");
  const { faqEntryId, version, alternatives, tags, removed } = UndoMergeFaqInput.parse(input);

  return inWorkspace(ctx, async (tx) => {
    const before = await lockFaqEntryOrThrow(tx, ctx, faqEntryId);
    if (before.version !== version) {
      throw new FaqEntryChanged({ faqEntryId: toPublicId("faqEntry", before.id), version: before.version });
    }
    const now = ctx.clock.now();
    const [after] = await tx
      .update(faqEntries)
      .set({ alternatives, tags: tidyTags(tags), version: version + 1, updatedAt: now })
      .where(and(eq(faqEntries.workspaceId, ctx.workspace.id), eq(faqEntries.id, before.id)))
      .returning();
    for (const entry of removed) {
      await requireRoom(tx, ctx);
      await requireFreeQuestion(tx, ctx, entry);
      const [row] = await tx
        .insert(faqEntries)
        .values({
          ...entry,
          tags: tidyTags(entry.tags),
          workspaceId: ctx.workspace.id,
          id: newId(),
          createdAt: now,
          updatedAt: now,
        })
        .returning();
      await recordAudit(tx, ctx, { action: "faq.create", entity: row!.id, after: row });
    }
    await noteKnowledgeChange(tx, ctx.workspace.id);
    await recordAudit(tx, ctx, { action: "faq.undoMerge", entity: before.id, before, after });
    await emit(tx, ctx, "faq/updated", { aggregateId: before.id, version: after!.version });
    return toFaqEntry(after!);
  });
}
