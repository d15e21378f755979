import { and, desc, eq, isNull } from "drizzle-orm";
import { customerMerges, customers, members } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission, toPublicId } from "@/server/kernel";
import { getCustomerOrThrow } from "./internal";
import type { MergeRow } from "./merge-parts";
import { undoableUntil, undoHindrance } from "./rules";
import { type CustomerMerge, CustomerRef } from "./schemas";

/** So many of a customer's merges are shown, the newest. */
const mergeLimit = 20;

/**
 * The records that have gone into a customer and were not taken out again, the newest first.
 *
 * @throws CustomerNotFound no such customer in this workspace
 */
export async function listMerges({ ctx, input }: { ctx: Ctx; input: CustomerRef }): Promise<CustomerMerge[]> {
  requirePermission(ctx, "customer.get");
  const { customerId } = CustomerRef.parse(input);
  return inWorkspace(ctx, async (tx) => {
    const { id } = await getCustomerOrThrow(tx, ctx, customerId);
    const workspaceId = ctx.workspace.id;
    const rows = await tx
      .select({ merge: customerMerges, merged: customers, by: members.displayName })
      .from(customerMerges)
      .innerJoin(
        customers,
        and(eq(customers.workspaceId, workspaceId), eq(customers.id, customerMerges.mergedId)),
      )
      .leftJoin(members, and(eq(members.workspaceId, workspaceId), eq(members.id, customerMerges.mergedBy)))
      .where(
        and(
          eq(customerMerges.workspaceId, workspaceId),
          eq(customerMerges.keptId, id),
          isNull(customerMerges.undoneAt),
        ),
      )
      .orderBy(desc(customerMerges.id))
      .limit(mergeLimit);
    const now = ctx.clock.now();
    return rows.map(({ merge, merged, by }) =>
      toMerge(merge, {
        names: { merged: merged.displayName, by },
        isCovered: merged.mergedIntoId !== id,
        now,
      }),
    );
  });
}

export function toMerge(
  row: MergeRow,
  { names, isCovered, now }: { names: { merged: string; by: string | null }; isCovered: boolean; now: Date },
): CustomerMerge {
  const hindrance = undoHindrance({ ...row, hasRecord: row.record !== null, isCovered, now });
  return {
    id: toPublicId("customerMerge", row.id),
    keptId: toPublicId("customer", row.keptId),
    merged: { id: toPublicId("customer", row.mergedId), name: names.merged },
    by: names.by,
    at: row.mergedAt.toISOString(),
    undoableUntil: hindrance ? null : undoableUntil(row.mergedAt).toISOString(),
  };
}
