import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import type { SynonymGroup } from "./schemas";
import { loadSynonyms, toSynonymGroup } from "./synonyms";

/** The words that the workspace means the same by, the oldest group first. */
export async function listSynonyms({ ctx }: { ctx: Ctx }): Promise<SynonymGroup[]> {
  requirePermission(ctx, "faq.list");
  const rows = await inWorkspace(ctx, (tx) => loadSynonyms(tx, ctx));
  return rows
    .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1))
    .map(toSynonymGroup);
}
