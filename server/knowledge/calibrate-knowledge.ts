import { and, eq } from "drizzle-orm";
import { faqEntries, knowledgeStates } from "@/db/schema";
import { inWorkspace, type LaterHandler, openSystemContext, requirePermission } from "@/server/kernel";
import { loadKnowledge } from "./knowledge-index";
import { isAlike, type LikenessOf, likenessOf } from "./likeness";
import { measure } from "./retrieval/calibration";
import type { FaqLanguage } from "./rules";

/** Beyond these the others add nothing. */
const mostMeasured = 300;
const sliceMs = 12;

/**
 * Finds from a workspace's own entries from which score on a passage answers and from which it is worth offering, and
 * keeps it. Asked for by every change of the knowledge, a little later; what changes meanwhile asks again.
 */
export const calibrateKnowledge: LaterHandler = async ({ workspaceId }) => {
  const ctx = await openSystemContext(workspaceId, { kind: "system", name: "calibration" });
  requirePermission(ctx, "faq.calibrate");
  const { knowledge, entries } = await inWorkspace(ctx, async (tx) => ({
    knowledge: await loadKnowledge(tx, workspaceId),
    entries: await tx
      .select({
        id: faqEntries.id,
        language: faqEntries.language,
        question: faqEntries.question,
      })
      .from(faqEntries)
      .where(and(eq(faqEntries.workspaceId, workspaceId), eq(faqEntries.isEnabled, true)))
      .orderBy(faqEntries.id),
  }));
  const every = Math.ceil(entries.length / mostMeasured);
  const sample = entries
    .filter((_, place) => place % every === 0)
    .map((entry) => ({ ...entry, language: entry.language as FaqLanguage }));
  const questions = new Map<string, LikenessOf>(
    entries.map(({ id, question }) => [id, likenessOf(question)] as const),
  );
  const steps = measure(knowledge, sample, (entry, found) => {
    const other = questions.get(found.rowId);
    const mine = questions.get(entry.id);
    return other !== undefined && mine !== undefined && isAlike(mine, other);
  });
  let sliceEnds = performance.now() + sliceMs;
  let step = steps.next();
  while (!step.done) {
    if (performance.now() >= sliceEnds) {
      await new Promise(setImmediate);
      sliceEnds = performance.now() + sliceMs;
    }
    step = steps.next();
  }
  const measuredAt = ctx.clock.now().toISOString();
  const calibration = step.value && { ...step.value, revision: knowledge.revision, measuredAt };
  await inWorkspace(ctx, (tx) =>
    tx.update(knowledgeStates).set({ calibration }).where(eq(knowledgeStates.workspaceId, workspaceId)),
  );
  return undefined;
};
