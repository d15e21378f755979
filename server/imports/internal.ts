import { rm } from "node:fs/promises";
import { join } from "node:path";
import { and, desc, eq, inArray } from "drizzle-orm";
import { type ImportCounts, imports } from "@/db/schema";
import { guessColumns } from "@/lib/tables/guess-columns";
import { readTable } from "@/lib/tables/open-table";
import { type TableFormat, type TableRow, TableUnreadable } from "@/lib/tables/table";
import {
  type Ctx,
  databaseErrorCode,
  emit,
  getRuntime,
  type ImportColumn,
  inWorkspace,
  requirePermission,
  runLater,
  type Transaction,
  toPublicId,
  wakeAfterCommit,
} from "@/server/kernel";
import { ImportColumnsMissing, ImportFileUnreadable, ImportNotFound, ImportRunning } from "./errors";
import { type ImportStateName, keepDays, keepUnstartedHours, mayMove } from "./rules";
import type { Import } from "./schemas";
import { definitionOf, targets } from "./targets";

export type ImportRecord = typeof imports.$inferSelect;

/** The kinds of the later jobs: working on an import, and forgetting it. */
export const workJob = "imports/work";
export const forgetJob = "imports/forget";

export const noCounts = (): ImportCounts => ({
  rows: { created: 0, updated: 0, unchanged: 0, refused: 0, remarked: 0 },
  things: { created: 0, updated: 0, unchanged: 0 },
  undo: { removed: 0, restored: 0, changedSince: 0, inUse: 0, gone: 0 },
});

/** Where the bytes lie until the import has ended. */
export const importFolder = () => join(getRuntime().env.dataDir, "imports");
export const importPath = (importId: string) => join(importFolder(), importId);
export const dropImportFile = (importId: string) => rm(importPath(importId), { force: true });

export async function findImport(
  tx: Transaction,
  ctx: Ctx,
  importId: string,
): Promise<ImportRecord | undefined> {
  const [record] = await tx
    .select()
    .from(imports)
    .where(and(eq(imports.workspaceId, ctx.workspace.id), eq(imports.id, importId)));
  return record;
}

/**
 * The import, for an actor who may bring in what it brings in.
 *
 * @throws ImportNotFound   no such import in this workspace
 * @throws PermissionDenied
 */
export async function getImportOrThrow(tx: Transaction, ctx: Ctx, importId: string): Promise<ImportRecord> {
  const record = await findImport(tx, ctx, importId);
  if (!record) throw new ImportNotFound();
  requirePermission(ctx, targets[record.target].verb);
  return record;
}

/**
 * Moves an import on if it still stands where it was seen; undefined where somebody was quicker.
 *
 * @throws ImportRunning another one of this target is being worked on
 */
export async function moveImport(
  tx: Transaction,
  ctx: Ctx,
  seen: Pick<ImportRecord, "id" | "state" | "version">,
  changes: Partial<typeof imports.$inferInsert>,
): Promise<ImportRecord | undefined> {
  try {
    const [record] = await tx
      .update(imports)
      .set({ ...changes, version: seen.version + 1 })
      .where(
        and(
          eq(imports.workspaceId, ctx.workspace.id),
          eq(imports.id, seen.id),
          eq(imports.state, seen.state),
          eq(imports.version, seen.version),
        ),
      )
      .returning();
    if (record) await emit(tx, ctx, "import/changed", { aggregateId: record.id, version: record.version });
    return record;
  } catch (error) {
    if (databaseErrorCode(error) === "23505") throw new ImportRunning();
    throw error;
  }
}

/** Has the import worked on, now (or after a while) and again until nothing is left to do. */
export async function askForWork(tx: Transaction, ctx: Ctx, importId: string, afterMs = 0): Promise<void> {
  await runLater(tx, {
    workspaceId: ctx.workspace.id,
    kind: workJob,
    subject: importId,
    dueAt: new Date(ctx.clock.now().getTime() + afterMs),
  });
  if (afterMs === 0) wakeAfterCommit(tx, "imports");
}

/** When rows, old values and the file are to be gone. */
export async function askToForget(
  tx: Transaction,
  ctx: Ctx,
  importId: string,
  hasEnded: boolean,
): Promise<void> {
  const afterMs = hasEnded ? keepDays * 86_400_000 : keepUnstartedHours * 3_600_000;
  await runLater(
    tx,
    {
      workspaceId: ctx.workspace.id,
      kind: forgetJob,
      subject: importId,
      dueAt: new Date(ctx.clock.now().getTime() + afterMs),
    },
    { replaceDueAt: true },
  );
}

