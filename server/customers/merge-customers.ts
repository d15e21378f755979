import { and, eq } from "drizzle-orm";
import { customerMerges, customers, type MergeRecord } from "@/db/schema";
import { loadFieldValues, writeFieldValues } from "@/server/fields";
import {
  type Ctx,
  emit,
  inWorkspace,
  newId,
  recordAudit,
  requirePermission,
  runLater,
  type Transaction,
} from "@/server/kernel";
import { toMerge } from "./list-merges";
import { type CustomerRow, lockPair, moveAll } from "./merge-parts";
import { mergeFields, undoableUntil } from "./rules";
import { type CustomerMerge, MergeCustomersInput } from "./schemas";

/** Forgets what a merge would need to be undone, when it can be no more. */
export const forgetMergeJob = "customers/forget-merge";

/**
 * Makes two records of one person one: identities, chats, conversations, notes, tasks, proofs and answers of `mergedId`
 * become those of `keptId`, in one transaction. The kept one's name and answers stand; what it does not know it learns.
 * The other's address leads to the kept one, and what its chats write goes to that one. It can be undone for thirty days.
 *
 * @throws MergeWithSelf    one record twice
 * @throws CustomerNotFound one of them is no customer of this workspace
 * @throws CustomerMerged   one of them has gone into another record, perhaps at this moment
 * @throws CustomerBlocked  one of them is blocked
 */
export async function mergeCustomers({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: MergeCustomersInput;
}): Promise<CustomerMerge> {
  requirePermission(ctx, "customer.merge");
  const pair = MergeCustomersInput.parse(input);

  return inWorkspace(ctx, async (tx) => {
    const { kept, merged } = await lockPair(tx, ctx, pair);
    const record = await moveEverything(tx, ctx, kept, merged);
    const now = ctx.clock.now();
    const [row] = await tx
      .insert(customerMerges)
      .values({
        workspaceId: ctx.workspace.id,
        id: newId(),
        ...pair,
        mergedBy: ctx.actor.kind === "member" ? ctx.actor.memberId : null,
        mergedAt: now,
        record,
      })
      .returning();
    if (!row) throw new Error("A merge just written is not there.");
    await runLater(tx, {
      workspaceId: ctx.workspace.id,
      kind: forgetMergeJob,
      subject: row.id,
      dueAt: undoableUntil(now),
    });
    const counts = Object.fromEntries(
      Object.entries(record).flatMap(([kind, ids]) => (Array.isArray(ids) ? [[kind, ids.length]] : [])),
    );
    await recordAudit(tx, ctx, {
      action: "customer.merge",
      entity: kept.id,
      after: { mergedId: merged.id, ...counts },
    });
    await recordAudit(tx, ctx, {
      action: "customer.mergeInto",
      entity: merged.id,
      after: { keptId: kept.id },
    });
    await emit(tx, ctx, "customer/merged", { aggregateId: kept.id });
    await emit(tx, ctx, "customer/updated", { aggregateId: merged.id });
    return toMerge(row, {
      names: { merged: merged.displayName, by: memberName(ctx) },
      isCovered: false,
      now,
    });
  });
}

const memberName = (ctx: Ctx): string | null => (ctx.actor.kind === "member" ? ctx.actor.displayName : null);

async function moveEverything(
  tx: Transaction,
  ctx: Ctx,
  kept: CustomerRow,
  merged: CustomerRow,
): Promise<MergeRecord> {
  const way = { from: merged.id, to: kept.id };
  // Identities and addresses first: a message that begins a conversation at this moment waits for them and finds the
  // kept one, or has begun it by the time that conversations move.
  const identities = await moveAll(tx, ctx, "identities", way);
  const addresses = await moveAll(tx, ctx, "addresses", way);
  const record = {
    identities,
    addresses,
    conversations: await moveAll(tx, ctx, "conversations", way),
    notes: await moveAll(tx, ctx, "notes", way),
    tasks: await moveAll(tx, ctx, "tasks", way),
    ratings: await moveAll(tx, ctx, "ratings", way),
    orderProofs: await moveAll(tx, ctx, "orderProofs", way),
    proofAttempts: await moveAll(tx, ctx, "proofAttempts", way),
  };
  const fields = await learnAnswers(tx, ctx, kept, merged);
  const changed = {
    languageHint: kept.languageHint ?? merged.languageHint,
    // Whoever wants no automatic messages in one chat is sent none in the other.
    optedOutAt: kept.optedOutAt ?? merged.optedOutAt,
  };
  const own = eq(customers.workspaceId, ctx.workspace.id);
  await tx
    .update(customers)
    .set(changed)
    .where(and(own, eq(customers.id, kept.id)));
  // Whatever had gone into the merged one is one step further now; its own address still leads there.
  await tx
    .update(customers)
    .set({ mergedIntoId: kept.id })
    .where(and(own, eq(customers.id, merged.id)));
  return {
    ...record,
    fields,
    kept: { languageHint: kept.languageHint, optedOutAt: kept.optedOutAt?.toISOString() ?? null },
  };
}

async function learnAnswers(tx: Transaction, ctx: Ctx, kept: CustomerRow, merged: CustomerRow) {
  const known = await loadFieldValues(tx, ctx, [kept.id, merged.id]);
  const of = (id: string) => known.filter(({ customerId }) => customerId === id);
  const learnt = mergeFields(of(kept.id), of(merged.id)).flatMap(({ fieldId, wins }) =>
    wins === "merged" ? of(merged.id).filter((one) => one.fieldId === fieldId) : [],
  );
  await writeFieldValues(
    tx,
    ctx,
    learnt.map((one) => ({ ...one, customerId: kept.id })),
  );
  return learnt.map(({ fieldId, value }) => ({ fieldId, value }));
}
