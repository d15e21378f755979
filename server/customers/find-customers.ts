import { and, desc, eq, inArray, isNull } from "drizzle-orm";
import { customers } from "@/db/schema";
import { toFieldConditions } from "@/server/fields";
import { type Ctx, inWorkspace, requirePermission, toPublicId } from "@/server/kernel";
import { matchCustomers } from "./match-customers";
import { FindCustomersInput, type FoundCustomer } from "./schemas";

/**
 * Customers by name, phone, e-mail, Telegram id or shop order number, by name; without a word, the newest. Either
 * narrowed by what the workspace's fields say of them.
 *
 * @throws FieldNotFound     no such field in this workspace
 * @throws FieldValueInvalid what a field is compared with is none of its kind
 */
export async function findCustomers({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: FindCustomersInput;
}): Promise<FoundCustomer[]> {
  requirePermission(ctx, "customer.find");
  const { q, fields, limit } = FindCustomersInput.parse(input);

  return inWorkspace(ctx, async (tx) => {
    const conditions = [isNull(customers.mergedIntoId), ...(await toFieldConditions(tx, ctx, fields))];
    if (q === undefined) {
      const newest = await tx
        .select()
        .from(customers)
        .where(and(eq(customers.workspaceId, ctx.workspace.id), ...conditions))
        // Ids are made in the order of time, and they are the key.
        .orderBy(desc(customers.id))
        .limit(limit);
      return newest.map(toFound);
    }
    const { ids } = await matchCustomers(tx, ctx, q);
    if (ids.length === 0) return [];
    const rows = await tx
      .select()
      .from(customers)
      .where(and(eq(customers.workspaceId, ctx.workspace.id), inArray(customers.id, ids), ...conditions))
      .orderBy(customers.displayName, customers.id)
      .limit(limit);
    return rows.map(toFound);
  });
}

const toFound = (row: typeof customers.$inferSelect): FoundCustomer => ({
  id: toPublicId("customer", row.id),
  name: row.displayName,
  createdAt: row.createdAt.toISOString(),
});
