import { and, eq, sql } from "drizzle-orm";
import { type termKinds, terms } from "@/db/schema";
import type { Transaction } from "./database";

export type TermKind = (typeof termKinds)[number];

/** Replaces the index terms of one row. `weights`: term → weight (occurrences, or 1). */
export async function replaceTerms(
  tx: Transaction,
  input: { workspaceId: string; kind: TermKind; rowId: string; weights: ReadonlyMap<string, number> },
): Promise<void> {
  await tx
    .delete(terms)
    .where(
      and(eq(terms.workspaceId, input.workspaceId), eq(terms.kind, input.kind), eq(terms.rowId, input.rowId)),
    );
  await insertTerms(tx, input.workspaceId, input.kind, [{ rowId: input.rowId, weights: input.weights }]);
}

/** Adds the terms of many rows in one statement. */
export async function insertTerms(
  tx: Transaction,
  workspaceId: string,
  kind: TermKind,
  rows: readonly { rowId: string; weights: ReadonlyMap<string, number> }[],
): Promise<void> {
  const flat = rows.flatMap(({ rowId, weights }) =>
    [...weights].map(([term, weight]) => ({ rowId, term, weight })),
  );
  if (flat.length === 0) return;
  await tx.execute(sql`
    insert into terms (workspace_id, kind, term, row_id, weight)
    select ${workspaceId}::uuid, ${kind}, t.term, t."rowId", t.weight
    from jsonb_to_recordset(${JSON.stringify(flat)}::jsonb) as t(term text, "rowId" uuid, weight real)
    on conflict (workspace_id, kind, term, row_id) do update set weight = excluded.weight`);
}

/**
 * Rows of a kind that carry every one of the words, the last one as a prefix: what a search box wants.
 *
 * @param words folded words, at least one
 */
export async function searchByWords(
  tx: Transaction,
  input: { workspaceId: string; kind: TermKind; words: readonly string[]; limit: number },
): Promise<string[]> {
  const { workspaceId, kind, words, limit } = input;
  const probes = words.map((word, index) =>
    index === words.length - 1
      ? sql`select row_id from terms where workspace_id = ${workspaceId}::uuid and kind = ${kind} and term >= ${word} and term < ${`${word}\u{10FFFF}`}`
      : sql`select row_id from terms where workspace_id = ${workspaceId}::uuid and kind = ${kind} and term = ${word}`,
  );
  const rows = await tx.execute<{ row_id: string }>(
    sql`${sql.join(probes, sql` intersect `)} limit ${limit}`,
  );
  return rows.map((row) => row.row_id);
}
