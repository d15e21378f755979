import { createHash } from "node:crypto";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { imports } from "@/db/schema";
import { inspectTable } from "@/lib/tables/open-table";
import { type TableFormat, TableUnreadable } from "@/lib/tables/table";
import { storableText } from "@/lib/text/storable";
import { requireFeature } from "@/server/flags";
import {
  type Ctx,
  emit,
  getRuntime,
  inWorkspace,
  newId,
  recordAudit,
  requirePermission,
} from "@/server/kernel";
import { ImportFileTooLarge, ImportFileUnreadable } from "./errors";
import {
  askToForget,
  dropImportFile,
  type ImportRecord,
  importFolder,
  importPath,
  noCounts,
  planTable,
  showImport,
} from "./internal";
import { maxImportBytes } from "./rules";
import { type Import, ReceiveImportInput } from "./schemas";
import { readDefinition, targets } from "./targets";

/** Files of one workspace: a few at once, then one every few seconds. */
const receiveRate = { capacity: 20, perSecond: 0.2 };

/**
 * Takes the bytes of a file, never holding more than a piece of them, and guesses how its rows and columns are to be
 * read. Nothing of it is stored among the workspace's things yet.
 *
 * @throws ImportFileTooLarge   more than `maxImportBytes`
 * @throws ImportFileUnreadable no table that can be read; `data.fault` says why
 * @throws FeatureOff           an operator has switched imports off
 * @throws LimitReached         too many files in a short time
 * @throws StorageFull          the disk is full, or would be with it; nothing of it is kept
 */
export async function receiveImport({
  ctx,
  input,
  bytes,
  announcedBytes = 0,
}: {
  ctx: Ctx;
  input: ReceiveImportInput;
  bytes: AsyncIterable<Uint8Array>;
  announcedBytes?: number;
}): Promise<Import> {
  const { target, fileName } = ReceiveImportInput.parse(input);
  requirePermission(ctx, targets[target].verb);
  getRuntime().storage.requireRoom(announcedBytes);
  await requireFeature("imports", ctx);
  getRuntime().limits.take("imports", ctx.workspace.id, receiveRate);
  const record = await keepFile(ctx, { target, fileName, bytes });
  return inWorkspace(ctx, (tx) => showImport(tx, ctx, record));
}

/** Writes the bytes aside and the record of them; both or neither. */
export async function keepFile(
  ctx: Ctx,
  input: { target: ImportRecord["target"]; fileName: string; bytes: AsyncIterable<Uint8Array> },
): Promise<ImportRecord> {
  const importId = newId();
  try {
    const { sha256, sizeBytes } = await writeAside(importId, input.bytes);
    const format = await inspect(importId);
    const plan = await planTable(
      importPath(importId),
      format,
      (await readDefinition(ctx, input.target)).columns,
    );
    return await inWorkspace(ctx, async (tx) => {
      const [record] = await tx
        .insert(imports)
        .values({
          workspaceId: ctx.workspace.id,
          id: importId,
          target: input.target,
          state: "ready",
          fileName: storableText(input.fileName),
          sha256,
          sizeBytes,
          format,
          ...plan,
          rowsExpected: format.kind === "csv" ? guessRows(sizeBytes, plan.sample) : null,
          counts: noCounts(),
          memberId: ctx.actor.kind === "member" ? ctx.actor.memberId : null,
          createdAt: ctx.clock.now(),
        })
        .returning();
      await recordAudit(tx, ctx, {
        action: "import.receive",
        entity: importId,
        after: { target: input.target, sizeBytes, sha256 },
      });
      await emit(tx, ctx, "import/changed", { aggregateId: importId, version: 1 });
      await askToForget(tx, ctx, importId, false);
      return record!;
    });
  } catch (error) {
    await dropImportFile(importId);
    throw error;
  }
}

async function writeAside(importId: string, bytes: AsyncIterable<Uint8Array>) {
  await mkdir(importFolder(), { recursive: true });
  const [path, partial] = [importPath(importId), `${importPath(importId)}.partial`];
  const hash = createHash("sha256");
  let sizeBytes = 0;
  const file = await open(partial, "w", 0o600);
  try {
    for await (const chunk of bytes) {
      getRuntime().storage.requireRoom();
      sizeBytes += chunk.byteLength;
      if (sizeBytes > maxImportBytes) throw new ImportFileTooLarge({ maxBytes: maxImportBytes });
      hash.update(chunk);
      await file.write(chunk);
    }
    await file.sync();
    await file.close();
    await rename(partial, path);
  } catch (error) {
    await file.close().catch(() => {});
    await rm(partial, { force: true });
    throw error;
  }
  return { sha256: hash.digest("hex"), sizeBytes: (await stat(path)).size };
}

async function inspect(importId: string): Promise<TableFormat> {
  try {
    return await inspectTable(importPath(importId));
  } catch (error) {
    if (error instanceof TableUnreadable)
      throw new ImportFileUnreadable({ fault: error.fault }, { cause: error });
    throw error;
  }
}

/** From the length of the first rows. */
function guessRows(sizeBytes: number, sample: readonly (readonly string[])[]): number | null {
  if (sample.length === 0) return null;
  const bytes = sample.reduce((sum, cells) => sum + Buffer.byteLength(cells.join(";")) + 1, 0);
  return Math.max(sample.length, Math.round(sizeBytes / (bytes / sample.length)));
}
