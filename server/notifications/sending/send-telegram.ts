import { isLocale } from "@/lib/i18n/locales";
import { BotApiUnreachable, findMemberLink, sendToMember } from "@/server/channels";
import { getRuntime, type LaterHandler } from "@/server/kernel";
import { noticeText, tellNotification } from "../words";
import { beginDelivery, dropDelivery, endDelivery, type Place } from "./deliveries";
import { openSend } from "./open-send";

export const telegramJob = "notifications/telegram";

/**
 * Tells a linked member in Telegram, with a button to the panel. One that was broken off may have arrived and is not sent
 * again: the platform has no way to know it by.
 */
export const sendTelegram: LaterHandler = async ({ workspaceId, subject: notificationId }) => {
  const open = await openSend(workspaceId, notificationId, "telegram");
  if (!open || "againAt" in open) return open ?? undefined;
  const { ctx, notification, memberId, showsNames } = open;
  const link = await findMemberLink(ctx, memberId);
  if (!link) return undefined;
  const place: Place = { notificationId, way: "telegram", target: "" };
  const before = await beginDelivery(ctx, place);
  if (before === "sending") await endDelivery(ctx, place, "unconfirmed");
  if (before !== null) return undefined;

  const locale = isLocale(link.language) ? link.language : open.locale;
  const { title, note } = tellNotification(locale, notification, { showsNames });
  const { origin, hasPublicHttps } = getRuntime().env;
  const url = `${origin}/w/${ctx.workspace.slug}/${notification.href}`;
  const label = noticeText(locale)("open");
  const lines = [`🔔 ${ctx.workspace.name}`, title, ...(note ? [note] : [])];
  const troubledId = notification.kind === "bot-trouble" ? notification.subjectId : null;
  try {
    const isSent = await sendToMember(
      ctx,
      link,
      hasPublicHttps
        ? { text: lines.join("\n"), reply_markup: { inline_keyboard: [[{ text: label, url }]] } }
        : // The platform takes no button that leads to this machine.
          { text: [...lines, url].join("\n"), link_preview_options: { is_disabled: true } },
      troubledId ?? undefined,
    );
    await endDelivery(ctx, place, isSent ? "sent" : "failed", isSent ? null : "refused");
  } catch (error) {
    if (error instanceof BotApiUnreachable && error.isAmbiguous) {
      await endDelivery(ctx, place, "unconfirmed");
      return undefined;
    }
    await dropDelivery(ctx, place);
    throw error;
  }
  return undefined;
};
