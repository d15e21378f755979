import { sql } from "drizzle-orm";
import { type Ctx, inWorkspace, requirePermission, type Transaction } from "@/server/kernel";
import { termsOfMessage } from "./message-terms";

/** So many messages are taken in by one transaction. */
export const indexBatchSize = 500;

type Row = {
  id: string;
  at: string;
  text: string;
  file_name: string | null;
  is_deleted: boolean;
  earlier: string[] | null;
};

/**
 * Takes the words of messages that were written, changed or deleted into the index, a batch at a time, in one
 * transaction with their place in the queue: killed anywhere, it is done again. Two at once take different messages.
 *
 * @returns how many messages were looked at; 0 when none waits, or the workspace has been deleted
 */
export async function indexMessages({ ctx }: { ctx: Ctx }): Promise<number> {
  requirePermission(ctx, "message.index");
  const w = ctx.workspace.id;

  return inWorkspace(ctx, async (tx) => {
    const taken = await tx.execute<{ message_id: string }>(sql`
      delete from message_index_queue where workspace_id = ${w}::uuid and ctid = any(array(
        select ctid from message_index_queue where workspace_id = ${w}::uuid
          and (select deleted_at is null from workspaces where id = ${w}::uuid)
        order by id limit ${indexBatchSize} for update skip locked))
      returning message_id`);
    if (taken.length === 0) return 0;
    const ids = [...new Set(taken.map((row) => row.message_id))];
    const rows = await tx.execute<Row>(sql`
      select m.id, m.created_at as at, m.text, m.payload -> 'media' ->> 'name' as file_name, m.deleted_at is not null as is_deleted,
        (select jsonb_agg(e ->> 'text') from jsonb_array_elements(m.payload -> 'edits') e) as earlier
      from unnest(string_to_array(${ids.join(",")}, ',')::uuid[]) wanted(id)
      cross join lateral (select * from messages m where m.workspace_id = ${w}::uuid and m.id = wanted.id limit 1) m`);
    await writeTerms(tx, w, rows);
    return taken.length;
  });
}

type Entry = { term: string; at: string; id: string };

async function writeTerms(tx: Transaction, workspaceId: string, rows: readonly Row[]): Promise<void> {
  const gone: Entry[] = [];
  const come: Entry[] = [];
  for (const row of rows) {
    const fileName = row.file_name;
    const { id } = row;
    const at = new Date(row.at).toISOString();
    const says = row.is_deleted ? new Set<string>() : termsOfMessage({ text: row.text, fileName });
    const said = new Set<string>();
    // What it said before is in its record: a word that is no longer there is found no more.
    for (const text of [...(row.earlier ?? []), ...(row.is_deleted ? [row.text] : [])])
      for (const term of termsOfMessage({ text, fileName })) said.add(term);
    for (const term of said) if (!says.has(term)) gone.push({ term, at, id });
    for (const term of says) come.push({ term, at, id });
  }
  const records = (entries: readonly Entry[]) =>
    sql`jsonb_to_recordset(${JSON.stringify(entries)}::text::jsonb) as e(term text, at timestamptz, id uuid)`;
  if (gone.length > 0) {
    await tx.execute(sql`
      delete from message_terms t using ${records(gone)}
      where t.workspace_id = ${workspaceId}::uuid and t.term = e.term and t.at = e.at and t.message_id = e.id`);
  }
  if (come.length > 0) {
    await tx.execute(sql`
      insert into message_terms (workspace_id, term, at, message_id)
      select ${workspaceId}::uuid, e.term, e.at, e.id from ${records(come)} on conflict do nothing`);
  }
}
