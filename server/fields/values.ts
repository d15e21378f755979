import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { customerFieldValues } from "@/db/schema";
import { type Ctx, type Transaction, toPublicId } from "@/server/kernel";
import { FieldNotFound, FieldValueInvalid } from "./errors";
import { type FieldRow, loadFields } from "./internal";
import { readFieldValue, toFieldKey } from "./rules";
import type { FieldFilter } from "./schemas";

/** What is to be known of a customer from now on; null forgets it. */
export type FieldAnswer = { customerId: string; fieldId: string; value: string | null; key: string | null };

/** What is known of these customers, archived fields too. Joins the caller's transaction and checks no permission. */
export function loadFieldValues(
  tx: Transaction,
  ctx: Ctx,
  customerIds: readonly string[],
): Promise<{ customerId: string; fieldId: string; value: string; key: string }[]> {
  return tx
    .select({
      customerId: customerFieldValues.customerId,
      fieldId: customerFieldValues.fieldId,
      value: customerFieldValues.value,
      key: customerFieldValues.valueKey,
    })
    .from(customerFieldValues)
    .where(
      and(
        eq(customerFieldValues.workspaceId, ctx.workspace.id),
        inArray(customerFieldValues.customerId, [...customerIds]),
      ),
    )
    .orderBy(customerFieldValues.customerId, customerFieldValues.fieldId);
}

/** Writes what is known, in one statement for all of it. Joins the caller's transaction and checks no permission. */
export async function writeFieldValues(
  tx: Transaction,
  ctx: Ctx,
  answers: readonly FieldAnswer[],
): Promise<void> {
  const told = answers.filter(({ value }) => value !== null);
  const forgotten = answers.filter(({ value }) => value === null);
  const workspaceId = ctx.workspace.id;
  if (told.length > 0) {
    await tx.execute(sql`
      insert into customer_field_values (workspace_id, customer_id, field_id, value, value_key, updated_at)
      select ${workspaceId}::uuid, r."customerId", r."fieldId", r.value, r.key, ${ctx.clock.now().toISOString()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(told)}::jsonb)
        as r("customerId" uuid, "fieldId" uuid, value text, key text)
      on conflict (workspace_id, customer_id, field_id)
        do update set value = excluded.value, value_key = excluded.value_key, updated_at = excluded.updated_at`);
  }
  if (forgotten.length > 0) {
    await tx.execute(sql`
      delete from customer_field_values v
      using jsonb_to_recordset(${JSON.stringify(forgotten)}::jsonb) as r("customerId" uuid, "fieldId" uuid)
      where v.workspace_id = ${workspaceId}::uuid and v.customer_id = r."customerId" and v.field_id = r."fieldId"`);
  }
}

/**
 * What a customer's list is narrowed to, as conditions on `customers.id`. Joins the caller's transaction.
 *
 * @throws FieldNotFound     no such field in this workspace
 * @throws FieldValueInvalid what it is compared with is none of its kind
 */
export async function toFieldConditions(
  tx: Transaction,
  ctx: Ctx,
  filters: readonly FieldFilter[],
): Promise<SQL[]> {
  if (filters.length === 0) return [];
  const fields = new Map((await loadFields(tx, ctx)).map((field) => [field.id, field]));
  return filters.map((filter) => {
    const field = fields.get(filter.fieldId);
    if (!field) throw new FieldNotFound(toPublicId("customerField", filter.fieldId));
    return sql`customers.id in (select v.customer_id from customer_field_values v
      where v.workspace_id = ${ctx.workspace.id}::uuid and v.field_id = ${field.id}::uuid and ${toCondition(field, filter)})`;
  });
}

function toCondition(field: FieldRow, { is, from, to }: FieldFilter): SQL {
  if (is !== undefined && field.kind === "text") return sql`strpos(v.value_key, ${toFieldKey(is)}) > 0`;
  if (is !== undefined) return sql`v.value_key = ${keyOf(field, is)}`;
  const [low, high] = [from && keyOf(field, from), to && keyOf(field, to)];
  if (field.kind === "number") {
    return sql`v.value::numeric between ${low ?? "-Infinity"}::numeric and ${high ?? "Infinity"}::numeric`;
  }
  // Days are compared as they are written, `2026-11-20`.
  return sql`v.value_key between ${low ?? ""} and ${high ?? "~"}`;
}

function keyOf(field: FieldRow, given: string): string {
  const read = readFieldValue(field, given);
  if (!read || "problem" in read) throw new FieldValueInvalid(read?.problem ?? "tooLong");
  return read.key;
}
