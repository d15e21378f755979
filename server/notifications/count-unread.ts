import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { actingMember, countOf } from "./internal";
import type { UnreadCount } from "./schemas";

/** How many the reader has not read yet; counted up to a hundred. */
export async function countUnread({ ctx }: { ctx: Ctx }): Promise<UnreadCount> {
  requirePermission(ctx, "notification.list");
  const { personId } = actingMember(ctx);
  return { unread: await inWorkspace(ctx, (tx) => countOf(tx, ctx, personId)) };
}
