import { and, eq } from "drizzle-orm";
import { importChanges, importRows, imports } from "@/db/schema";
import { inWorkspace, type LaterHandler, openSystemContext } from "@/server/kernel";
import { dropImportFile, findImport } from "./internal";
import { isBusy, mayMove } from "./rules";

/**
 * The later job `imports/forget`: a file that nobody started is dropped with its record; of an import that has ended,
 * the record and its figures stay, its rows and the old values of what it changed go.
 */
export const forgetImport: LaterHandler = async ({ workspaceId, subject: importId }) => {
  const ctx = await openSystemContext(workspaceId, { kind: "system", name: "imports" });
  const again = await inWorkspace(ctx, async (tx) => {
    const record = await findImport(tx, ctx, importId);
    if (!record) return undefined;
    if (isBusy(record.state)) return { againAt: new Date(ctx.clock.now().getTime() + 3_600_000) };
    const mine = and(eq(imports.workspaceId, workspaceId), eq(imports.id, importId));
    if (mayMove("discard", record.state)) {
      await tx.delete(imports).where(mine);
      return undefined;
    }
    await tx
      .delete(importRows)
      .where(and(eq(importRows.workspaceId, workspaceId), eq(importRows.importId, importId)));
    await tx
      .delete(importChanges)
      .where(and(eq(importChanges.workspaceId, workspaceId), eq(importChanges.importId, importId)));
    await tx.update(imports).set({ forgottenAt: ctx.clock.now(), sample: [] }).where(mine);
    return undefined;
  });
  if (!again) await dropImportFile(importId);
  return again;
};
