import { and, eq } from "drizzle-orm";
import { conversations, customers } from "@/db/schema";
import {
  type Ctx,
  emit,
  inWorkspace,
  type LaterHandler,
  openSystemContext,
  requirePermission,
  type Transaction,
  toPublicId,
} from "@/server/kernel";
import { notify } from "@/server/notifications";

export const nearJob = "service-levels/near";

/**
 * Says once of each clock that it is near, when that moment has come: asked for by the trigger that keeps the clocks.
 * One that was met, put off or given more time meanwhile is not told; it is looked at again when it may be near next.
 */
export const tellNear: LaterHandler = async ({ workspaceId, subject }) => {
  const ctx = await openSystemContext(workspaceId, { kind: "system", name: nearJob });
  requirePermission(ctx, "serviceLevel.tell");
  return inWorkspace(ctx, async (tx) => {
    const mine = and(eq(conversations.workspaceId, workspaceId), eq(conversations.id, subject));
    const [row] = await tx.select().from(conversations).where(mine).for("no key update");
    // While it stands nothing is near; the trigger asks again when it runs on.
    if (!row || row.dueAt === null) return undefined;
    const now = ctx.clock.now();
    const untold = untoldClocks(row);
    const near = untold.filter(({ nearAt }) => nearAt <= now);
    if (near.length > 0) {
      await tx
        .update(conversations)
        .set(Object.assign({}, ...near.map(({ told }) => told(now))))
        .where(mine);
      for (const clock of near) await tell(tx, ctx, row, clock);
      await emit(tx, ctx, "conversation/near", { aggregateId: row.id, version: row.version });
    }
    const next = untold.filter(({ nearAt }) => nearAt > now).map(({ nearAt }) => nearAt.getTime());
    return next.length === 0 ? undefined : { againAt: new Date(Math.min(...next)) };
  });
};

type Row = typeof conversations.$inferSelect;
type Near = { key: string; nearAt: Date; dueAt: Date; told: (now: Date) => Partial<Row> };

/** The clocks of which nobody has been told: of the wait that is on, and of the close. */
function untoldClocks(row: Row): Near[] {
  const { waitingSince, answerNearAt, answerDueAt, answerToldFor, closeNearAt, closeDueAt, closeToldAt } =
    row;
  const clocks: Near[] = [];
  if (waitingSince && answerNearAt && answerDueAt && answerToldFor?.getTime() !== waitingSince.getTime()) {
    const told = () => ({ answerToldFor: waitingSince });
    clocks.push({
      key: `answer ${waitingSince.toISOString()}`,
      nearAt: answerNearAt,
      dueAt: answerDueAt,
      told,
    });
  }
  if (closeNearAt && closeDueAt && closeToldAt === null) {
    const told = (now: Date) => ({ closeToldAt: now });
    clocks.push({ key: "close", nearAt: closeNearAt, dueAt: closeDueAt, told });
  }
  return clocks;
}

/** Whoever has it; while nobody has, everybody who answers. */
async function tell(tx: Transaction, ctx: Ctx, row: Row, { key, dueAt }: Near): Promise<void> {
  const [customer] = await tx
    .select({ name: customers.displayName })
    .from(customers)
    .where(and(eq(customers.workspaceId, row.workspaceId), eq(customers.id, row.customerId)));
  const leftMs = dueAt.getTime() - ctx.clock.now().getTime();
  await notify(tx, ctx, {
    kind: "sla-near",
    key: `sla-near ${row.id} ${key}`,
    ...(row.assignedMemberId ? { memberIds: [row.assignedMemberId] } : { who: "answering" as const }),
    subject: { kind: "conversation", id: row.id },
    params: { customer: customer?.name ?? "", minutes: Math.max(0, Math.ceil(leftMs / 60_000)) },
    href: `conversations?c=${toPublicId("conversation", row.id)}`,
  });
}
