import { and, eq } from "drizzle-orm";
import { macros } from "@/db/schema";
import { type Ctx, emit, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { getMacroOrThrow, toMacro } from "./internal";
import { type Macro, MacroRef } from "./schemas";

/**
 * Forgets a macro and returns it as it was, for the way back.
 *
 * @throws MacroNotFound no such macro in this workspace
 */
export async function deleteMacro({ ctx, input }: { ctx: Ctx; input: MacroRef }): Promise<Macro> {
  requirePermission(ctx, "macro.manage");
  const { macroId } = MacroRef.parse(input);

  return inWorkspace(ctx, async (tx) => {
    const before = await getMacroOrThrow(tx, ctx, macroId, { isLocked: true });
    await tx.delete(macros).where(and(eq(macros.workspaceId, ctx.workspace.id), eq(macros.id, macroId)));
    await recordAudit(tx, ctx, { action: "macro.delete", entity: macroId, before: { name: before.name } });
    await emit(tx, ctx, "macro/deleted", { aggregateId: macroId });
    return toMacro(before, []);
  });
}
