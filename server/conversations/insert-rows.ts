import { getTableColumns, sql } from "drizzle-orm";
import { getTableConfig, type PgTable } from "drizzle-orm/pg-core";
import type { Transaction } from "@/server/kernel";

/**
 * Inserts rows of one shape in one statement with one parameter. A statement with a parameter a value is compiled
 * anew for every number of rows, which takes longer than storing them; COPY knows no row security.
 *
 * @param rows all with the same fields: those of the first one are written, the others get the columns' defaults
 */
export async function insertRows<T extends PgTable>(
  tx: Transaction,
  table: T,
  rows: readonly T["$inferInsert"][],
  options: { skipsKnown?: boolean } = {},
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const known = getTableColumns(table);
  const fields = Object.keys(first);
  const columns = sql.join(
    fields.map((field) => sql.identifier(known[field]!.name)),
    sql`, `,
  );
  const named = rows.map((row) =>
    Object.fromEntries(
      fields.map((field) => [known[field]!.name, (row as Record<string, unknown>)[field] ?? null]),
    ),
  );
  await tx.execute(sql`
    insert into ${table} (${columns})
    select ${columns} from jsonb_populate_recordset(null::${sql.identifier(getTableConfig(table).name)}, ${JSON.stringify(named)}::text::jsonb)
    ${options.skipsKnown ? sql`on conflict do nothing` : sql``}`);
}
