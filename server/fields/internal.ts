import { and, asc, eq, sql } from "drizzle-orm";
import { customerFields, type FieldChoice } from "@/db/schema";
import { type Ctx, databaseErrorCode, newId, type Transaction, toPublicId } from "@/server/kernel";
import { FieldChoicesInvalid, FieldNameTaken, FieldNotFound } from "./errors";
import { maxChoices, toFieldKey } from "./rules";
import type { CustomerField } from "./schemas";

export type FieldRow = typeof customerFields.$inferSelect;

/** Whoever changes the fields of a workspace waits for whoever does: their number and order are one thing. */
export async function lockFields(tx: Transaction, ctx: Ctx): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtext('customer_fields'), hashtext(${ctx.workspace.id}))`,
  );
}

/** @throws FieldNotFound no such field in this workspace */
export async function lockFieldOrThrow(tx: Transaction, ctx: Ctx, fieldId: string): Promise<FieldRow> {
  await lockFields(tx, ctx);
  const [row] = await tx
    .select()
    .from(customerFields)
    .where(and(eq(customerFields.workspaceId, ctx.workspace.id), eq(customerFields.id, fieldId)))
    .for("update");
  if (!row) throw new FieldNotFound(toPublicId("customerField", fieldId));
  return row;
}

/** Every field, in the order of the card. Joins the caller's transaction and checks no permission. */
export function loadFields(tx: Transaction, ctx: Ctx): Promise<FieldRow[]> {
  return tx
    .select()
    .from(customerFields)
    .where(eq(customerFields.workspaceId, ctx.workspace.id))
    .orderBy(asc(customerFields.position), asc(customerFields.id));
}

/**
 * The choices as they will stand: those named keep their ids, new ones get one, and those left out are archived, because
 * customers may hold them.
 *
 * @throws FieldChoicesInvalid none, two of one name, or too many
 */
export function toChoices(
  wanted: readonly { id?: string | undefined; label: string }[],
  before: readonly FieldChoice[],
): FieldChoice[] {
  const kept = wanted.map(({ id, label }) => ({
    id: before.some((one) => one.id === id) && id ? id : newId(),
    label,
  }));
  const gone = before
    .filter(({ id }) => !kept.some((one) => one.id === id))
    .map(({ id, label }) => ({ id, label, isArchived: true }));
  const names = new Set(kept.map(({ label }) => toFieldKey(label)));
  const ids = new Set(kept.map(({ id }) => id));
  const all = [...kept, ...gone];
  if (kept.length === 0 || names.size < kept.length || ids.size < kept.length || all.length > maxChoices)
    throw new FieldChoicesInvalid(maxChoices);
  return all;
}

/** A unique name that was taken meanwhile, as an error of ours. */
export function asNameTaken(error: unknown, name: string): never {
  if (databaseErrorCode(error) === "23505") throw new FieldNameTaken(name);
  throw error;
}

export const toField = (row: FieldRow): CustomerField => ({
  id: toPublicId("customerField", row.id),
  name: row.name,
  kind: row.kind,
  choices: row.choices.map(({ id, label, isArchived = false }) => ({ id, label, isArchived })),
  isArchived: row.archivedAt !== null,
});
