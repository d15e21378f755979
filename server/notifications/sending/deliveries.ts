import { and, eq, sql } from "drizzle-orm";
import { notificationDeliveries } from "@/db/schema";
import { type Ctx, inWorkspace } from "@/server/kernel";

export type Place = { notificationId: string; way: "push" | "telegram" | "mail"; target: string };
type State = (typeof notificationDeliveries.$inferSelect)["state"];

const isPlace = (ctx: Ctx, { notificationId, way, target }: Place) =>
  and(
    eq(notificationDeliveries.workspaceId, ctx.workspace.id),
    eq(notificationDeliveries.notificationId, notificationId),
    eq(notificationDeliveries.way, way),
    eq(notificationDeliveries.target, target),
  );

/**
 * Says that it leaves now. Returns what was said before: null where this is the first try, `sending` where one was
 * broken off and nobody knows whether it arrived.
 */
export function beginDelivery(ctx: Ctx, place: Place): Promise<State | null> {
  return inWorkspace(ctx, async (tx) => {
    const row = { workspaceId: ctx.workspace.id, ...place, state: "sending" as const, at: ctx.clock.now() };
    const added = await tx.insert(notificationDeliveries).values(row).onConflictDoNothing().returning();
    if (added.length > 0) return null;
    const [before] = await tx.select().from(notificationDeliveries).where(isPlace(ctx, place));
    return before?.state ?? null;
  });
}

export async function endDelivery(
  ctx: Ctx,
  place: Place,
  state: Exclude<State, "sending">,
  reason: string | null = null,
): Promise<void> {
  await inWorkspace(ctx, (tx) =>
    tx.update(notificationDeliveries).set({ state, reason, at: ctx.clock.now() }).where(isPlace(ctx, place)),
  );
}

/** It surely did not arrive: the next try is a first one. */
export async function dropDelivery(ctx: Ctx, place: Place): Promise<void> {
  await inWorkspace(ctx, (tx) => tx.delete(notificationDeliveries).where(isPlace(ctx, place)));
}

/** In a query of notifications: none has left by this way. */
export const hasNotLeft = (way: Place["way"]) => sql`not exists (
  select 1 from notification_deliveries d where d.workspace_id = notifications.workspace_id
    and d.notification_id = notifications.id and d.way = ${way})`;
