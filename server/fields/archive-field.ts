import { and, eq } from "drizzle-orm";
import { customerFields } from "@/db/schema";
import { type Ctx, emit, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { lockFieldOrThrow, toField } from "./internal";
import { ArchiveFieldInput, type CustomerField } from "./schemas";

/**
 * Asks for a field no more, or again. What was answered is kept and comes back with it.
 *
 * @throws FieldNotFound no such field in this workspace
 */
export async function archiveField({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: ArchiveFieldInput;
}): Promise<CustomerField> {
  requirePermission(ctx, "field.manage");
  const { fieldId, isArchived } = ArchiveFieldInput.parse(input);

  return inWorkspace(ctx, async (tx) => {
    const before = await lockFieldOrThrow(tx, ctx, fieldId);
    const archivedAt = isArchived ? (before.archivedAt ?? ctx.clock.now()) : null;
    const [after] = await tx
      .update(customerFields)
      .set({ archivedAt, updatedAt: ctx.clock.now() })
      .where(and(eq(customerFields.workspaceId, ctx.workspace.id), eq(customerFields.id, fieldId)))
      .returning();
    if (!after) throw new Error(`Field ${fieldId} went away under its lock.`);
    await recordAudit(tx, ctx, {
      action: isArchived ? "field.archive" : "field.restore",
      entity: fieldId,
      before: { archivedAt: before.archivedAt },
      after: { archivedAt },
    });
    await emit(tx, ctx, "field/updated", { aggregateId: fieldId });
    return toField(after);
  });
}
