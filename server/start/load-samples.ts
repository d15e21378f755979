import { faqEntries, shopOrders } from "@/db/schema";
import { importText } from "@/server/imports";
import { type Ctx, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { listFacts, updateFacts } from "@/server/knowledge";
import { sampleFacts } from "./data/facts";
import { sampleFaq } from "./data/faq";
import { languageOf, tagOf } from "./data/languages";
import { toOrderCsv } from "./data/orders";
import { LoadedSamples } from "./schemas";

/**
 * Fills what is still empty with samples of the workspace's kind, in its own language: questions, facts, for a shop
 * orders too. They come by the imports that files come by, so each can be taken back for thirty days. What somebody has
 * entered stays as it is, and a second time changes nothing.
 */
export async function loadSamples({ ctx }: { ctx: Ctx }): Promise<LoadedSamples> {
  requirePermission(ctx, "sample.load");
  const { kind } = ctx.workspace;
  const language = languageOf(ctx);
  const has = await inWorkspace(ctx, async (tx) => ({
    faq: (await tx.select({ id: faqEntries.id }).from(faqEntries).limit(1)).length > 0,
    orders: (await tx.select({ id: shopOrders.id }).from(shopOrders).limit(1)).length > 0,
  }));
  const loaded: LoadedSamples = { questions: 0, orders: 0, facts: 0 };
  if (!has.faq) {
    const entries = sampleFaq[kind][language];
    const rows = entries.map(([question, answer]) => [question, answer, language, tagOf[language]]);
    const text = toCsv([["question", "answer", "language", "tags"], ...rows]);
    await importText({ ctx, input: { target: "faq", text, fileName: `${tagOf[language]}.csv` } });
    loaded.questions = entries.length;
  }
  const known = new Set((await listFacts({ ctx })).map(({ key }) => key));
  if (known.size === 0) {
    const facts = sampleFacts(kind, language);
    await updateFacts({ ctx, input: { facts } });
    loaded.facts = facts.length;
  }
  if (kind === "shop" && !has.orders) {
    const { text, count } = toOrderCsv(ctx.clock.now());
    await importText({
      ctx,
      input: { target: "shopOrders", text, fileName: `${tagOf[language]}-siparis.csv` },
    });
    loaded.orders = count;
  }
  await inWorkspace(ctx, (tx) =>
    recordAudit(tx, ctx, { action: "sample.load", entity: ctx.workspace.id, after: loaded }),
  );
  return LoadedSamples.parse(loaded);
}

const toCsv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")).join("\n");
