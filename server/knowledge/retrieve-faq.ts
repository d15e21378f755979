import { and, eq, inArray, sql } from "drizzle-orm";
import { faqEntries, workspaceFacts } from "@/db/schema";
import { type Ctx, requirePermission, type Transaction } from "@/server/kernel";
import { type CollectionStats, type Posting, type QueryTerms, queryTerms, rank } from "./bm25";
import { factAnswer, factLabel } from "./fact-texts";
import { type KnowledgeStats, loadStats } from "./faq-index";
import { type FaqLanguage, faqLanguages } from "./rules";

/** A passage that may answer a question, and how well it fits. */
export type Passage = {
  /** Its row in the index: what a button names it by. */
  rowId: string;
  source: { kind: "faq"; id: string; label: string } | { kind: "fact"; id: string; label: string };
  question: string;
  answer: string;
  language: FaqLanguage;
  /** 0–1, comparable between questions. */
  confidence: number;
};

export type Retrieved = {
  /** The best first. */
  passages: Passage[];
  /** The best one's lead over the next, 0–1. */
  margin: number;
};

/** What follows in a long message seldom names the question better. */
const maxQuestionCharacters = 600;
const maxPassages = 5;
/** Passages of another language are used only when those of the customer's say next to nothing. */
const otherLanguageBelow = 0.3;
/** An owner's own words go before a fact's standard sentence when both fit about as well. */
const nearTie = 0.8;
/** With fewer rows a lead over the next means little: then confidence is held to how much of the question is met. */
const fewRows = 10;
const fewRowsFactor = 1.2;

/**
 * The workspace's passages for a customer's question: enabled FAQ entries and stated facts, in the customer's
 * language, or in another one when there is nothing near in it.
 */
export async function retrieveFaq(
  tx: Transaction,
  ctx: Ctx,
  input: { text: string; language: FaqLanguage },
): Promise<Retrieved> {
  requirePermission(ctx, "faq.list");
  const w = ctx.workspace.id;
  const query = queryTerms(input.text.slice(0, maxQuestionCharacters));
  if (query.all.length === 0) return nothing;
  const [stats, rows] = await Promise.all([
    loadStats(tx, w),
    tx.execute<PostingRow>(sql`
      select term, row_id, weight from terms
      where workspace_id = ${w}::uuid and kind = 'faq' and term = any(${toArrayText(query.all)}::text[])`),
  ]);
  if (rows.length === 0) return nothing;
  const { facts, byLanguage } = stats;
  const own = rankLanguage(query, rows, byLanguage.get(input.language), facts);
  const others = faqLanguages
    .filter((language) => language !== input.language && (own[0]?.confidence ?? 0) < otherLanguageBelow)
    .map((language) => rankLanguage(query, rows, byLanguage.get(language), facts));
  const best = others.reduce(
    (chosen, other) => ((other[0]?.confidence ?? 0) > (chosen[0]?.confidence ?? 0) ? other : chosen),
    own,
  );
  const passages = await loadPassages(tx, ctx, best, facts);
  return { passages, margin: best[0]?.margin ?? 0 };
}

/** One parameter however many terms, so that every question is the same prepared statement. */
const toArrayText = (values: readonly string[]): string =>
  `{${values.map((value) => `"${value.replace(/["\\]/g, "\\$&")}"`).join(",")}}`;

type PostingRow = { term: string; row_id: string; weight: number };
type Ranked = { rowId: string; confidence: number; margin: number };
type FactRows = KnowledgeStats["facts"];

const nothing: Retrieved = { passages: [], margin: 0 };

/**
 * Ranks the rows of one language. Facts are left out where an entry answers about as well: the two would only take
 * away each other's lead.
 */
function rankLanguage(
  query: QueryTerms,
  rows: readonly PostingRow[],
  stats: CollectionStats | undefined,
  facts: FactRows,
): Ranked[] {
  if (!stats || stats.documents === 0) return [];
  const all = rank(
    query,
    groupPostings(rows, (rowId) => stats.lengths.has(rowId)),
    stats,
    maxPassages,
  );
  const entries = rank(
    query,
    groupPostings(rows, (rowId) => stats.lengths.has(rowId) && !facts.has(rowId)),
    stats,
    maxPassages,
  );
  const [top] = all;
  const isFactBest =
    top !== undefined && facts.has(top.rowId) && (entries[0]?.coverage ?? 0) < top.coverage * nearTie;
  return (isFactBest ? all : entries).map(({ rowId, normalised, coverage, margin }) => ({
    rowId,
    margin,
    confidence: stats.documents < fewRows ? Math.min(normalised, coverage * fewRowsFactor) : normalised,
  }));
}

function groupPostings(
  rows: readonly PostingRow[],
  isWanted: (rowId: string) => boolean,
): Map<string, Posting[]> {
  const postings = new Map<string, Posting[]>();
  for (const { term, row_id: rowId, weight } of rows) {
    if (!isWanted(rowId)) continue;
    const list = postings.get(term);
    if (list) list.push({ rowId, weight });
    else postings.set(term, [{ rowId, weight }]);
  }
  return postings;
}

/** One passage by its row, as when a customer presses its button; null when it is gone. */
export async function findPassage(tx: Transaction, ctx: Ctx, rowId: string): Promise<Passage | null> {
  requirePermission(ctx, "faq.list");
  const { facts } = await loadStats(tx, ctx.workspace.id);
  const [passage] = await loadPassages(tx, ctx, [{ rowId, confidence: 1 }], facts);
  return passage ?? null;
}

async function loadPassages(
  tx: Transaction,
  ctx: Ctx,
  ranked: readonly Pick<Ranked, "rowId" | "confidence">[],
  facts: FactRows,
): Promise<Passage[]> {
  if (ranked.length === 0) return [];
  const w = ctx.workspace.id;
  const factRows = ranked.flatMap(({ rowId }) => facts.get(rowId)?.key ?? []);
  const entryIds = ranked.filter(({ rowId }) => !facts.has(rowId)).map(({ rowId }) => rowId);
  const [entries, values] = await Promise.all([
    entryIds.length > 0
      ? tx
          .select()
          .from(faqEntries)
          .where(
            and(
              eq(faqEntries.workspaceId, w),
              inArray(faqEntries.id, entryIds),
              eq(faqEntries.isEnabled, true),
            ),
          )
      : [],
    factRows.length > 0
      ? tx
          .select()
          .from(workspaceFacts)
          .where(and(eq(workspaceFacts.workspaceId, w), inArray(workspaceFacts.key, factRows)))
      : [],
  ]);
  const entryById = new Map(entries.map((entry) => [entry.id, entry]));
  const valueByKey = new Map(values.map(({ key, value }) => [key, value]));
  return ranked.flatMap(({ rowId, confidence }): Passage[] => {
    const entry = entryById.get(rowId);
    if (entry) {
      return [
        {
          rowId,
          source: { kind: "faq", id: entry.id, label: entry.question },
          question: entry.question,
          answer: entry.answer,
          language: entry.language as FaqLanguage,
          confidence,
        },
      ];
    }
    const fact = facts.get(rowId);
    const value = fact && valueByKey.get(fact.key);
    if (!fact || value === undefined) return [];
    const question = factLabel(fact.key, fact.language);
    return [
      {
        rowId,
        source: { kind: "fact", id: fact.key, label: question },
        question,
        answer: factAnswer(fact.key, fact.language, value, ctx.workspace),
        language: fact.language,
        confidence,
      },
    ];
  });
}
