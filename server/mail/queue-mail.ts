import { mailQueue, mails } from "@/db/schema";
import type { Locale } from "@/lib/i18n/locales";
import {
  encrypt,
  getRuntime,
  newId,
  platformScope,
  type Transaction,
  wakeAfterCommit,
} from "@/server/kernel";
import { readAddress } from "./addresses";
import { contentContext } from "./internal";
import { type MailTemplate, purposeOf } from "./rules";
import { type MailData, mailData } from "./schemas";

export type NewMail<T extends MailTemplate> = {
  /** Made by who calls, where the same mail must not go twice: the same id again adds nothing. */
  mailId?: string;
  /** As typed. */
  to: string;
  locale: Locale;
  template: T;
  data: MailData<T>;
  /** Whose mail it is; the transaction must be this workspace's. Without it, it is a person's alone. */
  workspaceId?: string;
  /** Whom it is for, where they are known. */
  personId?: string;
};

/**
 * Puts a mail into the caller's transaction: it goes when that has committed, and not at all when it rolls back. The
 * content is encrypted, for it may hold a link that signs in.
 *
 * @throws MailAddressInvalid
 * @throws ZodError the template is told something that it cannot say
 */
export async function queueMail<T extends MailTemplate>(
  tx: Transaction,
  mail: NewMail<T>,
): Promise<{ mailId: string }> {
  const { env, clock, metrics } = getRuntime();
  const { address, key } = readAddress(mail.to);
  const content = mailData[mail.template].parse(mail.data);
  const mailId = mail.mailId ?? newId();
  const now = clock.now();
  const insert = tx.insert(mails).values({
    id: mailId,
    workspaceId: mail.workspaceId ?? null,
    personId: mail.personId ?? null,
    template: mail.template,
    locale: mail.locale,
    address,
    addressKey: key,
    state: "queued",
    contentEncrypted: encrypt(env.secret, JSON.stringify(content), contentContext(mailId)),
    goodUntil: goodUntil(mail.template, content, now),
    createdAt: now,
    updatedAt: now,
  });
  // Whoever signs in may add a row and not see it: what is known by its id alone is asked for nothing.
  if (mail.mailId) {
    const added = await insert.onConflictDoNothing().returning({ id: mails.id });
    if (added.length === 0) return { mailId };
  } else await insert;
  await tx
    .insert(mailQueue)
    .values({ workspaceId: mail.workspaceId ?? platformScope, mailId, step: "send", dueAt: now });
  metrics.mails.inc({ state: "queued" });
  wakeAfterCommit(tx, "mail");
  return { mailId };
}

/** A link that has ended is not worth sending. */
function goodUntil(template: MailTemplate, content: object, now: Date): Date | null {
  if (purposeOf[template] === "asked" && "minutes" in content) {
    return new Date(now.getTime() + Number(content.minutes) * 60_000);
  }
  return "expiresAt" in content ? new Date(String(content.expiresAt)) : null;
}
