import { sql } from "drizzle-orm";
import { CsvBroken, CsvColumnsMissing, type CsvRow, readCsv } from "@/lib/csv/read-csv";
import { foldText } from "@/lib/text/fold";
import { type Ctx, emit, inWorkspace, newId, recordAudit, requirePermission } from "@/server/kernel";
import { FaqColumnsMissing } from "./errors";
import { type FaqRow, loadFaqEntries, questionKey } from "./internal";
import { noteKnowledgeChange } from "./knowledge-index";
import {
  type FaqLanguage,
  maxAnswerLength,
  maxFaqEntries,
  maxQuestionLength,
  maxTagLength,
  maxTags,
  tidyTags,
} from "./rules";
import { type FaqImportReport, type FaqImportRow, ImportFaqInput } from "./schemas";

const columns = [
  { name: "question", aliases: ["soru", "вопрос", "السؤال"] },
  { name: "answer", aliases: ["cevap", "yanıt", "ответ", "الجواب"] },
  { name: "language", aliases: ["dil", "язык", "اللغة"] },
  { name: "tags", aliases: ["etiketler", "etiket", "теги", "الوسوم"] },
] as const;

type Column = (typeof columns)[number]["name"];
type Entry = Pick<FaqRow, "question" | "answer" | "language" | "tags">;

const languageWords: Record<FaqLanguage, readonly string[]> = {
  tr: ["tr", "turkce", "turkish"],
  en: ["en", "ingilizce", "english"],
  ru: ["ru", "rusca", "russian", "русский"],
  ar: ["ar", "arapca", "arabic", "العربيه"],
};

/**
 * Imports questions from CSV (`question,answer,language,tags`; tags parted by `|`, `;` or `,`). A question that
 * stands already, in the same language, has its answer and tags replaced. Rows that cannot be stored are skipped with
 * a reason; when the file breaks off, what came before it stays.
 *
 * @throws FaqColumnsMissing the heading lacks columns; nothing was stored
 */
export async function importFaq({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: ImportFaqInput;
}): Promise<FaqImportReport> {
  requirePermission(ctx, "faq.import");
  const { csv } = ImportFaqInput.parse(input);
  const { rows, stoppedAt } = await readRows(csv);

  return inWorkspace(ctx, async (tx) => {
    // Two files at once would both miss what the other adds.
    await tx.execute(
      sql`select pg_advisory_xact_lock(hashtext('faq_entries'), hashtext(${ctx.workspace.id}))`,
    );
    const known = new Map((await loadFaqEntries(tx, ctx)).map((row) => [questionKey(row), row]));
    const seen = new Set<string>();
    const changed: FaqRow[] = [];
    const done: FaqImportRow[] = [];
    const now = ctx.clock.now();
    for (const csvRow of rows) {
      const { entry, problem } = readEntry(csvRow, ctx.workspace.defaultLanguage);
      const line = { row: csvRow.row, question: csvRow.values.question.slice(0, 120) };
      const skip = (why: FaqImportRow["problem"]) => done.push({ ...line, outcome: "skipped", problem: why });
      if (!entry) {
        skip(problem);
        continue;
      }
      const key = questionKey(entry);
      const before = known.get(key);
      if (seen.has(key)) {
        skip({ code: "rowRepeated", column: "question" });
      } else if (!before && known.size >= maxFaqEntries) {
        skip({ code: "tooManyEntries", value: String(maxFaqEntries) });
      } else if (before && isSame(before, entry)) {
        done.push({ ...line, outcome: "unchanged", problem: null });
      } else {
        const row: FaqRow = before
          ? { ...before, ...entry, version: before.version + 1, updatedAt: now }
          : {
              ...entry,
              workspaceId: ctx.workspace.id,
              id: newId(),
              alternatives: [],
              distinctFrom: [],
              isEnabled: true,
              version: 1,
              createdAt: now,
              updatedAt: now,
            };
        known.set(key, row);
        changed.push(row);
        done.push({ ...line, outcome: before ? "updated" : "imported", problem: null });
      }
      seen.add(key);
    }
    if (changed.length > 0) {
      await tx.execute(upsert(ctx.workspace.id, changed));
      await noteKnowledgeChange(tx, ctx.workspace.id);
      const importId = newId();
      await recordAudit(tx, ctx, {
        action: "faq.import",
        entity: importId,
        after: { entries: changed.length },
      });
      await emit(tx, ctx, "faq/imported", { aggregateId: importId });
    }
    return { counts: countOutcomes(done), rows: done, stoppedAt };
  });
}

async function readRows(csv: string) {
  const rows: CsvRow<Column>[] = [];
  try {
    for await (const row of readCsv(csv, columns)) rows.push(row);
    return { rows, stoppedAt: null };
  } catch (error) {
    if (error instanceof CsvColumnsMissing) {
      throw new FaqColumnsMissing({ missing: error.missing, found: error.found });
    }
    if (error instanceof CsvBroken) return { rows, stoppedAt: { row: error.row, detail: error.reason } };
    throw error;
  }
}

function readEntry(
  { values }: CsvRow<Column>,
  defaultLanguage: string,
): { entry: Entry | null; problem: FaqImportRow["problem"] } {
  const refuse = (problem: NonNullable<FaqImportRow["problem"]>) => ({ entry: null, problem });
  for (const column of ["question", "answer"] as const) {
    if (!values[column]) return refuse({ code: "valueMissing", column });
  }
  if (values.question.length > maxQuestionLength) return refuse({ code: "valueTooLong", column: "question" });
  if (values.answer.length > maxAnswerLength) return refuse({ code: "valueTooLong", column: "answer" });
  const language = values.language ? readLanguage(values.language) : defaultLanguage;
  if (!language)
    return refuse({ code: "languageUnknown", column: "language", value: values.language.slice(0, 40) });
  const tags = tidyTags(values.tags.split(/[|;,]/));
  if (tags.length > maxTags || tags.some((tag) => tag.length > maxTagLength)) {
    return refuse({ code: "valueTooLong", column: "tags" });
  }
  return { entry: { question: values.question, answer: values.answer, language, tags }, problem: null };
}

function readLanguage(text: string): FaqLanguage | undefined {
  const word = foldText(text).trim();
  return (Object.keys(languageWords) as FaqLanguage[]).find((language) =>
    languageWords[language].includes(word),
  );
}

const isSame = (a: Entry, b: Entry) =>
  a.question === b.question && a.answer === b.answer && JSON.stringify(a.tags) === JSON.stringify(b.tags);

function upsert(workspaceId: string, rows: readonly FaqRow[]) {
  const values = rows.map((row) => ({ ...row, created: row.createdAt, updated: row.updatedAt }));
  return sql`
    insert into faq_entries (workspace_id, id, question, answer, language, tags, is_enabled, version, created_at, updated_at)
    select ${workspaceId}::uuid, r.id, r.question, r.answer, r.language, r.tags, r."isEnabled", r.version, r.created, r.updated
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as r(id uuid, question text, answer text, language text,
      tags text[], "isEnabled" boolean, version bigint, created timestamptz, updated timestamptz)
    on conflict (workspace_id, id) do update set question = excluded.question, answer = excluded.answer,
      tags = excluded.tags, version = excluded.version, updated_at = excluded.updated_at`;
}

function countOutcomes(rows: readonly FaqImportRow[]): FaqImportReport["counts"] {
  const counts = { imported: 0, updated: 0, unchanged: 0, skipped: 0 };
  for (const { outcome } of rows) counts[outcome] += 1;
  return counts;
}
