import { eq, sql } from "drizzle-orm";
import { mailQueue, mailSuppressions, mails } from "@/db/schema";
import { emit, getRuntime, openSystemContext, platformScope, type Transaction } from "@/server/kernel";
import { type ClaimedMail, isClaim } from "./claims";
import { inMail, nameAddress } from "./internal";
import type { MailReason, MailState, Suppression } from "./rules";

/** What became of a claimed mail. Exactly one outcome a claim. */
export type MailOutcome =
  | { isEnd: true; state: Exclude<MailState, "queued" | "sending">; reason: MailReason | null; said?: string }
  | { isEnd: false; reason: MailReason; said?: string; inMs: number };

/** A mail is forgotten with its address after so long; until then a report of what became of it finds it. */
const keptMs = 90 * 86_400_000;

/** Writes what became of a mail; its content goes when it has ended, and its address is marked where that is due. */
export async function recordMail(claim: ClaimedMail, outcome: MailOutcome): Promise<void> {
  const { clock, metrics } = getRuntime();
  const now = clock.now();
  await inMail(claim, async (tx) => {
    const [mail] = await tx
      .update(mails)
      .set({
        state: outcome.isEnd ? outcome.state : "queued",
        // A mail that went again after an interruption may have arrived twice: it keeps the mark.
        errorCode:
          outcome.isEnd && outcome.state === "sent"
            ? sql`case when ${mails.errorCode} = 'interrupted' then 'interrupted' end`
            : sql`case when not ${outcome.isEnd}::boolean and ${mails.errorCode} = 'interrupted' then 'interrupted'
                else ${outcome.reason}::text end`,
        errorText: outcome.said ?? null,
        updatedAt: now,
        version: sql`${mails.version} + 1`,
        ...(outcome.isEnd && { contentEncrypted: null }),
        ...(outcome.isEnd && outcome.state === "sent" && { sentAt: now }),
      })
      .where(eq(mails.id, claim.mailId))
      .returning();
    await tx
      .update(mailQueue)
      .set({
        step: outcome.isEnd ? "forget" : "send",
        dueAt: new Date(now.getTime() + (outcome.isEnd ? keptMs : outcome.inMs)),
        leaseUntil: null,
        leaseHolder: null,
        ...(outcome.isEnd && { attempts: 0 }),
      })
      .where(isClaim(claim));
    if (!mail) return;
    if (outcome.isEnd && outcome.state === "bounced") {
      await suppress(tx, mail.addressKey, { reason: "bounced", at: now, detail: outcome.said ?? null });
    }
    await announceMail(tx, claim.workspaceId, mail);
  });
  if (outcome.isEnd) metrics.mails.inc({ state: outcome.state });
}

/** Marks an address. A complaint outweighs a bounce, and the newest date counts. */
export async function suppress(
  tx: Transaction,
  addressKey: string,
  suppression: Suppression & { detail: string | null },
): Promise<void> {
  await nameAddress(tx, addressKey);
  await tx
    .insert(mailSuppressions)
    .values({ addressKey, ...suppression })
    .onConflictDoUpdate({
      target: mailSuppressions.addressKey,
      set: {
        reason: sql`case when ${mailSuppressions.reason} = 'complained' then 'complained' else excluded.reason end`,
        detail: sql`excluded.detail`,
        at: sql`excluded.at`,
      },
    });
}

/** Tells the browsers of the mail's workspace to look again. */
export async function announceMail(
  tx: Transaction,
  workspaceId: string,
  mail: { id: string; version: number },
): Promise<void> {
  if (workspaceId === platformScope) return;
  const ctx = await openSystemContext(workspaceId, { kind: "system", name: "mail" });
  await emit(tx, ctx, "mail/changed", { aggregateId: mail.id, version: mail.version });
}

/** The last step: the mail and its address are forgotten. */
export async function forgetMail(claim: ClaimedMail): Promise<void> {
  await inMail(claim, async (tx) => {
    await tx.delete(mails).where(eq(mails.id, claim.mailId));
    await tx.delete(mailQueue).where(isClaim(claim));
  });
}
