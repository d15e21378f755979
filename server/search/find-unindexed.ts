import { sql } from "drizzle-orm";
import type { Transaction } from "@/server/kernel";
import { termsOfMessage } from "./message-terms";

type Said = { id: string; at: string; text: string; file_name: string | null };

/**
 * Which of these messages lack words in the index, and how many. One that waits to be indexed lacks nothing yet, nor does
 * one that was deleted. Words too many are not found: no index leads from a message to its words.
 */
export async function findUnindexed(
  tx: Transaction,
  workspaceId: string,
  messageIds: readonly string[],
): Promise<{ messageId: string; words: number; missing: number }[]> {
  const w = sql`${workspaceId}::uuid`;
  const rows = await tx.execute<Said>(sql`
    select m.id, m.created_at as at, m.text, m.payload -> 'media' ->> 'name' as file_name
    from unnest(string_to_array(${messageIds.join(",")}, ',')::uuid[]) wanted(id)
    cross join lateral (
      select * from messages m where m.workspace_id = ${w} and m.id = wanted.id and m.deleted_at is null limit 1) m`);
  const entries = rows.flatMap((row) =>
    [...termsOfMessage({ text: row.text, fileName: row.file_name })].map((term) => ({
      term,
      at: new Date(row.at).toISOString(),
      id: row.id,
    })),
  );
  if (entries.length === 0) return [];
  const missing = await tx.execute<{ id: string; missing: number }>(sql`
    select e.id, count(*)::int as missing
    from jsonb_to_recordset(${JSON.stringify(entries)}::text::jsonb) as e(term text, at timestamptz, id uuid)
    where not exists (select 1 from message_terms t
        where t.workspace_id = ${w} and t.term = e.term and t.at = e.at and t.message_id = e.id)
      and e.id not in (select q.message_id from message_index_queue q where q.workspace_id = ${w})
    group by 1`);
  return missing.map((row) => ({
    messageId: row.id,
    words: entries.filter((entry) => entry.id === row.id).length,
    missing: row.missing,
  }));
}

/** Has messages indexed anew, as a change of them would. */
export async function indexAgain(
  tx: Transaction,
  workspaceId: string,
  messageIds: readonly string[],
): Promise<void> {
  await tx.execute(sql`
    insert into message_index_queue (workspace_id, message_id)
    select ${workspaceId}::uuid, unnest(string_to_array(${messageIds.join(",")}, ',')::uuid[])`);
}
