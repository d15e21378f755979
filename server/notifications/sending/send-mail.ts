import { and, asc, eq, gte, inArray, isNull } from "drizzle-orm";
import { members, notificationDeliveries, notifications } from "@/db/schema";
import {
  type Ctx,
  getRuntime,
  inWorkspace,
  type LaterHandler,
  type MemberRole,
  type Transaction,
} from "@/server/kernel";
import { findVerifiedAddress, queueMail } from "@/server/mail";
import { mayHear } from "../audience";
import { readSettings } from "../internal";
import { type ChangedWays, isWanted, mailAfterMs, mailUntilMs, notificationKinds } from "../rules";
import { noticeText, tellNotification } from "../words";
import { hasNotLeft } from "./deliveries";
import { openWorkspace, readLocale } from "./open-send";

export const mailJob = "notifications/mail";

/** So many are told one by one; of the rest the mail says how many they are. */
const mostLines = 6;

/**
 * What a person has not read within a quarter of an hour goes out as one mail: all of it that no mail has told yet. The
 * mail and the mark that it has left are one transaction.
 */
export const sendUnread: LaterHandler = async ({ workspaceId, subject: personId }) => {
  const ctx = await openWorkspace(workspaceId);
  if (!ctx) return undefined;
  const address = await findVerifiedAddress(personId);
  if (!address) return undefined;
  const locale = await readLocale(personId);
  const { origin } = getRuntime().env;

  return inWorkspace(ctx, async (tx) => {
    const reader = await findReader(tx, ctx, personId);
    if (!reader) return undefined;
    const { unread, showsNames } = await findUnread(tx, ctx, personId, reader.role);
    const [oldest] = unread;
    if (!oldest) return undefined;
    const dueAt = new Date(oldest.createdAt.getTime() + mailAfterMs);
    if (dueAt > ctx.clock.now()) return { againAt: dueAt };
    const t = noticeText(locale);
    const lines = unread.slice(0, mostLines).map((row) => {
      const { title, note } = tellNotification(locale, row, { showsNames });
      return note ? `${title}: ${note}` : title;
    });
    const more = unread.length - lines.length;
    const panel = `${origin}/w/${ctx.workspace.slug}`;
    await queueMail(tx, {
      to: address,
      locale,
      template: "notification",
      workspaceId,
      personId,
      data: {
        title: t("mail.title", { count: unread.length, workspace: ctx.workspace.name }),
        lines: more > 0 ? [...lines, t("mail.more", { count: more })] : lines,
        url: `${panel}/notifications?show=unread`,
        button: t("open"),
        settingsUrl: `${panel}/settings/notifications`,
      },
    });
    await tx.insert(notificationDeliveries).values(
      unread.map(({ id }) => ({
        ...{ workspaceId, notificationId: id, way: "mail" as const, target: "" },
        ...{ state: "sent" as const, at: ctx.clock.now() },
      })),
    );
    return undefined;
  });
};

async function findReader(tx: Transaction, ctx: Ctx, personId: string) {
  const [member] = await tx
    .select({ role: members.role })
    .from(members)
    .where(
      and(
        eq(members.workspaceId, ctx.workspace.id),
        eq(members.personId, personId),
        isNull(members.removedAt),
      ),
    );
  return member ?? null;
}

/** Oldest first. */
async function findUnread(tx: Transaction, ctx: Ctx, personId: string, role: MemberRole) {
  const settings = (await readSettings(tx, ctx, [personId])).get(personId);
  const kinds = bundledKinds(settings?.ways ?? {}).filter((kind) => mayHear(role, kind));
  const since = new Date(ctx.clock.now().getTime() - mailUntilMs);
  const unread = await tx
    .select()
    .from(notifications)
    .where(
      and(
        eq(notifications.workspaceId, ctx.workspace.id),
        eq(notifications.personId, personId),
        isNull(notifications.readAt),
        isNull(notifications.withdrawnAt),
        gte(notifications.createdAt, since),
        inArray(notifications.kind, kinds),
        hasNotLeft("mail"),
      ),
    )
    .orderBy(asc(notifications.id));
  return { unread, showsNames: settings?.showsNames ?? false };
}

/** A bot's trouble has a mail of its own, at once. */
const bundledKinds = (changed: ChangedWays) =>
  notificationKinds.filter((kind) => kind !== "bot-trouble" && isWanted(kind, "mail", changed));
