import { and, eq, inArray, sql } from "drizzle-orm";
import { mails } from "@/db/schema";
import { getRuntime, platformScope } from "@/server/kernel";
import { inMail } from "./internal";
import type { MailReport } from "./read-report";
import { announceMail, suppress } from "./record-mail";

/**
 * Writes what became of a mail after it had been handed in, and marks its address. Safe to repeat.
 *
 * @returns false when there is no such mail (any more)
 */
export async function noteReport({ kind, mailId, said }: MailReport): Promise<boolean> {
  const { clock, metrics, wake } = getRuntime();
  const now = clock.now();
  const workspaceId = await workspaceOf(mailId);
  if (workspaceId === undefined) return false;
  const state = kind === "bounce" ? "bounced" : "complained";
  const isNew = await inMail({ mailId, workspaceId: workspaceId ?? platformScope }, async (tx) => {
    const [mail] = await tx
      .update(mails)
      .set({
        state,
        errorCode: kind === "bounce" ? "address_refused" : "address_complained",
        errorText: said,
        updatedAt: now,
        version: sql`${mails.version} + 1`,
      })
      .where(and(eq(mails.id, mailId), inArray(mails.state, ["sent", "unconfirmed"])))
      .returning();
    if (!mail) return false;
    await suppress(tx, mail.addressKey, { reason: state, at: now, detail: said });
    await announceMail(tx, workspaceId ?? platformScope, mail);
    return true;
  });
  if (isNew) {
    metrics.mails.inc({ state });
    wake("relay");
  }
  return true;
}

/** Undefined when there is no such mail; null for a person's alone. */
const workspaceOf = (mailId: string): Promise<string | null | undefined> =>
  inMail({ mailId, workspaceId: platformScope }, async (tx) => {
    const [mail] = await tx
      .select({ workspaceId: mails.workspaceId })
      .from(mails)
      .where(eq(mails.id, mailId));
    return mail?.workspaceId;
  });
