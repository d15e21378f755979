import { TZDate } from "@date-fns/tz";
import { and, eq, isNull } from "drizzle-orm";
import { members, notifications, people, workspaces } from "@/db/schema";
import { isLocale, type Locale } from "@/lib/i18n/locales";
import { type Ctx, inPerson, inWorkspace, openSystemContext, WorkspaceNotFound } from "@/server/kernel";
import { mayHear } from "../audience";
import { readSettings } from "../internal";
import { isWanted, type NotificationWay, quietMinutesLeft } from "../rules";

type Row = typeof notifications.$inferSelect;

export type OpenSend = {
  ctx: Ctx;
  notification: Row;
  memberId: string;
  locale: Locale;
  showsNames: boolean;
};

/** The context of a workspace that still works; null where it is deleted, suspended or gone. */
export async function openWorkspace(workspaceId: string): Promise<Ctx | null> {
  try {
    const ctx = await openSystemContext(workspaceId, { kind: "system", name: "notifications" });
    const [row] = await inWorkspace(ctx, (tx) =>
      tx
        .select({ id: workspaces.id })
        .from(workspaces)
        .where(
          and(eq(workspaces.id, workspaceId), isNull(workspaces.deletedAt), isNull(workspaces.suspendedAt)),
        ),
    );
    return row ? ctx : null;
  } catch (error) {
    if (error instanceof WorkspaceNotFound) return null;
    throw error;
  }
}

/**
 * A notification that is to leave by a way now. Null: nobody is to be told any more (it was read, taken back, its reader
 * has left or does not want it so). `againAt`: their quiet hours end then.
 */
export async function openSend(
  workspaceId: string,
  notificationId: string,
  way: NotificationWay,
): Promise<OpenSend | { againAt: Date } | null> {
  const ctx = await openWorkspace(workspaceId);
  if (!ctx) return null;
  const found = await inWorkspace(ctx, async (tx) => {
    const [row] = await tx
      .select({ notification: notifications, memberId: members.id, role: members.role })
      .from(notifications)
      .innerJoin(
        members,
        and(
          eq(members.workspaceId, workspaceId),
          eq(members.personId, notifications.personId),
          isNull(members.removedAt),
        ),
      )
      .where(
        and(
          eq(notifications.workspaceId, workspaceId),
          eq(notifications.id, notificationId),
          isNull(notifications.readAt),
          isNull(notifications.withdrawnAt),
        ),
      );
    if (!row) return null;
    const { personId } = row.notification;
    return { ...row, settings: (await readSettings(tx, ctx, [personId])).get(personId) };
  });
  if (!found) return null;
  const { notification, memberId, role, settings } = found;
  if (!mayHear(role, notification.kind) || !isWanted(notification.kind, way, settings?.ways ?? {}))
    return null;
  const quietUntil = way === "mail" ? null : quietEnd(ctx, settings);
  if (quietUntil) return { againAt: quietUntil };
  return {
    ctx,
    notification,
    memberId,
    locale: await readLocale(notification.personId),
    showsNames: settings?.showsNames ?? false,
  };
}

/** When the quiet hours that it is in now end; null outside of them. */
function quietEnd(
  ctx: Ctx,
  settings: { quietFrom: number | null; quietTo: number | null } | undefined,
): Date | null {
  if (!settings || settings.quietFrom === null || settings.quietTo === null) return null;
  const now = ctx.clock.now();
  const local = new TZDate(now, ctx.workspace.timeZone);
  const quiet = { from: settings.quietFrom, to: settings.quietTo };
  const left = quietMinutesLeft(quiet, local.getHours() * 60 + local.getMinutes());
  return left > 0 ? new Date(now.getTime() + left * 60_000 - local.getSeconds() * 1_000) : null;
}

/** The language in which a person reads the panel. */
export async function readLocale(personId: string): Promise<Locale> {
  const [person] = await inPerson(personId, (tx) =>
    tx.select({ locale: people.locale }).from(people).where(eq(people.id, personId)),
  );
  return isLocale(person?.locale) ? person.locale : "tr";
}
