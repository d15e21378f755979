import { and, eq, isNull, ne, sql } from "drizzle-orm";
import { importChanges, importRows } from "@/db/schema";
import { type Ctx, emit, inWorkspace, type Transaction, type UndoneThing } from "@/server/kernel";
import { askToForget, dropImportFile, type ImportRecord, moveImport, noCounts } from "./internal";
import { targets } from "./targets";

/** Things of one transaction. */
const chunkThings = 300;

type Undone = UndoneThing | "changedSince" | "gone";

/**
 * Takes back the next things of an import, for an undo or for one that was to be all or nothing. What says something
 * else than the import left is not touched.
 *
 * @returns the import as it stands then; undefined where another process has moved it
 */
export async function workBack(ctx: Ctx, record: ImportRecord): Promise<ImportRecord | undefined> {
  const definition = targets[record.target];
  const moved = await inWorkspace(ctx, async (tx) => {
    await tx.execute(
      sql`select pg_advisory_xact_lock(hashtext(${record.target}), hashtext(${ctx.workspace.id}))`,
    );
    const outcomes = await takeBack(tx, ctx, record);
    if (outcomes.size === 0) return finish(tx, ctx, record);
    const counts = structuredClone(record.counts);
    for (const outcome of outcomes.values()) counts.undo[outcome] += 1;
    const next = await moveImport(tx, ctx, record, { counts });
    if (!next) return undefined;
    await tx.execute(sql`
      update import_changes c set undo = r.undo
      from jsonb_to_recordset(${JSON.stringify([...outcomes].map(([id, undo]) => ({ id, undo })))}::jsonb) as r(id uuid, undo text)
      where c.workspace_id = ${ctx.workspace.id}::uuid and c.import_id = ${record.id}::uuid and c.entity_id = r.id`);
    await emit(tx, ctx, definition.event, { aggregateId: record.id, version: next.version });
    return next;
  });
  if (moved?.endedAt) await dropImportFile(record.id);
  return moved;
}

async function takeBack(tx: Transaction, ctx: Ctx, record: ImportRecord): Promise<Map<string, Undone>> {
  const definition = targets[record.target];
  const changes = await tx
    .select()
    .from(importChanges)
    .where(
      and(
        eq(importChanges.workspaceId, ctx.workspace.id),
        eq(importChanges.importId, record.id),
        isNull(importChanges.undo),
      ),
    )
    .limit(chunkThings);
  const marks = await definition.marksOf(
    tx,
    ctx,
    changes.map(({ entityId }) => entityId),
  );
  const untouched = changes.filter(({ entityId, mark }) => marks.get(entityId) === mark);
  const undone = await definition.undo(
    tx,
    ctx,
    untouched.map(({ entityId, before }) => ({ id: entityId, before: before ?? undefined })),
  );
  return new Map(
    changes.map(({ entityId }) => [
      entityId,
      undone.get(entityId) ?? (marks.has(entityId) ? ("changedSince" as const) : ("gone" as const)),
    ]),
  );
}

/** Nothing is left to take back. */
async function finish(tx: Transaction, ctx: Ctx, record: ImportRecord): Promise<ImportRecord | undefined> {
  const now = ctx.clock.now();
  if (record.state === "undoing") return moveImport(tx, ctx, record, { state: "undone", endedAt: now });
  const state = record.endsAs ?? "cancelled";
  const { refused } = record.counts.rows;
  const moved = await moveImport(tx, ctx, record, {
    state,
    endedAt: now,
    counts: { ...noCounts(), rows: { ...noCounts().rows, refused }, undo: record.counts.undo },
  });
  if (!moved) return undefined;
  // Nothing came of the rows that were stored and taken back; those that stood against it are the report.
  await tx
    .delete(importRows)
    .where(
      and(
        eq(importRows.workspaceId, ctx.workspace.id),
        eq(importRows.importId, record.id),
        ne(importRows.outcome, "refused"),
      ),
    );
  await askToForget(tx, ctx, record.id, true);
  return moved;
}
