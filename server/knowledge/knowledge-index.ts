import { and, eq, inArray, sql } from "drizzle-orm";
import { LRUCache } from "lru-cache";
import {
  faqEntries,
  knowledgeStates,
  type StoredCalibration,
  synonymGroups,
  workspaceFacts,
} from "@/db/schema";
import { getRuntime, newId, runLater, type Transaction } from "@/server/kernel";
import { Bm25Index } from "./bm25";
import { factQuestion, factRowId } from "./fact-texts";
import { faqTerms, type Synonyms } from "./retrieval/terms";
import { type FaqLanguage, faqLanguages } from "./rules";
import { toSynonyms } from "./synonym-rules";

/**
 * A workspace's knowledge as it is searched: made in this process from the rows, kept while the workspace's revision
 * stays, and brought up to date by what changed. One read of one row tells whether it is still true, so that what any
 * process commits is used from the next question on.
 */
export type KnowledgeIndex = {
  revision: string | null;
  languages: ReadonlyMap<FaqLanguage, Bm25Index>;
  synonyms: Synonyms;
  /** Of this or an earlier revision; null until one has been measured. */
  calibration: StoredCalibration | null;
  /** Row → the fact it stands for. */
  facts: ReadonlyMap<string, { key: string; language: FaqLanguage }>;
  /** Entry → what it was indexed as. */
  indexed: Map<string, { mark: string; language: FaqLanguage }>;
};

type CachedIndex = Omit<KnowledgeIndex, "calibration">;

type IndexedEntry = {
  id: string;
  question: string;
  alternatives: readonly string[];
  answer: string;
  language: string;
  tags: readonly string[];
};

/** About this many postings of all workspaces together are kept: some 200 MB. */
const mostPostings = 25_000_000;
/** Many changes in a row are measured once. */
const calibrateAfterMs = 3_000;
export const calibrateJob = "knowledge/calibrate";
/** Indexing gives way to others after this many milliseconds. */
const sliceMs = 12;

/** Call it in the transaction that changes entries, facts or synonyms: the index is read anew by whoever sees it. */
export async function noteKnowledgeChange(tx: Transaction, workspaceId: string): Promise<void> {
  const revision = newId();
  await tx
    .insert(knowledgeStates)
    .values({ workspaceId, revision })
    .onConflictDoUpdate({ target: knowledgeStates.workspaceId, set: { revision } });
  const dueAt = new Date(getRuntime().clock.now().getTime() + calibrateAfterMs);
  await runLater(
    tx,
    { workspaceId, kind: calibrateJob, subject: workspaceId, dueAt },
    { replaceDueAt: true },
  );
}

const cache = () =>
  getRuntime().keep(
    "knowledge.index",
    () =>
      new LRUCache<string, CachedIndex>({
        max: 2_000,
        maxSize: mostPostings,
        sizeCalculation: ({ languages }) =>
          1_000 + [...languages.values()].reduce((sum, index) => sum + index.weight, 0),
      }),
  );
const inFlight = () => getRuntime().keep("knowledge.loading", () => new Map<string, Promise<CachedIndex>>());

/** The workspace's index as the transaction sees its knowledge. Not after a change in the same transaction. */
export async function loadKnowledge(tx: Transaction, workspaceId: string): Promise<KnowledgeIndex> {
  const [state] = await tx.execute<{ revision: string; calibration: StoredCalibration | null }>(
    sql`select revision, calibration from knowledge_states where workspace_id = ${workspaceId}::uuid`,
  );
  const revision = state?.revision ?? null;
  const calibration = state?.calibration ?? null;
  return { ...(await loadIndex(tx, workspaceId, revision)), calibration };
}

async function loadIndex(
  tx: Transaction,
  workspaceId: string,
  revision: string | null,
): Promise<CachedIndex> {
  const known = cache().get(workspaceId);
  if (known?.revision === revision) return known;
  // Many conversations may ask at once after a change: one of them indexes, the others wait for it.
  const begun = await inFlight()
    .get(workspaceId)
    ?.catch(() => null);
  if (begun?.revision === revision) return begun;
  const loading = refresh(tx, workspaceId, revision);
  inFlight().set(workspaceId, loading);
  try {
    return await loading;
  } finally {
    if (inFlight().get(workspaceId) === loading) inFlight().delete(workspaceId);
  }
}

