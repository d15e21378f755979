import type { invitations } from "@/db/schema";
import { isLocale } from "@/lib/i18n/locales";
import type { Ctx, Transaction } from "@/server/kernel";
import { queueMail } from "@/server/mail";

/** Has an invitation for an address sent to it, in the transaction that makes it; nothing for a link. */
export async function mailInvitation(
  tx: Transaction,
  ctx: Ctx,
  invitation: typeof invitations.$inferSelect,
  url: string,
): Promise<void> {
  const { email, role, locale, expiresAt } = invitation;
  if (email === null || ctx.actor.kind !== "member") return;
  await queueMail(tx, {
    to: email,
    locale: isLocale(locale) ? locale : "en",
    template: "invitation",
    data: {
      inviter: ctx.actor.displayName,
      workspace: ctx.workspace.name,
      role,
      url,
      expiresAt,
      timeZone: ctx.workspace.timeZone,
    },
    workspaceId: ctx.workspace.id,
  });
}
