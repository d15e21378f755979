import { and, eq } from "drizzle-orm";
import { importRows } from "@/db/schema";
import type { TableFormat } from "@/lib/tables/table";
import type { Ctx, Transaction } from "@/server/kernel";
import { ImportNotPossible } from "./errors";
import {
  askForWork,
  type ImportRecord,
  importPath,
  moveImport,
  noCounts,
  onImport,
  planTable,
  requireColumns,
  showImport,
} from "./internal";
import { mayMove } from "./rules";
import { CheckImportInput, type Import } from "./schemas";
import { definitionOf } from "./targets";

/**
 * Sets which column is which and has the whole file tried: what would become of each row is found out and nothing is
 * stored. With another sheet the columns are guessed anew and nothing is tried yet.
 *
 * @throws ImportNotFound
 * @throws ImportNotPossible    it has been started, or has ended
 * @throws ImportColumnsMissing a column without which no row can be stored is not mapped
 * @throws ImportRunning        another file of the target is being worked on
 */
export async function checkImport({ ctx, input }: { ctx: Ctx; input: CheckImportInput }): Promise<Import> {
  const { importId, columnMap, sheet } = CheckImportInput.parse(input);
  return onImport(ctx, importId, async (tx, record) => {
    if (!mayMove("check", record.state)) throw new ImportNotPossible({ state: record.state });
    if (sheet !== undefined) return showImport(tx, ctx, await chooseSheet(tx, ctx, record, sheet));
    const mapped = { ...record, columnMap: columnMap ? only(record, columnMap) : record.columnMap };
    requireColumns(mapped);
    await forgetRows(tx, ctx, importId);
    const moved = await moveImport(tx, ctx, record, {
      state: "checking",
      mode: null,
      columnMap: mapped.columnMap,
      ...fromTheStart(),
    });
    if (!moved) throw new ImportNotPossible({ state: record.state });
    await askForWork(tx, ctx, importId);
    return showImport(tx, ctx, moved);
  });
}

/** What an import has when nothing of its file has been dealt with. */
export const fromTheStart = () => ({ cursorRow: 0, rowsRead: 0, counts: noCounts(), stoppedAt: null });

export async function forgetRows(tx: Transaction, ctx: Ctx, importId: string): Promise<void> {
  await tx
    .delete(importRows)
    .where(and(eq(importRows.workspaceId, ctx.workspace.id), eq(importRows.importId, importId)));
}

/** Columns that the product knows and the file has. */
function only(record: ImportRecord, given: Record<string, number | null>): Record<string, number | null> {
  const width = Math.max(record.heading.length, ...record.sample.map((cells) => cells.length));
  return Object.fromEntries(
    Object.keys(record.columnMap).map((name) => {
      const place = given[name] ?? null;
      return [name, place !== null && place < width ? place : null];
    }),
  );
}

async function chooseSheet(
  tx: Transaction,
  ctx: Ctx,
  record: ImportRecord,
  sheet: string,
): Promise<ImportRecord> {
  const format = record.format as TableFormat;
  if (format.kind !== "xlsx" || !format.sheets.includes(sheet))
    throw new ImportNotPossible({ state: record.state });
  const chosen: TableFormat = { ...format, sheet };
  const plan = await planTable(
    importPath(record.id),
    chosen,
    (await definitionOf(tx, ctx, record.target)).columns,
  );
  const moved = await moveImport(tx, ctx, record, {
    state: "ready",
    format: chosen,
    ...plan,
    ...fromTheStart(),
  });
  if (!moved) throw new ImportNotPossible({ state: record.state });
  return moved;
}
