import { and, eq, inArray, sql } from "drizzle-orm";
import { mails } from "@/db/schema";
import { getRuntime, platformScope } from "@/server/kernel";
import { inMail } from "./internal";
import type { MailReport } from "./read-report";
import { announceMail, suppress } from "./record-mail";

/**
 * Writes what became of a mail after it had been handed in, and marks its address. Safe to repeat.
 *
 * @returns `unknown` when there is no such mail (any more); `early` when it is being handed in at this moment: told again
 *   a little later, it is noted
 */
export async function noteReport({ kind, mailId, said }: MailReport): Promise<"noted" | "unknown" | "early"> {
  const { clock, metrics, wake } = getRuntime();
  const now = clock.now();
  const found = await findMail(mailId);
  if (!found) return "unknown";
  if (found.state === "sending") return "early";
  const { workspaceId } = found;
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
  return "noted";
}

/** A person's own mail belongs to no workspace. */
const findMail = (mailId: string) =>
  inMail({ mailId, workspaceId: platformScope }, async (tx) => {
    const [mail] = await tx
      .select({ workspaceId: mails.workspaceId, state: mails.state })
      .from(mails)
      .where(eq(mails.id, mailId));
    return mail;
  });
