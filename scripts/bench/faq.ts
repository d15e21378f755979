import { inWorkspace, newId, openSystemContext } from "@/server/kernel";
import { retrieveFaq } from "@/server/knowledge";
import type { Bench } from "./bench.ts";
import { openRuntime } from "./in-process.ts";
import { type Figures, quantile, round } from "./report.ts";
import { loadWorkspaces } from "./workspaces.ts";

const things =
  "kargo iade taksit garanti beden hediye fatura kupon stok kurulum gömlek etek ayakkabı çanta kaban".split(
    " ",
  );
const matters = "ücreti süresi rengi ölçüsü bakımı yıkaması değişimi teslimatı ödemesi numarası kumaşı".split(
  " ",
);
const ways = [
  "ne kadar",
  "nasıl oluyor",
  "var mı",
  "kaç gün sürer",
  "nereden öğrenirim",
  "hangi şehirlerde geçerli",
];

/**
 * How soon the passages for a question are found among 10,000 entries of one workspace: in the server, the database's
 * part included. The first question makes the index and is told apart.
 */
export async function benchFaq(bench: Bench): Promise<Figures> {
  const entries = bench.scaled(10_000, 500);
  const database = await bench.createDatabase();
  const runtime = await openRuntime(bench, database);
  const [channel] = await loadWorkspaces(database, runtime.env.secret, 1, {});
  const workspaceId = channel!.workspaceId;
  const rows = Array.from({ length: entries }, (_, i) => ({
    id: newId(),
    question: `${pick(things, i)} ${pick(matters, i / 15)} ${pick(ways, i / 165)} model ${code(i)}?`,
    answer:
      `${code(i)} modelinde ${pick(things, i * 7)} ${pick(matters, i * 3)} için ${i % 30} iş günü ve ` +
      `${pick(things, i * 11)} gerekir; ayrıntı ürün sayfasında yazar, sorun olursa mağazamıza yazın.`,
  }));
  await database.admin`
    insert into faq_entries (workspace_id, id, question, answer, language, tags, created_at, updated_at)
    select ${workspaceId}, r.id, r.question, r.answer, 'tr', '{}', now(), now()
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r(id uuid, question text, answer text)`;
  await database.admin`analyze`;
  const agent = await openSystemContext(workspaceId, { kind: "agent" });
  const ask = (text: string) => inWorkspace(agent, (tx) => retrieveFaq(tx, agent, { text, language: "tr" }));

  const firstAt = performance.now();
  await ask("kargo ücreti ne kadar");
  const firstMs = performance.now() - firstAt;
  const times: number[] = [];
  let found = 0;
  const questions = bench.scaled(2_000, 200);
  for (let i = 0; i < questions; i++) {
    const target = (i * 7_919) % entries;
    const text = `merhaba ${code(target)} model ${pick(things, target)} ${pick(matters, target / 15)} hakkında bilgi alabilir miyim acaba`;
    const startedAt = performance.now();
    const { passages } = await ask(text);
    times.push(performance.now() - startedAt);
    if (passages[0]?.question.includes(code(target))) found += 1;
  }
  await runtime.stop();
  await database.drop();
  return {
    faq: {
      value: round(quantile(times, 0.95)),
      unit: "ms p95",
      p50Ms: round(quantile(times, 0.5)),
      p95Ms: round(quantile(times, 0.95)),
      p99Ms: round(quantile(times, 0.99)),
      target: "≤ 15",
      entries,
      firstMs: round(firstMs),
      foundFirst: round(found / questions, 3),
    },
  };
}

const pick = (list: readonly string[], at: number): string => list[Math.floor(at) % list.length] ?? "";
/** A word of its own for each entry, as names of models are. */
const code = (i: number): string => `${"bcdfghklmnprstvyz"[i % 17]}${"aeiou"[i % 5]}${(i * 37).toString(36)}`;
