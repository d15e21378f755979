import { and, eq } from "drizzle-orm";
import { imports } from "@/db/schema";
import { type Ctx, recordAudit } from "@/server/kernel";
import { ImportNotPossible } from "./errors";
import { dropImportFile, onImport } from "./internal";
import { mayMove } from "./rules";
import { ImportRef } from "./schemas";

/**
 * Forgets a file that was uploaded and not brought in.
 *
 * @throws ImportNotFound
 * @throws ImportNotPossible it was started
 */
export async function discardImport({ ctx, input }: { ctx: Ctx; input: ImportRef }): Promise<void> {
  const { importId } = ImportRef.parse(input);
  await onImport(ctx, importId, async (tx, record) => {
    if (!mayMove("discard", record.state)) throw new ImportNotPossible({ state: record.state });
    await tx.delete(imports).where(and(eq(imports.workspaceId, ctx.workspace.id), eq(imports.id, importId)));
    await recordAudit(tx, ctx, { action: "import.discard", entity: importId });
  });
  await dropImportFile(importId);
}
