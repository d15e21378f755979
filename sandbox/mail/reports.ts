import { createHmac } from "node:crypto";
import type { StoredMail } from "./records";

const boundary = "=_report";
const reporter = "mailer-daemon@mail.santral.local";

/** A delivery status notification as a mail server writes it when a mail it took cannot be put anywhere (RFC 3464). */
export function bounceReport(mail: StoredMail, now: Date): string {
  const to = mail.envelope.to[0] ?? "";
  return report(mail, now, "delivery-status", "Undelivered Mail Returned to Sender", [
    part("text/plain; charset=utf-8", `I could not deliver your mail to <${to}>.`),
    part(
      "message/delivery-status",
      [
        "Reporting-MTA: dns; mail.santral.local",
        `Arrival-Date: ${new Date(mail.receivedAt).toUTCString()}`,
        "",
        `Final-Recipient: rfc822; ${to}`,
        "Action: failed",
        "Status: 5.1.1",
        "Diagnostic-Code: smtp; 550 5.1.1 no such mailbox",
      ].join("\r\n"),
    ),
    part("text/rfc822-headers", headersOf(mail)),
  ]);
}

/** What a mailbox sends when its owner presses "this is spam" (ARF, RFC 5965). */
export function complaintReport(mail: StoredMail, now: Date): string {
  return report(mail, now, "feedback-report", "Complaint about a mail", [
    part("text/plain; charset=utf-8", "This is a complaint about a mail that you sent."),
    part(
      "message/feedback-report",
      [
        "Feedback-Type: abuse",
        "User-Agent: Santral-Local-Mail/1",
        "Version: 1",
        `Original-Rcpt-To: ${mail.envelope.to[0] ?? ""}`,
        `Original-Mail-From: ${mail.envelope.from}`,
      ].join("\r\n"),
    ),
    part("text/rfc822-headers", headersOf(mail)),
  ]);
}

/** As `POST /api/mail/events` wants it: the moment and the bytes, by the secret that both know. */
export function signReport(body: string, secret: string, now: Date): string {
  const at = Math.floor(now.getTime() / 1_000);
  return `t=${at},v1=${createHmac("sha256", secret).update(`${at}.${body}`).digest("hex")}`;
}

function report(mail: StoredMail, now: Date, type: string, subject: string, parts: string[]): string {
  return [
    `From: Mail Delivery System <${reporter}>`,
    `To: ${mail.envelope.from}`,
    `Date: ${now.toUTCString()}`,
    `Message-ID: <${mail.id}@mail.santral.local>`,
    `Subject: ${subject}`,
    "MIME-Version: 1.0",
    `Content-Type: multipart/report; report-type=${type}; boundary="${boundary}"`,
    "",
    ...parts,
    `--${boundary}--`,
    "",
  ].join("\r\n");
}

const part = (type: string, content: string): string =>
  [`--${boundary}`, `Content-Type: ${type}`, "", content, ""].join("\r\n");

const headersOf = (mail: StoredMail): string =>
  [`From: ${mail.from}`, `Subject: Returned`, `Message-ID: ${mail.messageId}`, ""].join("\r\n");
