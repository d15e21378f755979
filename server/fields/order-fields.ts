import { and, eq } from "drizzle-orm";
import { customerFields } from "@/db/schema";
import { type Ctx, emit, inWorkspace, recordAudit, requirePermission, toPublicId } from "@/server/kernel";
import { FieldNotFound } from "./errors";
import { loadFields, lockFields, toField } from "./internal";
import { type CustomerField, OrderFieldsInput } from "./schemas";

/**
 * Puts the fields into this order on the card; what is not named follows in the order it had.
 *
 * @throws FieldNotFound one of them is no field of this workspace
 */
export async function orderFields({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: OrderFieldsInput;
}): Promise<CustomerField[]> {
  requirePermission(ctx, "field.manage");
  const { fieldIds } = OrderFieldsInput.parse(input);

  return inWorkspace(ctx, async (tx) => {
    await lockFields(tx, ctx);
    const before = await loadFields(tx, ctx);
    const byId = new Map(before.map((row) => [row.id, row]));
    const unknown = fieldIds.find((id) => !byId.has(id));
    if (unknown) throw new FieldNotFound(toPublicId("customerField", unknown));
    const order = [...new Set([...fieldIds, ...before.map(({ id }) => id)])];
    for (const [position, id] of order.entries()) {
      if (byId.get(id)?.position === position) continue;
      await tx
        .update(customerFields)
        .set({ position })
        .where(and(eq(customerFields.workspaceId, ctx.workspace.id), eq(customerFields.id, id)));
    }
    await recordAudit(tx, ctx, {
      action: "field.order",
      entity: ctx.workspace.id,
      before: { order: before.map(({ id }) => id) },
      after: { order },
    });
    await emit(tx, ctx, "field/updated", { aggregateId: order[0]! });
    return (await loadFields(tx, ctx)).map(toField);
  });
}
