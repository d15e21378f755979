import { writeCsv } from "@/lib/csv/write-csv";
import { toDay } from "@/lib/dates/parse-moment";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { loadFaqEntries } from "./internal";
import type { FaqExport } from "./schemas";

/** Every question of the workspace as the CSV that an import reads. */
export async function exportFaq({ ctx }: { ctx: Ctx }): Promise<FaqExport> {
  requirePermission(ctx, "faq.list");
  const entries = await inWorkspace(ctx, (tx) => loadFaqEntries(tx, ctx));
  const rows = entries
    .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1))
    .map((entry) => [entry.question, entry.answer, entry.language, entry.tags.join("|")]);
  return {
    fileName: `faq-${ctx.workspace.slug}-${toDay(ctx.clock.now(), ctx.workspace.timeZone)}.csv`,
    csv: writeCsv(["question", "answer", "language", "tags"], rows),
  };
}
