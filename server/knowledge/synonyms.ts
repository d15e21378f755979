import { and, eq, sql } from "drizzle-orm";
import { synonymGroups } from "@/db/schema";
import { type Ctx, inWorkspace, type Transaction, toPublicId } from "@/server/kernel";
import { SynonymGroupNotFound, SynonymsFull, SynonymTaken, SynonymUnfit } from "./errors";
import { isFunctionWord } from "./retrieval/words";
import { maxSynonymGroups } from "./rules";
import type { SynonymGroup } from "./schemas";
import { synonymKey, tidySynonyms } from "./synonym-rules";

export type SynonymRow = typeof synonymGroups.$inferSelect;

export const toSynonymGroup = (row: SynonymRow): SynonymGroup => ({
  id: toPublicId("synonymGroup", row.id),
  words: row.words,
});

export function loadSynonyms(tx: Transaction, ctx: Ctx): Promise<SynonymRow[]> {
  return tx.select().from(synonymGroups).where(eq(synonymGroups.workspaceId, ctx.workspace.id));
}

/** @throws SynonymGroupNotFound */
export async function lockSynonymsOrThrow(tx: Transaction, ctx: Ctx, id: string): Promise<SynonymRow> {
  const [row] = await tx
    .select()
    .from(synonymGroups)
    .where(and(eq(synonymGroups.workspaceId, ctx.workspace.id), eq(synonymGroups.id, id)))
    .for("update");
  if (!row) throw new SynonymGroupNotFound({ synonymGroupId: toPublicId("synonymGroup", id) });
  return row;
}

/**
 * The words as they may be stored: each once, none that says only how something is asked, none of another group.
 *
 * @throws SynonymUnfit  a word cannot stand for a thing, or fewer than two are left
 * @throws SynonymTaken  a word stands in another group already
 * @throws SynonymsFull  the workspace holds as many groups as it may
 */
export async function requireFitSynonyms(
  tx: Transaction,
  ctx: Ctx,
  input: { id?: string; words: readonly string[] },
): Promise<string[]> {
  const words = tidySynonyms(input.words);
  const unfit = words.find((word) => synonymKey(word) === null || isFunctionWord(synonymKey(word) ?? ""));
  if (unfit !== undefined) throw new SynonymUnfit({ word: unfit });
  if (words.length < 2) throw new SynonymUnfit({ word: words[0] ?? "" });
  const others = (await loadSynonyms(tx, ctx)).filter(({ id }) => id !== input.id);
  if (!input.id && others.length >= maxSynonymGroups) throw new SynonymsFull({ max: maxSynonymGroups });
  const taken = new Map(others.flatMap((row) => row.words.map((word) => [synonymKey(word), row] as const)));
  for (const word of words) {
    const row = taken.get(synonymKey(word));
    if (row) throw new SynonymTaken({ word, words: row.words.join(", ") });
  }
  return words;
}

/** One writer at a time: two groups saved at once would both miss that the other takes a word. */
export async function inSynonyms<T>(ctx: Ctx, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return inWorkspace(ctx, async (tx) => {
    await lockSynonyms(tx, ctx);
    return work(tx);
  });
}

async function lockSynonyms(tx: Transaction, ctx: Ctx): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtext('synonym_groups'), hashtext(${ctx.workspace.id}))`,
  );
}
