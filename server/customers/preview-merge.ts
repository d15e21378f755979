import { and, eq } from "drizzle-orm";
import { identities } from "@/db/schema";
import { loadFieldValues } from "@/server/fields";
import { type Ctx, inWorkspace, requirePermission, type Transaction, toPublicId } from "@/server/kernel";
import { toIdentity } from "./internal";
import { type CustomerRow, countBelongings, lockPair } from "./merge-parts";
import { mergeFields } from "./rules";
import { MergeCustomersInput, type MergePreview } from "./schemas";

/**
 * What would become of two records that are made one; changes nothing.
 *
 * @throws MergeWithSelf, CustomerNotFound, CustomerMerged, CustomerBlocked as the merge itself would
 */
export async function previewMerge({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: MergeCustomersInput;
}): Promise<MergePreview> {
  requirePermission(ctx, "customer.merge");
  const pair = MergeCustomersInput.parse(input);
  return inWorkspace(ctx, async (tx) => {
    const { kept, merged } = await lockPair(tx, ctx, pair);
    const known = await loadFieldValues(tx, ctx, [kept.id, merged.id]);
    const of = ({ id }: CustomerRow) => known.filter(({ customerId }) => customerId === id);
    return {
      kept: await toSide(tx, ctx, kept),
      merged: await toSide(tx, ctx, merged),
      fields: mergeFields(of(kept), of(merged)).map((one) => ({
        ...one,
        fieldId: toPublicId("customerField", one.fieldId),
      })),
    };
  });
}

async function toSide(tx: Transaction, ctx: Ctx, row: CustomerRow): Promise<MergePreview["kept"]> {
  const own = await tx
    .select()
    .from(identities)
    .where(and(eq(identities.workspaceId, ctx.workspace.id), eq(identities.customerId, row.id)))
    .orderBy(identities.createdAt, identities.id);
  return {
    id: toPublicId("customer", row.id),
    name: row.displayName,
    createdAt: row.createdAt.toISOString(),
    isOptedOut: row.optedOutAt !== null,
    identities: own.map(toIdentity),
    has: await countBelongings(tx, ctx, row.id),
  };
}
