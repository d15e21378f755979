import { type Ctx, recordAudit } from "@/server/kernel";
import { ImportNotPossible } from "./errors";
import { askForWork, moveImport, onImport, showImport, toImport } from "./internal";
import { type Import, ImportRef } from "./schemas";

/**
 * Takes an import back: what it created is removed, what it changed gets its old values again. What somebody has changed
 * since, or what is in use by now, stays as it is and is named (`listKeptThings`).
 *
 * @throws ImportNotFound
 * @throws ImportNotPossible it changed nothing, was undone already, or its old values are forgotten
 * @throws ImportRunning     another file of the target is being worked on
 */
export async function undoImport({ ctx, input }: { ctx: Ctx; input: ImportRef }): Promise<Import> {
  const { importId } = ImportRef.parse(input);
  return onImport(ctx, importId, async (tx, record) => {
    if (!toImport(record, null).canUndo) throw new ImportNotPossible({ state: record.state });
    const moved = await moveImport(tx, ctx, record, { state: "undoing" });
    if (!moved) throw new ImportNotPossible({ state: record.state });
    await recordAudit(tx, ctx, { action: "import.undo", entity: importId, after: { target: record.target } });
    await askForWork(tx, ctx, importId);
    return showImport(tx, ctx, moved);
  });
}
