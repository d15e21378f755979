import { and, eq, inArray } from "drizzle-orm";
import { faqEntries, workspaceFacts } from "@/db/schema";
import { type Ctx, requirePermission, type Transaction } from "@/server/kernel";
import { factAnswer, factLabel } from "./fact-texts";
import { type KnowledgeIndex, loadKnowledge } from "./knowledge-index";
import { toAgentScale } from "./retrieval/calibration";
import { toProbability } from "./retrieval/confidence";
import { type Query, toQuery } from "./retrieval/terms";
import { type FaqLanguage, faqLanguages } from "./rules";

/** A passage that may answer a question, and how well it fits. */
export type Passage = {
  /** Its row in the index: what a button names it by. */
  rowId: string;
  source: { kind: "faq"; id: string; label: string } | { kind: "fact"; id: string; label: string };
  question: string;
  answer: string;
  language: FaqLanguage;
  /**
   * 0–1, comparable between questions and workspaces: 0.65 is where this workspace answers rightly, 0.3 where a guess is
   * worth offering, as measured on its own entries (`retrieval/calibration.ts`).
   */
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
  const knowledge = await loadKnowledge(tx, ctx.workspace.id);
  const query = toQuery(input.text.slice(0, maxQuestionCharacters), knowledge.synonyms);
  if (query.words.length === 0) return nothing;
  const { facts } = knowledge;
  const rankIn = (language: FaqLanguage) => rankLanguage(query, language, knowledge);
  const own = rankIn(input.language);
  const others = faqLanguages
    .filter((language) => language !== input.language && (own[0]?.confidence ?? 0) < otherLanguageBelow)
    .map(rankIn);
  const best = others.reduce(
    (chosen, other) => ((other[0]?.confidence ?? 0) > (chosen[0]?.confidence ?? 0) ? other : chosen),
    own,
  );
  const passages = await loadPassages(tx, ctx, best, facts);
  return { passages, margin: best[0]?.margin ?? 0 };
}

type Ranked = { rowId: string; confidence: number; margin: number };
type FactRows = KnowledgeIndex["facts"];

const nothing: Retrieved = { passages: [], margin: 0 };

/**
 * Ranks the rows of one language. Facts are left out where an entry answers about as well: the two would only take
 * away each other's lead.
 */
function rankLanguage(query: Query, language: FaqLanguage, knowledge: KnowledgeIndex): Ranked[] {
  const { facts, calibration } = knowledge;
  const index = knowledge.languages.get(language);
  if (!index || index.size === 0) return [];
  const all = index.search(query, maxPassages + 1);
  const [top] = all;
  if (!top) return [];
  const isWithFact = all.some(({ rowId }) => facts.has(rowId));
  const entries = isWithFact ? index.search(query, maxPassages + 1, (rowId) => facts.has(rowId)) : all;
  const isFactBest = facts.has(top.rowId) && (entries[0]?.coverage ?? 0) < top.coverage * nearTie;
  const chosen = isFactBest ? all : entries;
  return chosen.slice(0, maxPassages).map(({ rowId, coverage }, place) => {
    const margin = coverage - (chosen[place + 1]?.coverage ?? 0);
    return { rowId, margin, confidence: toAgentScale(toProbability({ coverage, margin }), calibration) };
  });
}

/** One passage by its row, as when a customer presses its button; null when it is gone. */
export async function findPassage(tx: Transaction, ctx: Ctx, rowId: string): Promise<Passage | null> {
  requirePermission(ctx, "faq.list");
  const { facts } = await loadKnowledge(tx, ctx.workspace.id);
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
