import { and, eq, inArray } from "drizzle-orm";
import { faqEntries } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { toFaqEntry } from "./internal";
import { loadKnowledge } from "./knowledge-index";
import { isAlike, likenessOf } from "./likeness";
import { toQuery } from "./retrieval/terms";
import { type FaqEntry, FindAlikeFaqInput } from "./schemas";

const mostLookedAt = 12;
const mostFound = 3;

/** Entries in use that ask the same in other words: what a writer should know before adding another. */
export async function findAlikeFaq({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: FindAlikeFaqInput;
}): Promise<FaqEntry[]> {
  requirePermission(ctx, "faq.list");
  const { question, language, exceptId } = FindAlikeFaqInput.parse(input);

  return inWorkspace(ctx, async (tx) => {
    const { languages, synonyms, facts } = await loadKnowledge(tx, ctx.workspace.id);
    const near =
      languages
        .get(language)
        ?.search(toQuery(question, synonyms), mostLookedAt, (id) => id === exceptId || facts.has(id)) ?? [];
    if (near.length === 0) return [];
    const ids = near.map(({ rowId }) => rowId);
    const rows = await tx
      .select()
      .from(faqEntries)
      .where(and(eq(faqEntries.workspaceId, ctx.workspace.id), inArray(faqEntries.id, ids)));
    const asked = likenessOf(question);
    return rows
      .filter((row) => !(exceptId && row.distinctFrom.includes(exceptId)))
      .filter((row) => [row.question, ...row.alternatives].some((other) => isAlike(asked, likenessOf(other))))
      .sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
      .slice(0, mostFound)
      .map(toFaqEntry);
  });
}
