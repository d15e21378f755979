import {
  FieldNotFound,
  FieldValueInvalid,
  loadFields,
  loadFieldValues,
  readFieldValue,
  writeFieldValues,
} from "@/server/fields";
import { type Ctx, emit, inWorkspace, recordAudit, requirePermission, toPublicId } from "@/server/kernel";
import { lockCustomerOrThrow } from "./internal";
import { type CustomerFieldValues, SetCustomerFieldInput } from "./schemas";

/**
 * Writes down what is known of a customer, or forgets it.
 *
 * @throws CustomerNotFound  no such customer in this workspace
 * @throws FieldNotFound     no such field in this workspace, or one that is archived
 * @throws FieldValueInvalid what was given is none of the field's kind
 */
export async function setCustomerField({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: SetCustomerFieldInput;
}): Promise<CustomerFieldValues> {
  requirePermission(ctx, "customer.setField");
  const { customerId: asked, fieldId, value: given } = SetCustomerFieldInput.parse(input);

  return inWorkspace(ctx, async (tx) => {
    const { id: customerId } = await lockCustomerOrThrow(tx, ctx, asked);
    const field = (await loadFields(tx, ctx)).find(({ id, archivedAt }) => id === fieldId && !archivedAt);
    if (!field) throw new FieldNotFound(toPublicId("customerField", fieldId));
    const read = readFieldValue(field, given ?? "");
    if (read && "problem" in read) throw new FieldValueInvalid(read.problem);
    const known = await loadFieldValues(tx, ctx, [customerId]);
    const before = known.find((one) => one.fieldId === fieldId)?.value ?? null;
    const value = read?.value ?? null;
    if (before !== value) {
      await writeFieldValues(tx, ctx, [{ customerId, fieldId, value, key: read?.key ?? null }]);
      await recordAudit(tx, ctx, {
        action: "customer.setField",
        entity: customerId,
        before: { fieldId: null, value: before },
        after: { fieldId, value },
      });
      await emit(tx, ctx, "customer/updated", { aggregateId: customerId });
    }
    return toFieldValues(await loadFieldValues(tx, ctx, [customerId]));
  });
}

/** What is known of one customer, as it is shown. */
export const toFieldValues = (rows: readonly { fieldId: string; value: string }[]): CustomerFieldValues =>
  rows.map(({ fieldId, value }) => ({ fieldId: toPublicId("customerField", fieldId), value }));
