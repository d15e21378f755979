import { and, eq, inArray, isNull, ne, or, type SQL } from "drizzle-orm";
import { members, type notificationSubjects, notifications } from "@/db/schema";
import { type Ctx, newId, type Transaction } from "@/server/kernel";
import { type Audience, audiences, mayHear } from "./audience";
import { announce, readSettings } from "./internal";
import {
  isPathBelow,
  isWanted,
  type NotificationKind,
  type NotificationParams,
  notificationWays,
  replacesOlder,
  toParam,
} from "./rules";
import { scheduleSends } from "./sending/schedule";

export type Notice<Kind extends NotificationKind = NotificationKind> = {
  kind: Kind;
  /**
   * What happened, by its ids (`task-due <task> <moment>`): the same key is told once to a person, however often this is
   * called.
   */
  key: string;
  /** Whom it is for; who has left, whose role never shows it, and whoever does it at this moment are passed over. */
  personIds?: readonly string[];
  memberIds?: readonly string[];
  who?: Audience;
  /** What it is about; of most kinds a newer one takes the place of an unread one about the same thing (`rules.ts`). */
  subject?: { kind: (typeof notificationSubjects)[number]; id: string };
  params: NotificationParams[Kind];
  /** Where it leads, below the workspace's address: `conversations?c=cnv_…`. */
  href: string;
};

/**
 * Tells people of something, in the transaction that makes it true: nothing is told of what rolls back. By which ways
 * it reaches them is their own choice. Returns the notifications that are new.
 *
 * @throws Error the address does not lead below the workspace
 */
export async function notify<Kind extends NotificationKind>(
  tx: Transaction,
  ctx: Ctx,
  notice: Notice<Kind>,
): Promise<{ notificationId: string; personId: string }[]> {
  const { kind, key, subject, href } = notice;
  if (!isPathBelow(href)) throw new Error(`A notification leads below its workspace, not to "${href}".`);
  const readers = await findReaders(tx, ctx, notice);
  if (readers.length === 0) return [];
  const settings = await readSettings(
    tx,
    ctx,
    readers.map(({ personId }) => personId),
  );
  const changedOf = (personId: string) => settings.get(personId)?.ways ?? {};
  const wanting = readers.filter(({ personId }) =>
    notificationWays.some((way) => isWanted(kind, way, changedOf(personId))),
  );
  if (wanting.length === 0) return [];
  const params = Object.fromEntries(
    Object.entries(notice.params).map(([name, value]) => [name, toParam(value)]),
  );
  const added = await tx
    .insert(notifications)
    .values(
      wanting.map(({ personId }) => ({
        ...{ workspaceId: ctx.workspace.id, id: newId(), personId, kind, key, href, params },
        ...{ subjectKind: subject?.kind ?? null, subjectId: subject?.id ?? null },
        inPanel: isWanted(kind, "panel", changedOf(personId)),
        createdAt: ctx.clock.now(),
      })),
    )
    .onConflictDoNothing()
    .returning({ notificationId: notifications.id, personId: notifications.personId });
  if (added.length === 0) return [];
  const told = new Set(added.map(({ personId }) => personId));
  if (subject && replacesOlder(kind))
    await replaceOlder(tx, ctx, { kind, key, subjectId: subject.id, personIds: [...told] });
  for (const { notificationId, personId } of added)
    await scheduleSends(tx, ctx, { notificationId, personId, kind, changed: changedOf(personId) });
  await announce(
    tx,
    ctx,
    wanting.filter(({ personId }) => told.has(personId)).map(({ memberId }) => memberId),
  );
  return added;
}

/** Members of now who may hear of it, without the one who acts. */
async function findReaders(tx: Transaction, ctx: Ctx, notice: Notice) {
  const { personIds = [], memberIds = [], who, kind } = notice;
  const named: SQL[] = [];
  if (personIds.length > 0) named.push(inArray(members.personId, [...personIds]));
  if (memberIds.length > 0) named.push(inArray(members.id, [...memberIds]));
  if (who) named.push(inArray(members.role, [...audiences[who]]));
  if (named.length === 0) return [];
  const rows = await tx
    .select({ memberId: members.id, personId: members.personId, role: members.role })
    .from(members)
    .where(and(eq(members.workspaceId, ctx.workspace.id), isNull(members.removedAt), or(...named)))
    // One order for all, so that two who tell the same people never wait for each other in a ring.
    .orderBy(members.id);
  const actor = ctx.actor.kind === "member" ? ctx.actor.personId : null;
  return rows.filter(({ personId, role }) => personId !== actor && mayHear(role, kind));
}

async function replaceOlder(
  tx: Transaction,
  ctx: Ctx,
  newer: { kind: NotificationKind; key: string; subjectId: string; personIds: string[] },
): Promise<void> {
  await tx
    .update(notifications)
    .set({ withdrawnAt: ctx.clock.now() })
    .where(
      and(
        eq(notifications.workspaceId, ctx.workspace.id),
        eq(notifications.subjectId, newer.subjectId),
        inArray(notifications.personId, newer.personIds),
        eq(notifications.kind, newer.kind),
        ne(notifications.key, newer.key),
        isNull(notifications.readAt),
        isNull(notifications.withdrawnAt),
      ),
    );
}
