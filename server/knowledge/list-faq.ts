import { foldText } from "@/lib/text/fold";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { type FaqRow, loadFaqEntries, toFaqEntry } from "./internal";
import { type FaqPage, ListFaqInput } from "./schemas";

/**
 * The workspace's questions, the newest change first, with the tags in use. The search reads question, answer and
 * tags folded; a workspace holds few enough entries to be looked through whole.
 */
export async function listFaq({ ctx, input }: { ctx: Ctx; input: ListFaqInput }): Promise<FaqPage> {
  requirePermission(ctx, "faq.list");
  const { search, language, isEnabled, tag, offset, limit } = ListFaqInput.parse(input);
  const entries = await inWorkspace(ctx, (tx) => loadFaqEntries(tx, ctx));
  const words = foldText(search ?? "")
    .split(/\s+/)
    .filter(Boolean);
  const rows = entries
    .filter(
      (entry) =>
        (!language || entry.language === language) &&
        (isEnabled === undefined || entry.isEnabled === isEnabled) &&
        (!tag || entry.tags.includes(tag)) &&
        hasWords(entry, words),
    )
    .sort((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime() || (a.id < b.id ? -1 : 1));
  return {
    rows: rows.slice(offset, offset + limit).map(toFaqEntry),
    total: rows.length,
    tags: [...new Set(entries.flatMap((entry) => entry.tags))].sort((a, b) => a.localeCompare(b, "tr")),
  };
}

function hasWords(entry: FaqRow, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = foldText(`${entry.question} ${entry.answer} ${entry.tags.join(" ")}`);
  return words.every((word) => text.includes(word));
}
