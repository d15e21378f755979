import { and, eq, inArray } from "drizzle-orm";
import { customerFigures, customers } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission, toPublicId } from "@/server/kernel";
import { CustomerReport, GetFiguresInput } from "./schemas";

/** Who wrote most in the span, and how many customers of each week came back; as of the last count. */
export async function getCustomerReport({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: GetFiguresInput;
}): Promise<CustomerReport> {
  requirePermission(ctx, "figures.read");
  requirePermission(ctx, "customer.find");
  const { days } = GetFiguresInput.parse(input);
  const { id } = ctx.workspace;

  return inWorkspace(ctx, async (tx) => {
    const [row] = await tx.select().from(customerFigures).where(eq(customerFigures.workspaceId, id));
    if (!row) return { countedAt: null, busiest: [], cohorts: [] };
    const busiest = row.busiest[String(days)] ?? [];
    const ids = busiest.map(({ customerId }) => customerId);
    const named = ids.length
      ? await tx
          .select({ id: customers.id, name: customers.displayName })
          .from(customers)
          .where(and(eq(customers.workspaceId, id), inArray(customers.id, ids)))
      : [];
    const names = new Map(named.map((customer) => [customer.id, customer.name]));
    return CustomerReport.parse({
      countedAt: row.countedAt.toISOString(),
      busiest: busiest
        .filter(({ customerId }) => names.has(customerId))
        .map(({ customerId, messages }) => ({
          customerId: toPublicId("customer", customerId),
          name: names.get(customerId),
          messages,
        })),
      cohorts: row.cohorts,
    });
  });
}
