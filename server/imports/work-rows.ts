import { and, eq, inArray, sql } from "drizzle-orm";
import { type ImportCounts, importRows } from "@/db/schema";
import {
  type Ctx,
  emit,
  type ImportDefinition,
  type ImportEnv,
  inWorkspace,
  type StoredThing,
  type Transaction,
} from "@/server/kernel";
import { forgetRows, fromTheStart } from "./check-import";
import { askToForget, dropImportFile, type ImportRecord, moveImport } from "./internal";
import { type JudgedRow, matchRows, type SeenRow, tellOutcomes } from "./match-rows";
import { handBack, takeReader } from "./open-reader";
import { type Chunk, readChunk } from "./read-chunk";
import { readDefinition } from "./targets";

/**
 * Deals with the next rows of a file in one transaction: its place moves on with what is stored, so that a process that
 * dies between two chunks, or in one, leaves the import where the next one finds it.
 *
 * @returns the import as it stands then; undefined where somebody moved it meanwhile (a cancel, another process)
 */
export async function workOnRows(ctx: Ctx, record: ImportRecord): Promise<ImportRecord | undefined> {
  const definition = await readDefinition(ctx, record.target);
  const env: ImportEnv = {
    timeZone: ctx.workspace.timeZone,
    defaultLanguage: ctx.workspace.defaultLanguage,
    has: (column) => (record.columnMap[column] ?? null) !== null,
  };
  const reader = takeReader(record);
  const isDry = record.state === "checking";
  let moved: ImportRecord | undefined;
  try {
    const chunk = await readChunk(reader, record, definition, env);
    moved = await inWorkspace(ctx, (tx) => storeChunk({ tx, ctx, record, definition, env, chunk, isDry }));
  } finally {
    // What was read and not stored is read again.
    if (moved?.state !== record.state) reader.close();
  }
  if (!moved) return undefined;
  if (moved.state === record.state) {
    reader.cursorRow = moved.cursorRow;
    handBack(record.id, reader);
  }
  if (moved.endedAt) await dropImportFile(record.id);
  return moved;
}

type Work = {
  tx: Transaction;
  ctx: Ctx;
  record: ImportRecord;
  definition: ImportDefinition<unknown>;
  env: ImportEnv;
  chunk: Chunk;
  isDry: boolean;
};

