import { and, eq } from "drizzle-orm";
import { inboxViews } from "@/db/schema";
import { type Ctx, type Transaction, toPublicId } from "@/server/kernel";
import { InboxViewNotFound } from "./errors";
import { mayChangeView } from "./rules";
import type { InboxView } from "./schemas";

export type InboxViewRow = typeof inboxViews.$inferSelect;

/** @throws InboxViewNotFound no such view, or one that this member may not change */
export async function getOwnViewOrThrow(
  tx: Transaction,
  ctx: Ctx,
  inboxViewId: string,
): Promise<InboxViewRow> {
  const [row] = await tx
    .select()
    .from(inboxViews)
    .where(and(eq(inboxViews.workspaceId, ctx.workspace.id), eq(inboxViews.id, inboxViewId)));
  const { memberId, role } = actingMember(ctx);
  if (!row || !mayChangeView({ isOwn: row.memberId === memberId, isShared: row.isShared, role }))
    throw new InboxViewNotFound(toPublicId("inboxView", inboxViewId));
  return row;
}

export const toInboxView = (row: InboxViewRow, memberId: string): InboxView => ({
  id: toPublicId("inboxView", row.id),
  name: row.name,
  query: row.query,
  isShared: row.isShared,
  isOwn: row.memberId === memberId,
});

/** The acting member; policy lets nobody else reach the verbs that ask. */
export function actingMember(ctx: Ctx): { memberId: string; role: string } {
  if (ctx.actor.kind !== "member") throw new Error(`A ${ctx.actor.kind} has no views.`);
  return { memberId: ctx.actor.memberId, role: ctx.actor.role };
}
