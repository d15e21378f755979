import { and, eq, inArray, isNotNull, isNull, lte, type SQL } from "drizzle-orm";
import { notifications } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission, type Transaction } from "@/server/kernel";
import { NotificationNotFound } from "./errors";
import { actingMember, announce, countOf, ownOf, shownTo } from "./internal";
import { MarkNotificationsInput, type UnreadCount } from "./schemas";

/**
 * The reader has read some of what they were told, or wants it unread again. Nobody else's business: not audited; their
 * own other windows are told.
 *
 * @throws NotificationNotFound none of those named is the reader's
 */
export async function markNotifications({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: MarkNotificationsInput;
}): Promise<UnreadCount> {
  requirePermission(ctx, "notification.mark");
  const { which, isRead } = MarkNotificationsInput.parse(input);
  const { personId, memberId } = actingMember(ctx);

  return inWorkspace(ctx, async (tx) => {
    const mine = shownTo(ctx, personId);
    if (which.of !== "conversation") {
      const ids = which.of === "these" ? which.notificationIds : [which.notificationId];
      await requireSome(tx, and(mine, inArray(notifications.id, ids))!);
    }
    // An open conversation has been seen, also by who is told of it elsewhere only.
    const theirs = which.of === "conversation" ? ownOf(ctx, personId) : mine;
    const changed = await tx
      .update(notifications)
      .set({ readAt: isRead ? ctx.clock.now() : null })
      .where(
        and(
          theirs,
          toCondition(which),
          isRead ? isNull(notifications.readAt) : isNotNull(notifications.readAt),
        ),
      )
      .returning({ id: notifications.id });
    if (changed.length > 0) await announce(tx, ctx, [memberId]);
    return { unread: await countOf(tx, ctx, personId) };
  });
}

function toCondition(which: ReturnType<typeof MarkNotificationsInput.parse>["which"]): SQL {
  switch (which.of) {
    case "these":
      return inArray(notifications.id, which.notificationIds);
    case "upTo":
      return lte(notifications.id, which.notificationId);
    case "conversation":
      return eq(notifications.subjectId, which.conversationId);
  }
}

async function requireSome(tx: Transaction, condition: SQL): Promise<void> {
  const [row] = await tx.select({ id: notifications.id }).from(notifications).where(condition).limit(1);
  if (!row) throw new NotificationNotFound();
}
