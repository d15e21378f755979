import type { Upload } from "@/server/uploads/schemas";
import type { Attachment } from "./attachments";

/** A file that the server has and no message yet, as it lies in this browser. */
export type KeptAttachment = { key: string; name: string; upload: Upload };

const prefix = "santral.files.";
/** The server throws away what was not sent within a day; what it may have no more is not offered. */
const keptMs = 23 * 3_600_000;

/** What can be kept: a file that has not arrived is only in its writer's hands. */
export const toKept = (attached: readonly Attachment[]): KeptAttachment[] =>
  attached.flatMap(({ key, file, upload }) => (upload ? [{ key, name: file.name, upload }] : []));

/** The server has the file; here it is only named. */
export const fromKept = ({ key, name, upload }: KeptAttachment): Attachment => ({
  key,
  file: new File([], name, { type: upload.contentType }),
  previewUrl: null,
  state: "done",
  share: 1,
  upload,
  reason: null,
});

/** Keeps the files of a member's next message in this browser, as far as the server has them. */
export function keepAttached(
  of: { memberId: string; conversationId: string },
  attached: readonly Attachment[],
): void {
  const kept = toKept(attached);
  try {
    if (kept.length > 0) window.localStorage.setItem(toKey(of), JSON.stringify(kept));
    else window.localStorage.removeItem(toKey(of));
  } catch {
    // Storage is full or forbidden: they live as long as the page.
  }
}

/** What was kept of them, as long as the server has it. */
export function readAttached(of: { memberId: string; conversationId: string }, now: number): Attachment[] {
  try {
    const kept = JSON.parse(window.localStorage.getItem(toKey(of)) ?? "[]") as KeptAttachment[];
    return kept.filter(({ key }) => now - chosenAt(key) < keptMs).map(fromKept);
  } catch {
    return [];
  }
}

const toKey = (of: { memberId: string; conversationId: string }) =>
  `${prefix}${of.memberId}.${of.conversationId}`;

/** A key is a UUID of the seventh version: it begins with the moment at which the file was chosen. */
const chosenAt = (key: string): number => Number.parseInt(key.replaceAll("-", "").slice(0, 12), 16);
