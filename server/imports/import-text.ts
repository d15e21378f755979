import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { discardImport } from "./discard-import";
import { askForWork, getImportOrThrow, showImport } from "./internal";
import { keepFile } from "./receive-import";
import { type Import, ImportTextInput } from "./schemas";
import { start } from "./start-import";
import { targets } from "./targets";
import { workUntil } from "./work-import";

/** Where this process dies before the end, the loop goes on with it after this long. */
const takenUpAfterMs = 60_000;

/**
 * Brings in rows that are text already (pasted, or made by another verb), with the columns as they are guessed, and
 * waits for the end. It is an import like any other: reported, audited, to be undone, and gone on with after a crash.
 *
 * @throws ImportFileUnreadable
 * @throws ImportColumnsMissing nothing was stored
 * @throws ImportRunning        another file of the target is being worked on
 */
export async function importText({ ctx, input }: { ctx: Ctx; input: ImportTextInput }): Promise<Import> {
  const { target, text, fileName, mode } = ImportTextInput.parse(input);
  requirePermission(ctx, targets[target].verb);
  const received = await keepFile(ctx, { target, fileName, bytes: oneChunk(text) });
  try {
    await inWorkspace(ctx, async (tx) => {
      await start(tx, ctx, received, mode);
      await askForWork(tx, ctx, received.id, takenUpAfterMs);
    });
  } catch (error) {
    await discardImport({ ctx, input: { importId: received.id } });
    throw error;
  }
  await workUntil(ctx, received.id, () => false);
  return inWorkspace(ctx, async (tx) => showImport(tx, ctx, await getImportOrThrow(tx, ctx, received.id)));
}

async function* oneChunk(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text, "utf8");
}
