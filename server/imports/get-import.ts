import { and, desc, eq, gt, isNotNull, ne, or } from "drizzle-orm";
import { importChanges, importRows, imports } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { onImport, showImport } from "./internal";
import {
  type Import,
  ImportRef,
  type ImportRow,
  type ImportRowPage,
  type KeptThing,
  ListImportRowsInput,
  NewestImportInput,
} from "./schemas";
import { targets } from "./targets";

/** @throws ImportNotFound */
export async function getImport({ ctx, input }: { ctx: Ctx; input: ImportRef }): Promise<Import> {
  const { importId } = ImportRef.parse(input);
  return onImport(ctx, importId, (tx, record) => showImport(tx, ctx, record));
}

/** The newest import of a target: a page that was left finds it again. Null where there is none. */
export async function getNewestImport({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: NewestImportInput;
}): Promise<Import | null> {
  const { target } = NewestImportInput.parse(input);
  requirePermission(ctx, targets[target].verb);
  return inWorkspace(ctx, async (tx) => {
    const [record] = await tx
      .select()
      .from(imports)
      .where(and(eq(imports.workspaceId, ctx.workspace.id), eq(imports.target, target)))
      .orderBy(desc(imports.createdAt))
      .limit(1);
    return record ? showImport(tx, ctx, record) : null;
  });
}

/** What became of each row, or would, in the order of the file. */
export async function listImportRows({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: ListImportRowsInput;
}): Promise<ImportRowPage> {
  const { importId, filter, cursor, limit } = ListImportRowsInput.parse(input);
  return onImport(ctx, importId, async (tx) => {
    const found = await tx
      .select()
      .from(importRows)
      .where(
        and(
          eq(importRows.workspaceId, ctx.workspace.id),
          eq(importRows.importId, importId),
          gt(importRows.row, cursor),
          filter === "refused" ? eq(importRows.outcome, "refused") : undefined,
          filter === "remarked"
            ? or(eq(importRows.outcome, "refused"), isNotNull(importRows.problems))
            : undefined,
        ),
      )
      .orderBy(importRows.row)
      .limit(limit + 1);
    const rows: ImportRow[] = found.slice(0, limit).map(({ row, label, outcome, problems, cells }) => ({
      row,
      label,
      outcome,
      problems: problems ?? [],
      cells,
    }));
    return { rows, nextCursor: found.length > limit ? rows.at(-1)!.row : null };
  });
}

/** What an undo left as it was; at most a thousand. */
export async function listKeptThings({ ctx, input }: { ctx: Ctx; input: ImportRef }): Promise<KeptThing[]> {
  const { importId } = ImportRef.parse(input);
  return onImport(ctx, importId, async (tx) => {
    const kept = await tx
      .select({ row: importChanges.row, label: importChanges.label, why: importChanges.undo })
      .from(importChanges)
      .where(
        and(
          eq(importChanges.workspaceId, ctx.workspace.id),
          eq(importChanges.importId, importId),
          isNotNull(importChanges.undo),
          ne(importChanges.undo, "removed"),
          ne(importChanges.undo, "restored"),
        ),
      )
      .orderBy(importChanges.row)
      .limit(1_000);
    return kept.flatMap(({ row, label, why }) => (why ? [{ row, label, why }] : []));
  });
}
