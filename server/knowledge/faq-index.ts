import { and, eq, inArray, sql } from "drizzle-orm";
import { LRUCache } from "lru-cache";
import { terms, workspaceFacts } from "@/db/schema";
import { getRuntime, insertTerms, type Transaction } from "@/server/kernel";
import { type CollectionStats, faqTerms, termsLength } from "./bm25";
import { factQuestion, factRowId, factsByRowId } from "./fact-texts";
import { type FaqLanguage, faqLanguages, isFactKey } from "./rules";

/** Not a word of any text: a row's language and length, so that what ranking needs of all rows is one short read. */
const lengthTerm = (language: string) => `#${language}`;
const lengthTerms = faqLanguages.map(lengthTerm);
/** Another process's changes are seen after this at the latest; our own at once. */
const statsTtlMs = 60_000;

type IndexedEntry = {
  id: string;
  question: string;
  answer: string;
  language: string;
  tags: readonly string[];
  isEnabled: boolean;
};

/** Writes the index terms of entries anew; an entry that is not enabled has none. */
export async function indexFaqEntries(
  tx: Transaction,
  workspaceId: string,
  entries: readonly IndexedEntry[],
): Promise<void> {
  await removeAll(
    tx,
    workspaceId,
    entries.map((entry) => entry.id),
  );
  await insertTerms(
    tx,
    workspaceId,
    "faq",
    entries
      .filter((entry) => entry.isEnabled)
      .map((entry) => ({ rowId: entry.id, weights: withLength(faqTerms(entry), entry.language) })),
  );
}

/** Writes the index terms of facts anew, in every language the agent answers in; one that is taken away has none. */
export async function indexFacts(
  tx: Transaction,
  workspaceId: string,
  facts: readonly { key: string; value: string | null }[],
): Promise<void> {
  const rows = facts.flatMap(({ key, value }) =>
    faqLanguages.map((language) => ({ rowId: factRowId(workspaceId, key, language), key, value, language })),
  );
  await removeAll(
    tx,
    workspaceId,
    rows.map((row) => row.rowId),
  );
  await insertTerms(
    tx,
    workspaceId,
    "faq",
    rows
      .filter((row) => row.value !== null)
      .map(({ rowId, key, language, value }) => ({
        rowId,
        weights: withLength(
          faqTerms({ question: factQuestion(key, language), answer: value ?? "" }),
          language,
        ),
      })),
  );
}

function withLength(weights: Map<string, number>, language: string): Map<string, number> {
  return weights.set(lengthTerm(language), termsLength(weights));
}

async function removeAll(tx: Transaction, workspaceId: string, rowIds: readonly string[]): Promise<void> {
  if (rowIds.length === 0) return;
  await tx
    .delete(terms)
    .where(and(eq(terms.workspaceId, workspaceId), eq(terms.kind, "faq"), inArray(terms.rowId, [...rowIds])));
}

/** The rows of each language: a question is ranked among those of one language. And which of them are facts. */
export type KnowledgeStats = {
  byLanguage: ReadonlyMap<string, CollectionStats>;
  facts: ReadonlyMap<string, { key: string; language: FaqLanguage }>;
};

const cache = () =>
  getRuntime().keep(
    "knowledge.stats",
    () => new LRUCache<string, KnowledgeStats>({ max: 1_000, ttl: statsTtlMs }),
  );

/** Which rows there are and how long each is; kept until the knowledge changes. */
export async function loadStats(tx: Transaction, workspaceId: string): Promise<KnowledgeStats> {
  const known = cache().get(workspaceId);
  if (known) return known;
  const [rows, stated] = await Promise.all([
    tx.execute<{ row_id: string; term: string; weight: number }>(sql`
      select row_id, term, weight from terms
      where workspace_id = ${workspaceId}::uuid and kind = 'faq' and term in ${lengthTerms}`),
    tx
      .select({ key: workspaceFacts.key })
      .from(workspaceFacts)
      .where(eq(workspaceFacts.workspaceId, workspaceId)),
  ]);
  const ownFacts = stated.map(({ key }) => key).filter((key) => !isFactKey(key));
  const stats: KnowledgeStats = {
    byLanguage: new Map(
      faqLanguages.map((language) => {
        const mine = rows.filter((row) => row.term === lengthTerm(language));
        return [language, toStats(mine)] as const;
      }),
    ),
    facts: factsByRowId(workspaceId, ownFacts),
  };
  cache().set(workspaceId, stats);
  return stats;
}

function toStats(rows: readonly { row_id: string; weight: number }[]): CollectionStats {
  const total = rows.reduce((sum, row) => sum + row.weight, 0);
  return {
    documents: rows.length,
    averageLength: rows.length > 0 ? total / rows.length : 0,
    lengths: new Map(rows.map((row) => [row.row_id, row.weight])),
  };
}

/** Call it after the commit that changed a workspace's knowledge. */
export function dropFaqIndex(workspaceId: string): void {
  cache().delete(workspaceId);
}
