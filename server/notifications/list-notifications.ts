import { and, desc, isNull, lt } from "drizzle-orm";
import { notifications } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission, toPublicId } from "@/server/kernel";
import { actingMember, shownTo } from "./internal";
import { ListNotificationsInput, type NotificationPage, notificationPageSize } from "./schemas";

/** What the reader was told in this workspace, the newest first. */
export async function listNotifications({
  ctx,
  input,
}: {
  ctx: Ctx;
  input?: ListNotificationsInput;
}): Promise<NotificationPage> {
  requirePermission(ctx, "notification.list");
  const { cursor, isUnread } = ListNotificationsInput.parse(input ?? {});
  const { personId } = actingMember(ctx);
  const rows = await inWorkspace(ctx, (tx) =>
    tx
      .select()
      .from(notifications)
      .where(
        and(
          shownTo(ctx, personId),
          cursor ? lt(notifications.id, cursor) : undefined,
          isUnread ? isNull(notifications.readAt) : undefined,
        ),
      )
      .orderBy(desc(notifications.id))
      .limit(notificationPageSize + 1),
  );
  const shown = rows.slice(0, notificationPageSize);
  const last = shown.at(-1);
  return {
    items: shown.map(({ id, kind, href, params, createdAt, readAt }) => ({
      id: toPublicId("notification", id),
      kind,
      href,
      params,
      at: createdAt.toISOString(),
      isRead: readAt !== null,
    })),
    nextCursor: last && rows.length > notificationPageSize ? toPublicId("notification", last.id) : null,
  };
}
