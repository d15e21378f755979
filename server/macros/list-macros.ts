import { asc, eq } from "drizzle-orm";
import { macros } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { findMissing, toMacro } from "./internal";
import type { Macro } from "./schemas";

/** Every macro of the workspace, by name, each with its steps that name what is no longer there. */
export async function listMacros({ ctx }: { ctx: Ctx }): Promise<Macro[]> {
  requirePermission(ctx, "macro.list");
  return inWorkspace(ctx, async (tx) => {
    const rows = await tx
      .select()
      .from(macros)
      .where(eq(macros.workspaceId, ctx.workspace.id))
      .orderBy(asc(macros.nameKey));
    const missing = await findMissing(
      tx,
      ctx,
      rows.map(({ actions }) => actions),
    );
    return rows.map((row, index) => toMacro(row, missing[index] ?? []));
  });
}