/** How the rows of a file are to be read, and which of its columns is which. */
export async function planTable(
  path: string,
  format: TableFormat,
  known: readonly ImportColumn[],
): Promise<Pick<ImportRecord, "headingRow" | "heading" | "columnMap" | "sample">> {
  const head: TableRow[] = [];
  try {
    for await (const row of readTable(path, format)) {
      head.push(row);
      if (head.length >= 100) break;
    }
  } catch (error) {
    if (!(error instanceof TableUnreadable)) throw error;
    if (head.length === 0) throw new ImportFileUnreadable({ fault: error.fault }, { cause: error });
  }
  if (head.length === 0) throw new ImportFileUnreadable({ fault: "empty" });
  const { headingRow, heading, map } = guessColumns(head, known);
  const sample = head
    .filter(({ row }) => row > (headingRow ?? 0))
    .slice(0, 5)
    .map(({ cells }) => cells.map((cell) => cell.slice(0, 200)));
  return { headingRow, heading: heading.map((title) => title.slice(0, 200)), columnMap: map, sample };
}

/** @throws ImportColumnsMissing a column without which no row can be stored is not mapped */
export function requireColumns(record: Pick<ImportRecord, "target" | "columnMap" | "heading">): void {
  const missing = targets[record.target].columns
    .filter(({ name, isRequired }) => isRequired && (record.columnMap[name] ?? null) === null)
    .map(({ name }) => name);
  if (missing.length > 0) {
    throw new ImportColumnsMissing({
      missing,
      found: record.heading.map((title) => title.slice(0, 60)).slice(0, 40),
    });
  }
}

/** When a file of the same bytes was imported and still stands, if it was. */
export async function findTwin(tx: Transaction, ctx: Ctx, record: ImportRecord): Promise<Date | null> {
  const twins = await tx
    .select({ id: imports.id, endedAt: imports.endedAt })
    .from(imports)
    .where(
      and(
        eq(imports.workspaceId, ctx.workspace.id),
        eq(imports.target, record.target),
        eq(imports.sha256, record.sha256),
        inArray(imports.state, ["done", "running"]),
      ),
    )
    .orderBy(desc(imports.createdAt))
    .limit(2);
  return twins.find(({ id }) => id !== record.id)?.endedAt ?? null;
}

export function toImport(
  record: ImportRecord,
  importedBeforeAt: Date | null,
  columns: readonly ImportColumn[] = targets[record.target].columns,
): Import {
  const state: ImportStateName = record.state;
  const { created, updated } = record.counts.things;
  return {
    id: toPublicId("import", record.id),
    target: record.target,
    state,
    mode: record.mode,
    fileName: record.fileName,
    sizeBytes: record.sizeBytes,
    format: record.format as TableFormat,
    heading: record.heading,
    sample: record.sample,
    columns: columns.map(({ name, isRequired, label }) => ({
      name,
      isRequired,
      ...(label ? { label } : {}),
    })),
    columnMap: record.columnMap,
    rowsExpected: record.rowsExpected,
    rowsRead: record.rowsRead,
    counts: record.counts,
    stoppedAt: record.stoppedAt,
    createdAt: record.createdAt.toISOString(),
    endedAt: record.endedAt?.toISOString() ?? null,
    canUndo: mayMove("undo", state) && record.forgottenAt === null && created + updated > 0,
    importedBeforeAt: importedBeforeAt?.toISOString() ?? null,
  };
}

/** The import as it stands, for the one who asked for something. */
export async function showImport(tx: Transaction, ctx: Ctx, record: ImportRecord): Promise<Import> {
  const { columns } = await definitionOf(tx, ctx, record.target);
  return toImport(record, await findTwin(tx, ctx, record), columns);
}

/** One verb's worth: fetch, move if it may be moved, show. */
export const onImport = <T>(
  ctx: Ctx,
  importId: string,
  work: (tx: Transaction, record: ImportRecord) => Promise<T>,
) => inWorkspace(ctx, async (tx) => work(tx, await getImportOrThrow(tx, ctx, importId)));
