import { CsvBroken, CsvColumnsMissing, type CsvRow, readCsv } from "@/lib/csv/read-csv";
import {
  type Ctx,
  DatabaseAway,
  emit,
  getRuntime,
  inWorkspace,
  newId,
  recordAudit,
  requirePermission,
} from "@/server/kernel";
import { ImportColumnsMissing, ImportRunning } from "./errors";
import { endImport, startImport } from "./import-state";
import { readRow, shopOrderCsvColumns } from "./read-row";
import { maxImportRows, type ShopOrderColumn } from "./rules";
import { type ImportReport, type ImportRow, ImportShopOrdersInput } from "./schemas";
import { type OrderRows, type StoredOutcome, storeOrders } from "./store-orders";

/** Rows of one transaction: large enough to be quick, small enough that little is done twice after a failure. */
const chunkRows = 500;

/**
 * Imports shop orders from CSV, one row a line item, up to 50,000 rows, a chunk a transaction. An order that is
 * stored already is updated; a row that repeats another of the file has no second effect. Rows that cannot be
 * stored are skipped with a reason and the rest goes on; when the file breaks off, what came before it stays.
 *
 * @throws ImportColumnsMissing the heading lacks columns; nothing was stored
 * @throws ImportRunning        another import of this workspace is under way
 */
export async function importShopOrders({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: ImportShopOrdersInput;
}): Promise<ImportReport> {
  requirePermission(ctx, "shopOrder.import");
  const { csv, fileName } = ImportShopOrdersInput.parse(input);
  const state = startImport(ctx, fileName);
  if (!state) throw new ImportRunning();

  const run = new ImportRun(ctx);
  let report: ImportReport | null = null;
  try {
    report = await readAll(run, csv, state);
    return report;
  } catch (error) {
    if (error instanceof CsvColumnsMissing) {
      throw new ImportColumnsMissing({ missing: error.missing, found: error.found });
    }
    throw error;
  } finally {
    endImport(state, report);
  }
}

async function readAll(
  run: ImportRun,
  csv: string,
  state: { rowsRead: number; share: number },
): Promise<ImportReport> {
  const estimate = Math.max(1, csv.length / Math.max(40, csv.indexOf("\n", csv.indexOf("\n") + 1) / 2));
  let stoppedAt: ImportReport["stoppedAt"] = null;
  try {
    for await (const row of readCsv(csv, shopOrderCsvColumns)) {
      if (state.rowsRead >= maxImportRows) {
        stoppedAt = { row: row.row, reason: "tooManyRows", detail: String(maxImportRows) };
        break;
      }
      state.rowsRead += 1;
      run.take(row);
      if (run.waiting >= chunkRows) {
        await run.store();
        state.share = Math.min(0.99, state.rowsRead / estimate);
      }
    }
    await run.store();
  } catch (error) {
    if (error instanceof CsvBroken) {
      await run.store();
      stoppedAt = { row: error.row, reason: "fileBroken", detail: error.reason };
    } else if (error instanceof DatabaseAway) {
      stoppedAt = { row: run.firstWaitingRow, reason: "databaseAway", detail: "" };
    } else {
      throw error;
    }
  }
  return run.report(stoppedAt);
}

/** One import under way: what has been seen in the file, and what became of each row. */
class ImportRun {
  readonly #ctx: Ctx;
  readonly #id = newId();
  readonly #startedAt = performance.now();
  /** What became of each order by its first rows: rows that come later in the file share it. */
  readonly #outcomes = new Map<string, StoredOutcome>();
  /** Order → rows of it seen in this file. */
  readonly #seen = new Map<string, Set<string>>();
  readonly #rows: ImportRow[] = [];
  readonly #orders = { imported: 0, updated: 0, unchanged: 0 };
  #chunk = new Map<string, OrderRows & { reports: ImportRow[] }>();
  waiting = 0;

  constructor(ctx: Ctx) {
    this.#ctx = ctx;
  }

  get firstWaitingRow(): number {
    const waiting = [...this.#chunk.values()].flatMap(({ reports }) => reports.map(({ row }) => row));
    return waiting.length > 0 ? Math.min(...waiting) : 0;
  }

  take(csvRow: CsvRow<ShopOrderColumn>): void {
    const { orderNumber, problems, value } = readRow(csvRow, this.#ctx.workspace.timeZone);
    const report: ImportRow = { row: csvRow.row, orderNumber, outcome: "skipped", problems };
    if (!value) {
      this.#rows.push(report);
      return;
    }
    const key = JSON.stringify(Object.values(csvRow.values));
    const seen = this.#seen.get(value.numberFolded) ?? new Set();
    if (seen.has(key)) {
      this.#rows.push({ ...report, problems: [{ code: "rowRepeated" }] });
      return;
    }
    const waiting = this.#chunk.get(value.numberFolded) ?? {
      numberFolded: value.numberFolded,
      rows: [],
      isContinued: seen.size > 0,
      reports: [],
    };
    waiting.rows.push(value);
    waiting.reports.push(report);
    this.#chunk.set(value.numberFolded, waiting);
    this.#seen.set(value.numberFolded, seen.add(key));
    this.waiting += 1;
  }

  /** Stores what waits in one transaction. */
  async store(): Promise<void> {
    const chunk = this.#chunk;
    if (chunk.size === 0) return;
    const ctx = this.#ctx;
    const outcomes = await inWorkspace(ctx, async (tx) => {
      const stored = await storeOrders(tx, {
        workspaceId: ctx.workspace.id,
        now: ctx.clock.now(),
        orders: [...chunk.values()],
      });
      const changed = [...stored.values()].filter((outcome) => outcome !== "unchanged").length;
      if (changed > 0) {
        await recordAudit(tx, ctx, {
          action: "shopOrder.import",
          entity: this.#id,
          after: { orders: changed },
        });
        await emit(tx, ctx, "shopOrder/imported", { aggregateId: this.#id });
      }
      return stored;
    });
    this.#chunk = new Map();
    this.waiting = 0;
    for (const { numberFolded, reports, isContinued } of chunk.values()) {
      const outcome = (isContinued && this.#outcomes.get(numberFolded)) || outcomes.get(numberFolded)!;
      if (!isContinued) this.#orders[outcome] += 1;
      this.#outcomes.set(numberFolded, outcome);
      for (const report of reports) this.#rows.push({ ...report, outcome });
    }
  }

  report(stoppedAt: ImportReport["stoppedAt"]): ImportReport {
    const counts = { imported: 0, updated: 0, unchanged: 0, skipped: 0 };
    for (const { outcome } of this.#rows) counts[outcome] += 1;
    getRuntime().logger.info(
      { workspaceId: this.#ctx.workspace.id, ...counts, isStopped: stoppedAt !== null },
      "shop orders imported",
    );
    return {
      orders: this.#orders,
      counts,
      rows: this.#rows.sort((a, b) => a.row - b.row),
      stoppedAt,
      durationMs: Math.round(performance.now() - this.#startedAt),
    };
  }
}
