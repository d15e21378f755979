import { and, asc, eq, or } from "drizzle-orm";
import { inboxViews } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { actingMember, toInboxView } from "./internal";
import type { InboxView } from "./schemas";

/** The member's own saved views and the team's shared ones, by name. */
export async function listInboxViews({ ctx }: { ctx: Ctx }): Promise<InboxView[]> {
  requirePermission(ctx, "inboxView.list");
  const { memberId } = actingMember(ctx);
  const rows = await inWorkspace(ctx, (tx) =>
    tx
      .select()
      .from(inboxViews)
      .where(
        and(
          eq(inboxViews.workspaceId, ctx.workspace.id),
          or(eq(inboxViews.memberId, memberId), eq(inboxViews.isShared, true)),
        ),
      )
      .orderBy(asc(inboxViews.name), asc(inboxViews.id)),
  );
  return rows.map((row) => toInboxView(row, memberId));
}
