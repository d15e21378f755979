import { sql } from "drizzle-orm";
import { getRuntime, inTransaction, platformScope, type Transaction } from "@/server/kernel";

/** Binds an encrypted content to its mail. */
export const contentContext = (mailId: string): string => `mail:${mailId}`;

/** What a mail is called by everybody who handles it; the same at every try, so that a repeat is recognised. */
export const messageIdOf = (mailId: string, from: string): string =>
  `<${mailId}@${from.slice(from.lastIndexOf("@") + 1)}>`;

const messageIdPattern = /<?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^\s<>]+>?/;

/** The mail behind a Message-ID of ours; null for anything else. */
export const mailIdOf = (messageId: string): string | null => messageIdPattern.exec(messageId)?.[1] ?? null;

export type MailRef = { mailId: string; workspaceId: string };

/**
 * Opens one mail as the sender does: nothing but this mail, and its workspace where it has one. The address may be
 * named later in the same transaction (`nameAddress`).
 */
export function inMail<T>(
  { mailId, workspaceId }: MailRef,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return inTransaction(getRuntime().worker, async (tx) => {
    const scope = workspaceId === platformScope ? "" : workspaceId;
    await tx.execute(
      sql`select set_config('app.mail_id', ${mailId}, true), set_config('app.workspace_id', ${scope}, true)`,
    );
    return work(tx);
  });
}

/** Lets the transaction see whether mail to this address is held back. */
export async function nameAddress(tx: Transaction, addressKey: string): Promise<void> {
  await tx.execute(sql`select set_config('app.mail_address', ${addressKey}, true)`);
}
