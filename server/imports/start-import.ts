import { requireFeature } from "@/server/flags";
import { type Ctx, recordAudit, type Transaction } from "@/server/kernel";
import { forgetRows, fromTheStart } from "./check-import";
import { ImportNotPossible } from "./errors";
import { askForWork, type ImportRecord, moveImport, onImport, requireColumns, showImport } from "./internal";
import { mayMove } from "./rules";
import { type Import, type ImportMode, StartImportInput } from "./schemas";

/**
 * Brings the file in, a chunk of rows a transaction: `rows` stores what can be stored, `whole` all of it or nothing
 * (it is tried first; what a later chunk finds against it takes back the chunks before).
 *
 * @throws ImportNotFound
 * @throws ImportNotPossible    it has been started already, or has ended
 * @throws ImportColumnsMissing
 * @throws FeatureOff           an operator has switched imports off
 * @throws ImportRunning        another file of the target is being worked on
 */
export async function startImport({ ctx, input }: { ctx: Ctx; input: StartImportInput }): Promise<Import> {
  const { importId, mode } = StartImportInput.parse(input);
  await requireFeature("imports", ctx);
  return onImport(ctx, importId, async (tx, record) => {
    const started = await start(tx, ctx, record, mode);
    await askForWork(tx, ctx, importId);
    return showImport(tx, ctx, started);
  });
}

export async function start(
  tx: Transaction,
  ctx: Ctx,
  record: ImportRecord,
  mode: ImportMode,
): Promise<ImportRecord> {
  if (!mayMove("start", record.state)) throw new ImportNotPossible({ state: record.state });
  requireColumns(record);
  await forgetRows(tx, ctx, record.id);
  const moved = await moveImport(tx, ctx, record, {
    state: mode === "whole" ? "checking" : "running",
    mode,
    startedAt: ctx.clock.now(),
    ...fromTheStart(),
  });
  if (!moved) throw new ImportNotPossible({ state: record.state });
  await recordAudit(tx, ctx, {
    action: "import.start",
    entity: record.id,
    after: { target: record.target, mode },
  });
  return moved;
}
