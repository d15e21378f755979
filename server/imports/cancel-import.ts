import { type Ctx, recordAudit } from "@/server/kernel";
import { ImportNotPossible } from "./errors";
import { askForWork, askToForget, dropImportFile, moveImport, onImport, showImport } from "./internal";
import { mayMove } from "./rules";
import { type Import, ImportRef } from "./schemas";

/**
 * Stops an import where it stands. A dry run leaves the file as it was uploaded; of rows that were being stored, those
 * that are stay (and can be undone), unless it was to be all or nothing: then they are taken back.
 *
 * @throws ImportNotFound
 * @throws ImportNotPossible nothing is under way
 */
export async function cancelImport({ ctx, input }: { ctx: Ctx; input: ImportRef }): Promise<Import> {
  const { importId } = ImportRef.parse(input);
  const shown = await onImport(ctx, importId, async (tx, record) => {
    if (!mayMove("cancel", record.state)) throw new ImportNotPossible({ state: record.state });
    const isStoring = record.state === "running";
    const isWhole = record.mode === "whole";
    const moved = await moveImport(
      tx,
      ctx,
      record,
      !isStoring
        ? { state: "ready", mode: null, cursorRow: 0 }
        : isWhole
          ? { state: "rollingBack", endsAs: "cancelled" }
          : { state: "cancelled", endedAt: ctx.clock.now() },
    );
    if (!moved) throw new ImportNotPossible({ state: record.state });
    await recordAudit(tx, ctx, {
      action: "import.cancel",
      entity: importId,
      after: { rows: record.rowsRead },
    });
    if (isStoring && isWhole) await askForWork(tx, ctx, importId);
    if (moved.state === "cancelled") await askToForget(tx, ctx, importId, true);
    return showImport(tx, ctx, moved);
  });
  if (shown.state === "cancelled") await dropImportFile(importId);
  return shown;
}
