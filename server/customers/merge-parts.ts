import { and, eq, inArray, sql } from "drizzle-orm";
import type { customerMerges } from "@/db/schema";
import { customers } from "@/db/schema";
import { type Ctx, type Transaction, toPublicId } from "@/server/kernel";
import { CustomerBlocked, CustomerMerged, CustomerNotFound, MergeWithSelf } from "./errors";
import type { CustomerBelongings } from "./schemas";

export type CustomerRow = typeof customers.$inferSelect;
export type MergeRow = typeof customerMerges.$inferSelect;

/**
 * The two records, held until the commit in one order, so that two merges of the same ones come one after the other.
 *
 * @throws MergeWithSelf    one record twice
 * @throws CustomerNotFound one of them is no customer of this workspace
 * @throws CustomerMerged   one of them has gone into another record
 * @throws CustomerBlocked  one of them is blocked
 */
export async function lockPair(
  tx: Transaction,
  ctx: Ctx,
  { keptId, mergedId }: { keptId: string; mergedId: string },
): Promise<{ kept: CustomerRow; merged: CustomerRow }> {
  if (keptId === mergedId) throw new MergeWithSelf();
  const rows = await tx
    .select()
    .from(customers)
    .where(and(eq(customers.workspaceId, ctx.workspace.id), inArray(customers.id, [keptId, mergedId])))
    .orderBy(customers.id)
    .for("no key update");
  const byId = (id: string): CustomerRow => {
    const row = rows.find((one) => one.id === id);
    if (!row) throw new CustomerNotFound(toPublicId("customer", id));
    if (row.mergedIntoId) {
      throw new CustomerMerged({
        customerId: toPublicId("customer", id),
        keptId: toPublicId("customer", row.mergedIntoId),
      });
    }
    if (row.blockedAt) throw new CustomerBlocked({ customerId: toPublicId("customer", id) });
    return row;
  };
  return { kept: byId(keptId), merged: byId(mergedId) };
}

/** Tables whose rows are a customer's, under the word of `MergeRecord`. */
export const movedTables = {
  identities: "identities",
  addresses: "addresses",
  conversations: "conversations",
  notes: "notes",
  tasks: "tasks",
  ratings: "ratings",
  orderProofs: "order_proofs",
  proofAttempts: "proof_attempts",
} as const;
export type MovedKind = keyof typeof movedTables;

/** Gives all rows of one customer to another, and says which they were. */
export async function moveAll(
  tx: Transaction,
  ctx: Ctx,
  kind: MovedKind,
  { from, to }: { from: string; to: string },
): Promise<string[]> {
  // What both have proved stays the proof of each.
  const isNotTheirs =
    kind === "orderProofs"
      ? sql`and not exists (select 1 from order_proofs k where k.workspace_id = t.workspace_id
          and k.customer_id = ${to}::uuid and k.shop_order_id = t.shop_order_id)`
      : sql``;
  const moved = await tx.execute<{ id: string }>(sql`
    update ${sql.identifier(movedTables[kind])} t set customer_id = ${to}::uuid
    where t.workspace_id = ${ctx.workspace.id}::uuid and t.customer_id = ${from}::uuid ${isNotTheirs}
    returning t.id`);
  return moved.map(({ id }) => id);
}

/** Gives these rows back, those that are still where the merge put them. Returns how many. */
export async function moveBack(
  tx: Transaction,
  ctx: Ctx,
  kind: MovedKind,
  { ids, from, to }: { ids: readonly string[]; from: string; to: string },
): Promise<number> {
  if (ids.length === 0) return 0;
  const moved = await tx.execute<{ id: string }>(sql`
    update ${sql.identifier(movedTables[kind])} t set customer_id = ${to}::uuid
    where t.workspace_id = ${ctx.workspace.id}::uuid and t.customer_id = ${from}::uuid
      and t.id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))
    returning t.id`);
  return moved.length;
}

/** How much belongs to a customer. */
export async function countBelongings(
  tx: Transaction,
  ctx: Ctx,
  customerId: string,
): Promise<CustomerBelongings> {
  const count = (table: (typeof movedTables)[MovedKind], more = sql``) =>
    sql`(select count(*)::int from ${sql.identifier(table)} t
      where t.workspace_id = ${ctx.workspace.id}::uuid and t.customer_id = ${customerId}::uuid ${more})`;
  const [row] = await tx.execute<CustomerBelongings>(sql`
    select ${count("identities")} as identities, ${count("conversations")} as conversations,
      ${count("notes", sql`and t.deleted_at is null`)} as notes,
      ${count("tasks", sql`and t.deleted_at is null`)} as tasks, ${count("order_proofs")} as orders`);
  if (!row) throw new Error("A count came back without a row.");
  return row;
}
