import { PassThrough } from "node:stream";
import type { Env } from "@/server/kernel";
import { hideAddresses } from "./addresses";
import type { SmtpFailure } from "./rules";

export type Outgoing = {
  to: string;
  messageId: string;
  date: Date;
  subject: string;
  html: string;
  text: string;
  pictures: { contentId: string; contentType: string; content: Buffer; fileName: string }[];
  headers: Record<string, string>;
  /** Names the mail in reports of what became of it (RFC 3461). */
  envelopeId: string;
};

export type SendResult = { isSent: true } | { isSent: false; failure: SmtpFailure; said: string };

export type MailTransport = { send(mail: Outgoing): Promise<SendResult>; close(): void };

export type SmtpSettings = { url: string; from: NonNullable<Env["mailFrom"]> };

const timeoutsMs = { connection: 8_000, greeting: 8_000, dns: 8_000, socket: 20_000 };

/**
 * Hands mail to an SMTP server, each over a connection of its own: a kept one may have been closed by the other side,
 * which is found out in the midst of the next mail. What travels beyond this machine must be encrypted: without TLS the
 * server is refused. Nothing in a mail may name a file or an address to read from.
 */
export async function openTransport({ url, from }: SmtpSettings): Promise<MailTransport> {
  const { createTransport } = await import("nodemailer");
  const { hostname } = new URL(url);
  const isLocal = hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";
  const transporter = createTransport({
    url,
    requireTLS: !isLocal && url.startsWith("smtp://"),
    connectionTimeout: timeoutsMs.connection,
    greetingTimeout: timeoutsMs.greeting,
    dnsTimeout: timeoutsMs.dns,
    socketTimeout: timeoutsMs.socket,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  /** Mails that have left as a whole, whatever the answer. */
  const handedOver = new Set<string>();
  transporter.use("stream", ({ message, data }, callback) => {
    message.transform(() => new PassThrough().once("end", () => handedOver.add(String(data.messageId))));
    callback();
  });
  return {
    async send(mail) {
      try {
        await transporter.sendMail({
          from: { name: from.name, address: from.address },
          to: { name: "", address: mail.to },
          messageId: mail.messageId,
          date: mail.date,
          subject: mail.subject,
          html: mail.html,
          text: mail.text,
          headers: { "Auto-Submitted": "auto-generated", ...mail.headers },
          dsn: { id: mail.envelopeId, return: "headers", notify: ["failure"], recipient: from.address },
          attachments: mail.pictures.map(({ contentId, contentType, content, fileName }) => ({
            cid: contentId,
            contentType,
            content,
            filename: fileName,
            contentDisposition: "inline" as const,
          })),
        });
        return { isSent: true };
      } catch (error) {
        return { isSent: false, ...readFailure(error, handedOver.has(mail.messageId)) };
      } finally {
        handedOver.delete(mail.messageId);
      }
    },
    close: () => transporter.close(),
  };
}

/** What nodemailer's error says, in the terms of our rules. */
export function readFailure(error: unknown, isAfterData: boolean): { failure: SmtpFailure; said: string } {
  const field = (name: string): unknown => (error instanceof Error ? Reflect.get(error, name) : undefined);
  const [code, status, response] = ["code", "responseCode", "response"].map(field);
  const words =
    typeof response === "string" ? response : error instanceof Error ? error.message : String(error);
  return {
    failure: {
      code: typeof code === "string" ? code : "EUNKNOWN",
      status: typeof status === "number" ? status : null,
      enhanced: /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(words)?.[1] ?? null,
      isAfterData,
    },
    said: hideAddresses(words).slice(0, 500),
  };
}
