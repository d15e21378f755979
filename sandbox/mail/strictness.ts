import type { Email } from "postal-mime";
import { parseMail } from "./mailbox";

/** RFC 5322, 2.1.1. */
const longestLine = 998;
/** RFC 5322, 3.6: at most one of each; the first three must be there. */
const single = ["from", "date", "message-id", "to", "subject", "reply-to", "sender"];
const required = ["from", "date", "message-id"];

export type FormFault = { code: number; sentence: string };

/** Why the big mailboxes would refuse a message for its form, or null. */
export async function findFormFault(
  raw: Buffer,
  envelope: { from: string; to: readonly string[] },
): Promise<FormFault | null> {
  const text = raw.toString("latin1");
  if (/(^|[^\r])\n|\r(?!\n)/.test(text))
    return { code: 550, sentence: "5.6.11 A line ends with a bare CR or LF" };
  if (text.includes("\0")) return { code: 550, sentence: "5.6.0 The message holds a NUL" };
  if (text.split("\r\n").some((line) => line.length > longestLine)) {
    return { code: 550, sentence: "5.6.0 A line is longer than 998 octets" };
  }
  const head = text.slice(0, text.indexOf("\r\n\r\n"));
  if (/[^\t\r\n\x20-\x7e]/.test(head) && envelope.to.every(isAscii)) {
    return { code: 550, sentence: "5.6.7 A header holds bytes that are not ASCII" };
  }
  const email = await parseMail(raw);
  return findHeaderFault(email, envelope.from);
}

function findHeaderFault(email: Email, envelopeFrom: string): FormFault | null {
  const count = (name: string) => email.headers.filter(({ key }) => key === name).length;
  const missing = required.find((name) => count(name) === 0);
  if (missing) return { code: 550, sentence: `5.7.1 The header ${missing} is missing` };
  const doubled = single.find((name) => count(name) > 1);
  if (doubled) return { code: 550, sentence: `5.7.1 The header ${doubled} stands twice` };
  // As DMARC asks: who is shown must be who sends.
  const shown = domainOf(email.from?.address ?? "");
  if (shown === "" || shown !== domainOf(envelopeFrom)) {
    return { code: 550, sentence: "5.7.26 The domain of From is not the sender's" };
  }
  const value = (name: string) => email.headers.find(({ key }) => key === name)?.value;
  const isBulk = value("precedence") === "bulk";
  // As the big mailboxes ask of bulk since 2024 (RFC 8058).
  if (
    isBulk &&
    !(value("list-unsubscribe") && value("list-unsubscribe-post") === "List-Unsubscribe=One-Click")
  ) {
    return { code: 550, sentence: "5.7.1 Bulk mail must offer to unsubscribe in one click" };
  }
  return null;
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1).toLowerCase();
const isAscii = (text: string): boolean => !/[^\x20-\x7e]/.test(text);
