import { and, eq, inArray } from "drizzle-orm";
import { customers } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission, toPublicId } from "@/server/kernel";
import { matchCustomers } from "./match-customers";
import { FindCustomersInput, type FoundCustomer } from "./schemas";

/** Customers by name, phone, e-mail, Telegram id or shop order number, by name. */
export async function findCustomers({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: FindCustomersInput;
}): Promise<FoundCustomer[]> {
  requirePermission(ctx, "customer.find");
  const { q, limit } = FindCustomersInput.parse(input);

  return inWorkspace(ctx, async (tx) => {
    const ids = await matchCustomers(tx, ctx, q);
    if (ids.length === 0) return [];
    const rows = await tx
      .select()
      .from(customers)
      .where(and(eq(customers.workspaceId, ctx.workspace.id), inArray(customers.id, ids)))
      .orderBy(customers.displayName, customers.id)
      .limit(limit);
    return rows.map((row) => ({
      id: toPublicId("customer", row.id),
      name: row.displayName,
      createdAt: row.createdAt.toISOString(),
    }));
  });
}
