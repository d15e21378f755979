import { faqEntries } from "@/db/schema";
import { type Ctx, emit, inWorkspace, newId, recordAudit, requirePermission } from "@/server/kernel";
import { requireFreeQuestion, requireRoom, tidyAlternatives, toFaqEntry } from "./internal";
import { noteKnowledgeChange } from "./knowledge-index";
import { tidyTags } from "./rules";
import { CreateFaqInput, type FaqEntry } from "./schemas";

/**
 * Adds a question and its answer; the agent uses it from the next message on.
 *
 * @throws FaqQuestionTaken the question stands in the list already
 * @throws FaqFull          the workspace holds as many as it may
 */
export async function createFaq({ ctx, input }: { ctx: Ctx; input: CreateFaqInput }): Promise<FaqEntry> {
  requirePermission(ctx, "faq.create");
  const { tags, ...values } = CreateFaqInput.parse(input);

  return inWorkspace(ctx, async (tx) => {
    await requireRoom(tx, ctx);
    await requireFreeQuestion(tx, ctx, values);
    const now = ctx.clock.now();
    const [row] = await tx
      .insert(faqEntries)
      .values({
        ...values,
        alternatives: tidyAlternatives(values, values.alternatives),
        tags: tidyTags(tags),
        workspaceId: ctx.workspace.id,
        id: newId(),
        createdAt: now,
        updatedAt: now,
      })
      .returning();
    await noteKnowledgeChange(tx, ctx.workspace.id);
    await recordAudit(tx, ctx, { action: "faq.create", entity: row!.id, after: row });
    await emit(tx, ctx, "faq/created", { aggregateId: row!.id, version: row!.version });
    return toFaqEntry(row!);
  });
}
