import { and, asc, eq, gt, ne, sql } from "drizzle-orm";
import { conversations } from "@/db/schema";
import { lockConversations } from "@/server/conversations";
import {
  type Ctx,
  type EventRule,
  emit,
  inWorkspace,
  type LaterHandler,
  openSystemContext,
  requirePermission,
} from "@/server/kernel";

export const recountJob = "service-levels/recount";

/** So many are counted in one transaction: customers who write meanwhile wait for no more than these. */
const batchSize = 200;
/** After so long it lets others of the loop have their turn, and goes on. */
const turnMs = 20_000;
const settleMs = 5_000;

/** Opening hours and the zone are of the workspace's settings, which know nothing of clocks. */
export const serviceLevelRules: readonly EventRule[] = [
  {
    events: ["workspace/updated"],
    jobs: ({ workspaceId, occurredAt }) => [{ kind: recountJob, subject: workspaceId, dueAt: occurredAt }],
  },
];

/**
 * Counts the clocks of open conversations anew that go by other targets, hours or another zone than the workspace has
 * now. Each carries by what it was counted, so that a run that was killed is taken up where it stood, and one too many
 * does nothing.
 */
export const recountClocks: LaterHandler = async ({ workspaceId }) => {
  const ctx = await openSystemContext(workspaceId, { kind: "system", name: recountJob });
  requirePermission(ctx, "serviceLevel.recount");
  const startedAt = performance.now();
  let last: string | null = null;
  let counted = 0;
  do {
    const batch: Batch = await recountBatch(ctx, last);
    last = batch.last;
    counted += batch.counted;
    if (last !== null && performance.now() - startedAt > turnMs) return { againAt: ctx.clock.now() };
  } while (last !== null);
  if (counted === 0) return undefined;
  await inWorkspace(ctx, (tx) => emit(tx, ctx, "serviceLevel/recounted", { aggregateId: workspaceId }));
  // Once more: what was being written when the targets changed may have gone by the old ones.
  return { againAt: new Date(ctx.clock.now().getTime() + settleMs) };
};

type Batch = { last: string | null; counted: number };

/** Those after an id; null as `last` at the end. */
async function recountBatch(ctx: Ctx, after: string | null): Promise<Batch> {
  const w = ctx.workspace.id;
  return inWorkspace(ctx, async (tx) => {
    const isStale = sql`${conversations.clocksBasis} is distinct from clocks_basis_of(${w}::uuid)`;
    const stale = await tx
      .select({ id: conversations.id })
      .from(conversations)
      .where(
        and(
          eq(conversations.workspaceId, w),
          ne(conversations.status, "closed"),
          after ? gt(conversations.id, after) : undefined,
          isStale,
        ),
      )
      .orderBy(asc(conversations.id))
      .limit(batchSize);
    if (stale.length === 0) return { last: null, counted: 0 };
    const ids = sql`any(${`{${stale.map(({ id }) => id).join(",")}}`}::uuid[])`;
    // In the order in which intake takes them; who was counted meanwhile is left out.
    const locked = await lockConversations(tx, ctx, sql`${conversations.id} = ${ids} and ${isStale}`);
    await tx.execute(sql`
      update conversations set clocks_basis = clocks_basis_of(${w}::uuid), version = version + 1
      where workspace_id = ${w}::uuid and id = any(${`{${locked.join(",")}}`}::uuid[])`);
    return { last: stale.length < batchSize ? null : stale.at(-1)!.id, counted: locked.length };
  });
}
