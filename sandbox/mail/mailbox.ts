import { randomUUID } from "node:crypto";
import PostalMime, { type Address, type Email } from "postal-mime";
import type { MailEntry, StoredMail } from "./records";

type Kept = { mail: StoredMail; html: string; raw: Buffer };

/** Whatever is sent here stays in memory: the newest, and not more than fits. */
const mostMails = 500;
const mostBytes = 64 * 1024 * 1024;

/** The mails that the local server has taken, newest last. */
export class Mailbox {
  #kept: Kept[] = [];
  #bytes = 0;

  add(raw: Buffer, email: Email, envelope: StoredMail["envelope"], now: Date): StoredMail {
    const mail = toStored(raw, email, envelope, now);
    this.#kept.push({ mail, html: withPictures(email), raw });
    this.#bytes += raw.length;
    while (this.#kept.length > mostMails || (this.#bytes > mostBytes && this.#kept.length > 1)) {
      this.#bytes -= this.#kept.shift()?.raw.length ?? 0;
    }
    return mail;
  }

  /** Newest first. `search` looks into addresses and subjects. */
  list(options: { search?: string; to?: string; limit?: number } = {}): MailEntry[] {
    const wanted = options.search?.toLowerCase() ?? "";
    const found = this.#kept
      .map(({ mail }) => mail)
      .filter(
        ({ to, subject, envelope }) =>
          (!options.to || envelope.to.includes(options.to)) &&
          `${to} ${subject} ${envelope.to.join(" ")}`.toLowerCase().includes(wanted),
      )
      .reverse()
      .slice(0, options.limit ?? mostMails);
    return found.map(({ id, receivedAt, subject, from, to, sizeBytes }) => ({
      id,
      receivedAt,
      subject,
      from,
      to,
      sizeBytes,
    }));
  }

  get(id: string): StoredMail | null {
    return this.#find(id)?.mail ?? null;
  }

  /** The HTML part, its inline pictures as data; null where the mail has none. */
  html(id: string): string | null {
    return this.#find(id)?.html || null;
  }

  raw(id: string): Buffer | null {
    return this.#find(id)?.raw ?? null;
  }

  clear(): void {
    this.#kept = [];
    this.#bytes = 0;
  }

  #find(id: string): Kept | undefined {
    return this.#kept.find(({ mail }) => mail.id === id);
  }
}

/** The parts of a mail, reports of what became of another one included. */
export const parseMail = (raw: Uint8Array): Promise<Email> =>
  PostalMime.parse(raw, { attachmentEncoding: "arraybuffer" });

function toStored(raw: Buffer, email: Email, envelope: StoredMail["envelope"], now: Date): StoredMail {
  const named = (one: Address | undefined) =>
    one?.name ? `${one.name} <${one.address ?? ""}>` : (one?.address ?? "");
  const text = email.text ?? "";
  return {
    id: randomUUID(),
    receivedAt: now.toISOString(),
    envelope,
    sizeBytes: raw.length,
    subject: email.subject ?? "",
    from: named(email.from),
    to: (email.to ?? []).map(named).join(", "),
    messageId: email.messageId ?? "",
    headers: email.headers.map(({ key, value, originalKey }) => ({ name: originalKey || key, value })),
    text,
    links: [...new Set(`${text}\n${hrefs(email.html ?? "")}`.match(/https?:\/\/[^\s<>"')\]]+/g) ?? [])],
    attachments: email.attachments.map(({ filename, mimeType, content, contentId }) => ({
      name: filename ?? "",
      type: mimeType,
      sizeBytes: typeof content === "string" ? content.length : content.byteLength,
      contentId: contentId?.replace(/^<|>$/g, "") ?? null,
    })),
  };
}

const hrefs = (html: string): string =>
  [...html.matchAll(/href="([^"]+)"/g)].map(([, url]) => url!.replaceAll("&amp;", "&")).join("\n");

function withPictures({ html, attachments }: Email): string {
  return attachments.reduce((page, { contentId, mimeType, content }) => {
    if (!contentId || typeof content === "string" || !mimeType.startsWith("image/")) return page;
    const data = `data:${mimeType};base64,${Buffer.from(content as ArrayBuffer).toString("base64")}`;
    return page.replaceAll(`cid:${contentId.replace(/^<|>$/g, "")}`, data);
  }, html ?? "");
}
