import PostalMime, { type Email } from "postal-mime";
import { hideAddresses } from "./addresses";
import { mailIdOf } from "./internal";

/** What became of a mail after a server had taken it. */
export type MailReport = { kind: "bounce" | "complaint"; mailId: string; said: string | null };

/**
 * Reads a report as mail servers send it: a delivery status notification (RFC 3464) or a complaint (ARF, RFC 5965), with
 * the headers or the whole of our mail inside. Null for anything else: an answer out of office, a delay, a mail that is
 * not ours.
 */
export async function readReport(raw: Uint8Array): Promise<MailReport | null> {
  const email = await PostalMime.parse(raw, {
    attachmentEncoding: "arraybuffer",
    forceRfc822Attachments: true,
  });
  const parts = email.attachments.map(({ mimeType, content }) => ({ type: mimeType, text: toText(content) }));
  const part = (type: string) => parts.find((one) => one.type === type)?.text;
  const mailId = findMailId(email, parts);
  if (!mailId) return null;
  const complaint = part("message/feedback-report");
  if (complaint !== undefined) return { kind: "complaint", mailId, said: field(complaint, "Feedback-Type") };
  const status = part("message/delivery-status");
  if (status === undefined || field(status, "Action")?.toLowerCase() !== "failed") return null;
  // A mailbox that is full or a server that is away is no dead address.
  if (!field(status, "Status")?.startsWith("5.")) return null;
  const said = field(status, "Diagnostic-Code")?.replace(/^smtp;\s*/i, "") ?? field(status, "Status");
  return { kind: "bounce", mailId, said: said && hideAddresses(said).slice(0, 500) };
}

/** By the envelope's name, else by the Message-ID of the mail that came back. */
function findMailId(email: Email, parts: readonly { type: string; text: string }[]): string | null {
  const status = parts.find(({ type }) => type === "message/delivery-status")?.text ?? "";
  const envelopeId = field(status, "Original-Envelope-Id");
  const named = envelopeId && mailIdOf(`${envelopeId}@envelope`);
  if (named) return named;
  const returned = parts.find(({ type }) => type === "text/rfc822-headers" || type === "message/rfc822");
  const messageId = field(returned?.text ?? email.text ?? "", "Message-ID");
  return messageId && mailIdOf(messageId);
}

/** A header of a block of them; folded lines are one. */
function field(block: string, name: string): string | null {
  const unfolded = block.replace(/\r?\n[ \t]+/g, " ");
  return new RegExp(`^${name}:[ \\t]*(.*)$`, "im").exec(unfolded)?.[1]?.trim() || null;
}

const toText = (content: ArrayBuffer | Uint8Array | string): string =>
  typeof content === "string" ? content : Buffer.from(content as ArrayBuffer).toString("utf8");
