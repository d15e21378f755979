import { type SQL, sql } from "drizzle-orm";
import { askToSendAgain, retryDelivery } from "@/server/deliveries";
import {
  type Ctx,
  fromPublicId,
  inWorkspace,
  laterLoop,
  recordAudit,
  requirePermission,
  type Transaction,
  wakeAfterCommit,
} from "@/server/kernel";
import { WaitingWorkGone } from "./errors";
import { isFree, isTroubled, laterJobId, type Moments, momentsOf } from "./read-waiting";
import type { WaitingQueue } from "./rules";
import { type RetriedWork, RetryAllWaitingInput, RetryWaitingInput } from "./schemas";

/**
 * Brings one piece of work forward to now; a message that has failed is sent again.
 *
 * @throws WaitingWorkGone      it is being done, or has been done
 * @throws DeliveryNotRetryable a message that has arrived, or whose customer has opted out
 * @throws DeliveryChannelGone  its bot has been disconnected
 */
export async function retryWaiting({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: RetryWaitingInput;
}): Promise<RetriedWork> {
  requirePermission(ctx, "waitingWork.retry");
  const { queue, id } = RetryWaitingInput.parse(input);
  const own = queue === "deliveries" ? fromPublicId("delivery", id) : id;
  if (own === null) throw new WaitingWorkGone();
  return inWorkspace(ctx, async (tx) => {
    const at = momentsOf(ctx.clock.now());
    const count = await bringForward(tx, ctx, queue, at, sql`${ids[queue]} = ${own}`);
    if (count === 0) {
      if (queue !== "deliveries" || !(await isKept(tx, ctx, own))) throw new WaitingWorkGone();
      await retryDelivery({ ctx: { ...ctx, db: tx }, input: { deliveryId: own } });
      return { count: 1 };
    }
    await recordAudit(tx, ctx, { action: "waitingWork.retry", entity: own, after: { queue } });
    return { count };
  });
}

/**
 * Brings all of a queue forward that was tried in vain or is late. Messages that have failed are sent again in the
 * background, as automatic work of the workspace; those that may have arrived are left.
 */
export async function retryAllWaiting({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: RetryAllWaitingInput;
}): Promise<RetriedWork> {
  requirePermission(ctx, "waitingWork.retry");
  const { queue } = RetryAllWaitingInput.parse(input);
  return inWorkspace(ctx, async (tx) => {
    const at = momentsOf(ctx.clock.now());
    let count = await bringForward(tx, ctx, queue, at);
    if (queue === "deliveries") {
      count += await countFailed(tx, ctx);
      await askToSendAgain(tx, ctx);
    }
    await recordAudit(tx, ctx, { action: "waitingWork.retryAll", entity: queue, after: { queue, count } });
    return { count };
  });
}

/** By what a piece of work is named, as text. */
const ids: Readonly<Record<WaitingQueue, SQL>> = {
  deliveries: sql`delivery_id::text`,
  agent: sql`conversation_id::text`,
  later: laterJobId,
  outbox: sql`id::text`,
};
const tables: Readonly<Record<WaitingQueue, SQL>> = {
  deliveries: sql`delivery_queue`,
  agent: sql`agent_jobs`,
  later: sql`later_jobs`,
  outbox: sql`outbox`,
};
const loops: Readonly<Record<WaitingQueue, string>> = {
  deliveries: "dispatcher",
  agent: "agent",
  later: laterLoop,
  outbox: "relay",
};

/** One piece of a queue that nobody has in hand, or all of it that is in trouble. @returns how many */
async function bringForward(
  tx: Transaction,
  ctx: Ctx,
  queue: WaitingQueue,
  at: Moments,
  one?: SQL,
): Promise<number> {
  // What is asked for is in nobody's hand before it begins.
  const isAsked = queue === "later";
  const all = isAsked ? sql`due_at < ${at.lateBefore}` : isTroubled(at);
  const which = one ? sql`${one} and ${isAsked ? sql`true` : isFree(at)}` : all;
  const given = isAsked ? sql`` : sql`, lease_until = null, lease_holder = null`;
  const rows = await tx.execute(sql`
    update ${tables[queue]} set due_at = least(due_at, ${at.now})${given}
    where workspace_id = ${ctx.workspace.id}::uuid and ${which} returning 1`);
  if (rows.length > 0) wakeAfterCommit(tx, loops[queue]);
  return rows.length;
}

async function isKept(tx: Transaction, ctx: Ctx, deliveryId: string): Promise<boolean> {
  const rows = await tx.execute(sql`
    select 1 from deliveries where workspace_id = ${ctx.workspace.id}::uuid and id = ${deliveryId}::uuid`);
  return rows.length > 0;
}

async function countFailed(tx: Transaction, ctx: Ctx): Promise<number> {
  const [row] = await tx.execute<{ count: number }>(sql`
    select count(*)::int as count from deliveries
    where workspace_id = ${ctx.workspace.id}::uuid and state = 'failed'`);
  return row!.count;
}
