import { and, eq, inArray, sql } from "drizzle-orm";
import { customerMerges, customers, type MergeRecord } from "@/db/schema";
import { loadFieldValues, writeFieldValues } from "@/server/fields";
import {
  type Ctx,
  emit,
  inWorkspace,
  recordAudit,
  requirePermission,
  type Transaction,
  toPublicId,
} from "@/server/kernel";
import { CustomerBlocked, MergeNotFound, MergeNotUndoable } from "./errors";
import { type CustomerRow, type MergeRow, moveBack } from "./merge-parts";
import { undoHindrance } from "./rules";
import { UndoMergeInput, type UndoneMerge } from "./schemas";

/**
 * Makes two records of one again: what had moved goes back, and what has come since goes where its chat goes. A chat
 * that an account of the restored one began since, and a conversation begun since in a chat of theirs, are theirs with
 * its notes and tasks; everything else that was written since stays with the kept one, and so does an answer that
 * somebody has changed. What somebody else has proved meanwhile stays theirs and is counted.
 *
 * @throws MergeNotFound    no such merge in this workspace
 * @throws MergeNotUndoable it was undone, is older than thirty days, or a newer merge holds one of the two
 * @throws CustomerBlocked  the kept one was blocked since
 */
export async function undoMerge({ ctx, input }: { ctx: Ctx; input: UndoMergeInput }): Promise<UndoneMerge> {
  requirePermission(ctx, "customer.merge");
  const { mergeId } = UndoMergeInput.parse(input);

  return inWorkspace(ctx, async (tx) => {
    const { merge, kept, merged } = await lockMerge(tx, ctx, mergeId);
    const record = merge.record!;
    const way = { from: kept.id, to: merged.id };
    const identities = await moveBack(tx, ctx, "identities", { ids: record.identities, ...way });
    const addresses = [...new Set([...record.addresses, ...(await chatsOf(tx, ctx, way))])];
    await moveBack(tx, ctx, "addresses", { ids: addresses, ...way });
    const since = await begunSince(tx, ctx, { keptId: kept.id, addresses, known: record.conversations });
    const chats = [...record.conversations, ...since];
    await moveBack(tx, ctx, "conversations", { ids: chats, ...way });
    const proofs = await moveBack(tx, ctx, "orderProofs", { ids: record.orderProofs, ...way });
    await moveBack(tx, ctx, "proofAttempts", { ids: record.proofAttempts, ...way });
    for (const kind of ["notes", "tasks", "ratings"] as const) {
      const ids = [...new Set([...record[kind], ...(await writtenIn(tx, ctx, kind, chats))])];
      await moveBack(tx, ctx, kind, { ids, ...way });
    }
    await forgetAnswers(tx, ctx, kept.id, record);
    await restoreRows(tx, ctx, { kept, merged, record });
    const now = ctx.clock.now();
    await tx
      .update(customerMerges)
      .set({
        undoneAt: now,
        undoneBy: ctx.actor.kind === "member" ? ctx.actor.memberId : null,
        record: null,
      })
      .where(and(eq(customerMerges.workspaceId, ctx.workspace.id), eq(customerMerges.id, mergeId)));
    const notRestored = record.identities.length - identities + (record.orderProofs.length - proofs);
    for (const [entity, other] of [
      [kept.id, { mergedId: merged.id }],
      [merged.id, { keptId: kept.id }],
    ] as const) {
      await recordAudit(tx, ctx, {
        action: "customer.undoMerge",
        entity,
        after: { ...other, conversationsSince: since.length, notRestored },
      });
    }
    await emit(tx, ctx, "customer/merged", { aggregateId: kept.id });
    await emit(tx, ctx, "customer/updated", { aggregateId: merged.id });
    return {
      keptId: toPublicId("customer", kept.id),
      restoredId: toPublicId("customer", merged.id),
      conversationsSince: since.length,
      notRestored,
    };
  });
}

