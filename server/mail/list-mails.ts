import { and, desc, eq, sql } from "drizzle-orm";
import { mails } from "@/db/schema";
import { isLocale } from "@/lib/i18n/locales";
import { type Ctx, inWorkspace, requirePermission, toPublicId } from "@/server/kernel";
import { mailHealth } from "./mail-health";
import { type MailReason, mailReasons } from "./rules";
import { ListMailsInput, type MailPage } from "./schemas";

const pageSize = 50;

/** The workspace's mail, newest first, and whether mail leaves at all. */
export async function listMails({ ctx, input }: { ctx: Ctx; input?: ListMailsInput }): Promise<MailPage> {
  requirePermission(ctx, "mail.list");
  const { cursor } = ListMailsInput.parse(input ?? {});
  const rows = await inWorkspace(ctx, (tx) =>
    tx
      .select()
      .from(mails)
      .where(
        and(
          eq(mails.workspaceId, ctx.workspace.id),
          // Several are queued at one moment: an id tells them apart.
          cursor
            ? sql`(${mails.createdAt}, ${mails.id}) < (
                select last.created_at, last.id from mails last
                where last.workspace_id = ${ctx.workspace.id}::uuid and last.id = ${cursor}::uuid)`
            : undefined,
        ),
      )
      .orderBy(desc(mails.createdAt), desc(mails.id))
      .limit(pageSize + 1),
  );
  const shown = rows.slice(0, pageSize);
  const last = shown.at(-1);
  return {
    server: mailHealth(),
    mails: shown.map((row) => ({
      id: toPublicId("mail", row.id),
      template: row.template,
      address: row.address,
      locale: isLocale(row.locale) ? row.locale : "en",
      state: row.state,
      reason: toReason(row.errorCode),
      said: row.errorText,
      attempts: row.attempts,
      createdAt: row.createdAt.toISOString(),
      sentAt: row.sentAt?.toISOString() ?? null,
    })),
    nextCursor: last && rows.length > pageSize ? toPublicId("mail", last.id) : null,
  };
}

const toReason = (code: string | null): MailReason | null =>
  mailReasons.find((reason) => reason === code) ?? null;
