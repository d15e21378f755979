import { TZDate } from "@date-fns/tz";
import { sql } from "drizzle-orm";
import { csvLine, csvMark } from "@/lib/csv/write-csv";
import { type Ctx, inWorkspace, recordAudit, requirePermission, toPublicId } from "@/server/kernel";
import { spanOf } from "./days";
import { type RowsWanted, selectRows } from "./figure-rows";
import { ListFigureRowsInput } from "./schemas";

/** So many rows are read and written at a time: what a file costs in memory, however long it is. */
const pageRows = 2_000;

export const exportColumns = ["at", "conversation", "customer", "status", "amount"] as const;

type Row = {
  id: string;
  conversation_id: string;
  at: string;
  amount: number | null;
  status: string;
  name: string;
};

/**
 * Every row behind a figure as CSV, newest first, page by page: a million of them take no more memory than a page.
 * Times are those of the workspace's zone; names stand so that no spreadsheet runs them.
 *
 * @param input.headings the names of `exportColumns` in the reader's language
 * @throws FigureKeyInvalid the figure's key names nothing
 */
export async function exportFigureRows({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: ListFigureRowsInput & { headings: readonly string[]; signal?: AbortSignal };
}): Promise<AsyncIterable<Uint8Array>> {
  requirePermission(ctx, "figures.read");
  requirePermission(ctx, "conversation.list");
  const { figure, key, days } = ListFigureRowsInput.parse(input);
  const { id: workspaceId, timeZone } = ctx.workspace;
  const wanted: RowsWanted = { workspaceId, timeZone, figure, key, ...spanOf(ctx, days) };
  // A key that names nothing is said before anything is written.
  selectRows(wanted, 1);
  await inWorkspace(ctx, (tx) =>
    recordAudit(tx, ctx, {
      action: "figures.export",
      entity: workspaceId,
      after: { figure, of: key ?? null, days },
    }),
  );
  return writePages(ctx, wanted, input.headings, input.signal);
}

async function* writePages(
  ctx: Ctx,
  wanted: RowsWanted,
  headings: readonly string[],
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  yield Buffer.from(csvMark + csvLine(headings));
  let before: RowsWanted["before"];
  while (!signal?.aborted) {
    const rows = await readPage(ctx, { ...wanted, ...(before ? { before } : {}) });
    if (rows.length > 0) yield Buffer.from(rows.map((row) => toLine(row, wanted.timeZone)).join(""));
    const last = rows.at(-1);
    if (!last || rows.length < pageRows) return;
    before = { at: last.at, id: last.id };
  }
}

function readPage(ctx: Ctx, wanted: RowsWanted): Promise<Row[]> {
  return inWorkspace(ctx, (tx) =>
    tx.execute<Row>(sql`
      with page as materialized (${selectRows(wanted, pageRows)})
      select p.id, p.conversation_id, p.at::text as at, p.amount, c.status, k.display_name as name
      from page p
      join conversations c on c.workspace_id = ${wanted.workspaceId}::uuid and c.id = p.conversation_id
      join customers k on k.workspace_id = c.workspace_id and k.id = c.customer_id
      order by p.at desc, p.id desc`),
  );
}

function toLine(row: Row, timeZone: string): string {
  return csvLine([
    new TZDate(new Date(row.at), timeZone).toISOString().slice(0, 19),
    toPublicId("conversation", row.conversation_id),
    row.name,
    row.status,
    row.amount,
  ]);
}