async function lockMerge(
  tx: Transaction,
  ctx: Ctx,
  mergeId: string,
): Promise<{ merge: MergeRow; kept: CustomerRow; merged: CustomerRow }> {
  const mine = and(eq(customerMerges.workspaceId, ctx.workspace.id), eq(customerMerges.id, mergeId));
  const [found] = await tx.select().from(customerMerges).where(mine);
  if (!found) throw new MergeNotFound(toPublicId("customerMerge", mergeId));
  // The records first, as a merge takes them; the merge itself is read again when they are held.
  const rows = await tx
    .select()
    .from(customers)
    .where(
      and(eq(customers.workspaceId, ctx.workspace.id), inArray(customers.id, [found.keptId, found.mergedId])),
    )
    .orderBy(customers.id)
    .for("no key update");
  const [merge] = await tx.select().from(customerMerges).where(mine).for("update");
  const kept = rows.find(({ id }) => id === found.keptId);
  const merged = rows.find(({ id }) => id === found.mergedId);
  if (!merge || !kept || !merged) throw new Error(`Merge ${mergeId} went away under its lock.`);
  const hindrance = undoHindrance({
    ...merge,
    hasRecord: merge.record !== null,
    isCovered: kept.mergedIntoId !== null || merged.mergedIntoId !== kept.id,
    now: ctx.clock.now(),
  });
  if (hindrance) throw new MergeNotUndoable(hindrance);
  if (kept.blockedAt) throw new CustomerBlocked({ customerId: toPublicId("customer", kept.id) });
  return { merge, kept, merged };
}

/** Chats of the identities that have gone back, on whichever bot; some may have begun after the merge. */
async function chatsOf(
  tx: Transaction,
  ctx: Ctx,
  { from, to }: { from: string; to: string },
): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    select a.id from addresses a join identities i on i.workspace_id = a.workspace_id and i.id = a.identity_id
    where a.workspace_id = ${ctx.workspace.id}::uuid and a.customer_id = ${from}::uuid and i.customer_id = ${to}::uuid`);
  return rows.map(({ id }) => id);
}

/** Conversations that began after the merge in the chats that go back. */
async function begunSince(
  tx: Transaction,
  ctx: Ctx,
  { keptId, addresses, known }: { keptId: string; addresses: readonly string[]; known: readonly string[] },
): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    select c.id from conversations c
    where c.workspace_id = ${ctx.workspace.id}::uuid and c.customer_id = ${keptId}::uuid
      and c.address_id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(addresses)}::jsonb))
      and c.id not in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(known)}::jsonb))`);
  return rows.map(({ id }) => id);
}

/** What was written beside these conversations, whenever. */
async function writtenIn(
  tx: Transaction,
  ctx: Ctx,
  kind: "notes" | "tasks" | "ratings",
  conversationIds: readonly string[],
): Promise<string[]> {
  if (conversationIds.length === 0) return [];
  const rows = await tx.execute<{ id: string }>(sql`
    select t.id from ${sql.identifier(kind)} t where t.workspace_id = ${ctx.workspace.id}::uuid
      and t.conversation_id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(conversationIds)}::jsonb))`);
  return rows.map(({ id }) => id);
}

/** What the kept one had learnt from the other, unless somebody has answered otherwise since. */
async function forgetAnswers(tx: Transaction, ctx: Ctx, keptId: string, record: MergeRecord): Promise<void> {
  const now = await loadFieldValues(tx, ctx, [keptId]);
  const learnt = record.fields.filter(({ fieldId, value }) =>
    now.some((one) => one.fieldId === fieldId && one.value === value),
  );
  await writeFieldValues(
    tx,
    ctx,
    learnt.map(({ fieldId }) => ({ customerId: keptId, fieldId, value: null, key: null })),
  );
}

async function restoreRows(
  tx: Transaction,
  ctx: Ctx,
  { kept, merged, record }: { kept: CustomerRow; merged: CustomerRow; record: MergeRecord },
): Promise<void> {
  const own = eq(customers.workspaceId, ctx.workspace.id);
  const before = record.kept;
  const isTheirs = (mine: unknown, learnt: unknown) => String(mine) === String(learnt);
  await tx
    .update(customers)
    .set({
      // What has changed since is the kept one's own.
      ...(before.languageHint === null && isTheirs(kept.languageHint, merged.languageHint)
        ? { languageHint: null }
        : {}),
      ...(before.optedOutAt === null && isTheirs(kept.optedOutAt, merged.optedOutAt)
        ? { optedOutAt: null }
        : {}),
    })
    .where(and(own, eq(customers.id, kept.id)));
  await tx
    .update(customers)
    .set({ mergedIntoId: null })
    .where(and(own, eq(customers.id, merged.id)));
}
