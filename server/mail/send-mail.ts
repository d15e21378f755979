import { and, eq, sql } from "drizzle-orm";
import { mailQueue, mailSuppressions, mails, mailUnsubscribes } from "@/db/schema";
import type { Locale } from "@/lib/i18n/locales";
import { decrypt, getRuntime } from "@/server/kernel";
import { type ClaimedMail, isClaim } from "./claims";
import { contentContext, inMail, messageIdOf, nameAddress } from "./internal";
import type { MailOutcome } from "./record-mail";
import {
  decideWithoutSending,
  judgeFailure,
  type MailTemplate,
  maxTries,
  mayRepeat,
  pauseAfterTryMs,
  purposeOf,
} from "./rules";
import type { MailContent } from "./schemas";
import type { MailTransport, Outgoing } from "./transport";
import { oneClickPath, unsubscribePath, unsubscribeToken } from "./unsubscribe-token";

type MailRow = typeof mails.$inferSelect;

export type SendingMeans = { transport: MailTransport | null; from: string };

/** Sends one claimed mail, or ends it without asking a server. Null: there is no such mail any more. */
export async function sendMail(claim: ClaimedMail, means: SendingMeans): Promise<MailOutcome | null> {
  const opened = await openMail(claim);
  if (!opened) return null;
  const { mail, known } = opened;
  const purpose = purposeOf[mail.template];
  const { tries, wasInterrupted } = claim;
  const { clock } = getRuntime();
  const decided = decideWithoutSending(
    { purpose, wasInterrupted, tries, goodUntil: mail.goodUntil },
    known,
    clock.now(),
  );
  if (decided) return { ...decided, isEnd: true };
  if (!means.transport) return { isEnd: true, state: "failed", reason: "not_configured" };
  const outgoing = await prepare(mail, means.from);
  if (!outgoing) return { isEnd: true, state: "failed", reason: "unreadable" };
  const result = await means.transport.send(outgoing);
  if (result.isSent) return { isEnd: true, state: "sent", reason: null };
  const verdict = judgeFailure(result.failure);
  const said = result.said;
  if (verdict.kind === "bounce") return { isEnd: true, state: "bounced", reason: "address_refused", said };
  if (verdict.kind === "fail") return { isEnd: true, state: "failed", reason: verdict.reason, said };
  if (verdict.isAmbiguous && !mayRepeat(purpose)) {
    return { isEnd: true, state: "unconfirmed", reason: "interrupted", said };
  }
  if (tries >= maxTries) return { isEnd: true, state: "failed", reason: verdict.reason, said };
  const reason = verdict.isAmbiguous ? "interrupted" : verdict.reason;
  return { isEnd: false, reason, said, inMs: pauseAfterTryMs(tries) };
}

/** Reads the mail and what is known of its address, and says that it is being sent. */
async function openMail(claim: ClaimedMail) {
  const { mailId } = claim;
  const now = getRuntime().clock.now();
  return inMail(claim, async (tx) => {
    const [mail] = await tx
      .update(mails)
      .set({
        state: "sending",
        attempts: claim.tries,
        updatedAt: now,
        version: sql`${mails.version} + 1`,
        // It may have arrived, and may so arrive twice: the mark stays, as it does on deliveries.
        ...(claim.wasInterrupted && { errorCode: "interrupted" }),
      })
      .where(eq(mails.id, mailId))
      .returning();
    if (!mail) {
      await tx.delete(mailQueue).where(isClaim(claim));
      return null;
    }
    await nameAddress(tx, mail.addressKey);
    const [suppression] = await tx
      .select({ reason: mailSuppressions.reason, at: mailSuppressions.at })
      .from(mailSuppressions)
      .where(eq(mailSuppressions.addressKey, mail.addressKey));
    const unsubscribed = mail.workspaceId
      ? await tx
          .select({ at: mailUnsubscribes.at })
          .from(mailUnsubscribes)
          .where(
            and(
              eq(mailUnsubscribes.workspaceId, mail.workspaceId),
              eq(mailUnsubscribes.addressKey, mail.addressKey),
              eq(mailUnsubscribes.template, mail.template),
            ),
          )
      : [];
    return { mail, known: { suppression: suppression ?? null, isUnsubscribed: unsubscribed.length > 0 } };
  });
}

/** Null when the content cannot be read (a key that is gone). */
async function prepare(mail: MailRow, from: string): Promise<Outgoing | null> {
  const content = readContent(mail);
  if (!content) return null;
  const { env } = getRuntime();
  const { renderMail } = await import("./templates/render-mail");
  const token =
    purposeOf[mail.template] === "bulk" && mail.workspaceId
      ? unsubscribeToken({
          workspaceId: mail.workspaceId,
          addressKey: mail.addressKey,
          template: mail.template,
        })
      : null;
  const rendered = await renderMail(mail.template, content, {
    locale: mail.locale as Locale,
    ...(token && { unsubscribeUrl: `${env.origin}${unsubscribePath}/${token}` }),
  });
  return {
    ...rendered,
    to: mail.address,
    messageId: messageIdOf(mail.id, from),
    envelopeId: mail.id,
    // Of the first try, like the Message-ID: a repeat is the same mail.
    date: mail.createdAt,
    headers: token
      ? {
          "List-Unsubscribe": `<${env.origin}${oneClickPath}/${token}>`,
          "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
          Precedence: "bulk",
        }
      : "settingsUrl" in content && content.settingsUrl
        ? { "List-Unsubscribe": `<${content.settingsUrl}>` }
        : {},
  };
}

function readContent(mail: MailRow): MailContent<MailTemplate> | null {
  if (!mail.contentEncrypted) return null;
  try {
    return JSON.parse(
      decrypt(getRuntime().env, mail.contentEncrypted, contentContext(mail.id)),
    ) as MailContent<MailTemplate>;
  } catch (error) {
    getRuntime().logger.error({ mailId: mail.id, error }, "a mail's content cannot be read");
    return null;
  }
}