async function storeChunk(work: Work): Promise<ImportRecord | undefined> {
  const { tx, ctx, record, definition, env, chunk, isDry } = work;
  const { groups, judged } = matchRows(chunk.rows, await loadSeen(work), definition);
  // Two imports of one target never run at once; other writers of the same things wait for each other here.
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtext(${record.target}), hashtext(${ctx.workspace.id}))`,
  );
  const stored: ReadonlyMap<string, StoredThing> =
    groups.length > 0 ? await definition.store(tx, ctx, { groups, env, isDry }) : new Map();
  const cells = new Map(chunk.rows.map((row) => [row.row, row.cells]));
  const rows = tellOutcomes(judged, groups, stored, (row) => cells.get(row) ?? []);
  const counts = addCounts(record.counts, rows, groups, stored);
  const next = nextState(work, counts);

  // All or nothing, and something is wrong: this chunk's rows are not stored, those before are taken back.
  if (next.state === "rollingBack") throw new TakenBack(rows, counts, chunk);
  const moved = await moveImport(tx, ctx, record, {
    ...next,
    cursorRow: chunk.rows.at(-1)?.row ?? record.cursorRow,
    rowsRead: record.rowsRead + chunk.rows.length,
    counts,
    stoppedAt: chunk.stoppedAt,
    ...(chunk.isLast ? { rowsExpected: record.rowsRead + chunk.rows.length } : {}),
    ...(next.state === "running" && isDry ? { ...fromTheStart() } : {}),
  });
  if (!moved) return undefined;
  if (next.state === "running" && isDry) await forgetRows(tx, ctx, record.id);
  else await keepRows(work, rows);
  if (!isDry) await keepChanges(work, rows, stored);
  if (!isDry && [...stored.values()].some(({ outcome }) => outcome === "created" || outcome === "updated")) {
    await emit(tx, ctx, definition.event, { aggregateId: record.id, version: moved.version });
  }
  if (moved.endedAt) await askToForget(tx, ctx, record.id, true);
  return moved;
}

/** What a chunk came to where all or nothing was asked for and it cannot be all. */
export class TakenBack extends Error {
  constructor(
    readonly rows: readonly JudgedRow[],
    readonly counts: ImportCounts,
    readonly chunk: Chunk,
  ) {
    super("The import is taken back.");
  }
}

/** Sets an import on its way back, with the rows that stood against it. */
export async function turnBack(
  ctx: Ctx,
  record: ImportRecord,
  back: TakenBack,
): Promise<ImportRecord | undefined> {
  return inWorkspace(ctx, async (tx) => {
    const moved = await moveImport(tx, ctx, record, {
      state: "rollingBack",
      endsAs: "refused",
      stoppedAt: back.chunk.stoppedAt,
      counts: { ...record.counts, rows: { ...record.counts.rows, refused: back.counts.rows.refused } },
    });
    if (moved)
      await keepRows(
        { tx, ctx, record },
        back.rows.filter(({ outcome }) => outcome === "refused"),
      );
    return moved;
  });
}

function nextState({ ctx, record, chunk, isDry }: Work, counts: ImportCounts) {
  const isFlawed = counts.rows.refused > 0 || chunk.stoppedAt !== null;
  if (!isDry && record.mode === "whole" && isFlawed) return { state: "rollingBack" as const };
  if (!chunk.isLast) return { state: record.state };
  if (!isDry) return { state: "done" as const, endedAt: ctx.clock.now() };
  if (record.mode === null) return { state: "checked" as const };
  return isFlawed ? { state: "refused" as const, endedAt: ctx.clock.now() } : { state: "running" as const };
}

/** Rows of this import that spoke of the same things. */
async function loadSeen({ tx, ctx, record, chunk }: Work): Promise<SeenRow[]> {
  const keys = [...new Set(chunk.rows.map(({ key }) => key))].filter((key) => key !== "");
  if (keys.length === 0 || record.rowsRead === 0) return [];
  return tx
    .select({
      row: importRows.row,
      key: importRows.key,
      digest: importRows.digest,
      shared: importRows.shared,
      outcome: importRows.outcome,
    })
    .from(importRows)
    .where(
      and(
        eq(importRows.workspaceId, ctx.workspace.id),
        eq(importRows.importId, record.id),
        inArray(importRows.key, keys),
      ),
    )
    .orderBy(importRows.row);
}

function addCounts(
  before: ImportCounts,
  rows: readonly JudgedRow[],
  groups: readonly { key: string; isContinued: boolean }[],
  stored: ReadonlyMap<string, StoredThing>,
): ImportCounts {
  const counts = structuredClone(before);
  for (const { outcome, problems } of rows) {
    counts.rows[outcome] += 1;
    if (outcome !== "refused" && problems.length > 0) counts.rows.remarked += 1;
  }
  for (const { key, isContinued } of groups) {
    const outcome = stored.get(key)?.outcome;
    if (!isContinued && outcome && outcome !== "refused") counts.things[outcome] += 1;
  }
  return counts;
}

async function keepRows(
  { tx, ctx, record }: Pick<Work, "tx" | "ctx" | "record">,
  rows: readonly JudgedRow[],
) {
  if (rows.length === 0) return;
  const flat = rows.map((row) => ({ ...row, problems: row.problems.length > 0 ? row.problems : null }));
  await tx.execute(sql`
    insert into import_rows (workspace_id, import_id, row, key, label, outcome, digest, shared, problems, cells)
    select ${ctx.workspace.id}::uuid, ${record.id}::uuid, r.row, r.key, r.label, r.outcome, r.digest, r.shared,
      r.problems, r.cells
    from jsonb_to_recordset(${JSON.stringify(flat)}::jsonb) as r(row integer, key text, label text, outcome text,
      digest text, shared text, problems jsonb, cells jsonb)
    on conflict do nothing`);
}

async function keepChanges(
  { tx, ctx, record }: Work,
  rows: readonly JudgedRow[],
  stored: ReadonlyMap<string, StoredThing>,
) {
  const lines = new Map(rows.toReversed().map((row) => [row.key, row]));
  const changes = [...stored].flatMap(([key, thing]) => {
    if (thing.outcome !== "created" && thing.outcome !== "updated") return [];
    const { row = 0, label = "" } = lines.get(key) ?? {};
    const before = thing.outcome === "updated" ? thing.before : null;
    return [{ id: thing.id, row, label, before, mark: thing.mark }];
  });
  if (changes.length === 0) return;
  // Later rows of a thing change what it says, not what it said before.
  await tx.execute(sql`
    insert into import_changes (workspace_id, import_id, entity_id, row, label, before, mark)
    select ${ctx.workspace.id}::uuid, ${record.id}::uuid, r.id, r.row, r.label, r.before, r.mark
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as r(id uuid, row integer, label text, before jsonb, mark text)
    on conflict (workspace_id, import_id, entity_id) do update set mark = excluded.mark`);
}