async function refresh(tx: Transaction, workspaceId: string, revision: string | null): Promise<CachedIndex> {
  const known = cache().get(workspaceId);
  const [marks, stated, groups] = await Promise.all([
    tx
      .select({
        id: faqEntries.id,
        language: faqEntries.language,
        version: faqEntries.version,
        updatedAt: faqEntries.updatedAt,
      })
      .from(faqEntries)
      .where(and(eq(faqEntries.workspaceId, workspaceId), eq(faqEntries.isEnabled, true))),
    tx.select().from(workspaceFacts).where(eq(workspaceFacts.workspaceId, workspaceId)),
    tx
      .select({ words: synonymGroups.words })
      .from(synonymGroups)
      .where(eq(synonymGroups.workspaceId, workspaceId)),
  ]);
  const wanted = new Map(
    marks.map((row) => [row.id, `${row.version} ${row.updatedAt.getTime()} ${row.language}`] as const),
  );
  const changedIds = [...wanted]
    .filter(([id, mark]) => known?.indexed.get(id)?.mark !== mark)
    .map(([id]) => id);
  const changed = await readEntries(tx, workspaceId, changedIds, marks.length);

  const languages =
    known?.languages ?? new Map(faqLanguages.map((language) => [language, new Bm25Index()] as const));
  const indexed: KnowledgeIndex["indexed"] = known?.indexed ?? new Map();
  for (const [id, { language }] of indexed) {
    if (wanted.has(id)) continue;
    languages.get(language)?.delete(id);
    indexed.delete(id);
  }
  let sliceEnds = performance.now() + sliceMs;
  for (const entry of changed) {
    const language = entry.language as FaqLanguage;
    const before = indexed.get(entry.id);
    if (before && before.language !== language) languages.get(before.language)?.delete(entry.id);
    languages.get(language)?.set(entry.id, entryDocuments(entry));
    indexed.set(entry.id, { mark: wanted.get(entry.id) ?? "", language });
    if (performance.now() < sliceEnds) continue;
    await new Promise(setImmediate);
    sliceEnds = performance.now() + sliceMs;
  }
  const facts = indexFacts(languages, workspaceId, stated, known?.facts ?? new Map());

  const fresh: CachedIndex = {
    revision,
    languages,
    indexed,
    facts,
    synonyms: toSynonyms(groups.map(({ words }) => words)),
  };
  cache().set(workspaceId, fresh);
  return fresh;
}

/** An entry's documents: one for each way its question is asked, all with its answer. */
export function entryDocuments(entry: Omit<IndexedEntry, "id" | "language">) {
  return [entry.question, ...entry.alternatives].map((question) => faqTerms({ ...entry, question }));
}

async function readEntries(
  tx: Transaction,
  workspaceId: string,
  ids: readonly string[],
  known: number,
): Promise<IndexedEntry[]> {
  if (ids.length === 0) return [];
  const columns = {
    id: faqEntries.id,
    question: faqEntries.question,
    alternatives: faqEntries.alternatives,
    answer: faqEntries.answer,
    language: faqEntries.language,
    tags: faqEntries.tags,
  };
  const all = and(eq(faqEntries.workspaceId, workspaceId), eq(faqEntries.isEnabled, true));
  const isMost = ids.length > known / 2;
  return tx
    .select(columns)
    .from(faqEntries)
    .where(isMost ? all : and(all, inArray(faqEntries.id, [...ids])));
}

/** There are few facts: they are written anew each time, in every language the agent answers in. */
function indexFacts(
  languages: KnowledgeIndex["languages"],
  workspaceId: string,
  stated: readonly { key: string; value: string }[],
  before: KnowledgeIndex["facts"],
): KnowledgeIndex["facts"] {
  for (const [rowId, { language }] of before) languages.get(language)?.delete(rowId);
  const facts = new Map<string, { key: string; language: FaqLanguage }>();
  for (const [language, index] of languages) {
    for (const { key, value } of stated) {
      const rowId = factRowId(workspaceId, key, language);
      index.set(rowId, [faqTerms({ question: factQuestion(key, language), answer: value })]);
      facts.set(rowId, { key, language });
    }
  }
  return facts;
}
