import { and, eq, inArray, isNotNull, isNull, type SQL } from "drizzle-orm";
import { members, notifications } from "@/db/schema";
import type { Ctx, Transaction } from "@/server/kernel";
import { announce } from "./internal";
import type { NotificationKind } from "./rules";

/**
 * Takes back, in the caller's transaction, what is not so any more: the note was deleted, or calls these members no
 * longer. `isBack` tells it again.
 */
export function withdrawNotifications(
  tx: Transaction,
  ctx: Ctx,
  { key, memberIds, isBack = false }: { key: string; memberIds?: readonly string[]; isBack?: boolean },
): Promise<void> {
  const theirs = memberIds && inArray(notifications.personId, personsOf(tx, ctx, memberIds));
  return setWithdrawn(tx, ctx, and(eq(notifications.key, key), theirs)!, !isBack);
}

const personsOf = (tx: Transaction, ctx: Ctx, memberIds: readonly string[]) =>
  tx
    .select({ personId: members.personId })
    .from(members)
    .where(and(eq(members.workspaceId, ctx.workspace.id), inArray(members.id, [...memberIds])));

/** The same for what nobody has read about something: somebody has taken the conversation. */
export function withdrawUnread(
  tx: Transaction,
  ctx: Ctx,
  { kind, subjectId }: { kind: NotificationKind; subjectId: string },
): Promise<void> {
  const unread = and(
    eq(notifications.subjectId, subjectId),
    eq(notifications.kind, kind),
    isNull(notifications.readAt),
  )!;
  return setWithdrawn(tx, ctx, unread, true);
}

async function setWithdrawn(tx: Transaction, ctx: Ctx, which: SQL, isWithdrawn: boolean): Promise<void> {
  const { withdrawnAt } = notifications;
  const changed = await tx
    .update(notifications)
    .set({ withdrawnAt: isWithdrawn ? ctx.clock.now() : null })
    .where(
      and(
        eq(notifications.workspaceId, ctx.workspace.id),
        which,
        isWithdrawn ? isNull(withdrawnAt) : isNotNull(withdrawnAt),
      ),
    )
    .returning({ personId: notifications.personId });
  if (changed.length === 0) return;
  const readers = await tx
    .select({ memberId: members.id })
    .from(members)
    .where(
      and(
        eq(members.workspaceId, ctx.workspace.id),
        inArray(
          members.personId,
          changed.map(({ personId }) => personId),
        ),
        isNull(members.removedAt),
      ),
    )
    .orderBy(members.id);
  await announce(
    tx,
    ctx,
    readers.map(({ memberId }) => memberId),
  );
}
