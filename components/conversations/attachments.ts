import { useEffect, useSyncExternalStore } from "react";
import { v7 } from "uuid";
import { maxAttachments } from "@/server/conversations/rules";
import { maxUploadBytes } from "@/server/uploads/rules";
import type { Upload } from "@/server/uploads/schemas";
import { keepAttached, readAttached } from "./kept-attachments";
import { discardUpload, uploadFile } from "./upload-file";

/** Why a file is not attached, or cannot be sent. */
export const attachReasons = [
  "too_large",
  "empty",
  "not_what_it_says",
  "quota_reached",
  "twice",
  "too_many",
  "gone",
  "forbidden",
  "storage_full",
  "unreachable",
] as const;
/** What may go another time. */
export const retriableReasons: readonly (AttachReason | null)[] = ["unreachable", "gone", "storage_full"];
export type AttachReason = (typeof attachReasons)[number];

/** A file in the composer, on its way to the server from the moment it was chosen. */
export type Attachment = {
  key: string;
  file: File;
  /** Of a picture, to be shown at once; lives as long as the attachment. */
  previewUrl: string | null;
  state: "uploading" | "done" | "failed";
  /** 0 to 1. */
  share: number;
  upload: Upload | null;
  reason: AttachReason | null;
};

const none: readonly Attachment[] = [];
const held = new Map<string, readonly Attachment[]>();
/** Who writes to each of the conversations that have been open. */
const writers = new Map<string, string>();
const stops = new Map<string, () => void>();
const listeners = new Set<() => void>();

function change(conversationId: string, next: readonly Attachment[]): void {
  if (next.length > 0) held.set(conversationId, next);
  else held.delete(conversationId);
  const memberId = writers.get(conversationId);
  if (memberId) keepAttached({ memberId, conversationId }, next);
  for (const listener of listeners) listener();
}

const of = (conversationId: string): readonly Attachment[] => held.get(conversationId) ?? none;

function update(conversationId: string, key: string, changes: Partial<Attachment>): void {
  change(
    conversationId,
    of(conversationId).map((one) => (one.key === key ? { ...one, ...changes } : one)),
  );
}

/** What can be told of a file before a byte of it is sent; null when it may go. */
export function whyNotAttach(file: File, attached: readonly Pick<Attachment, "file">[]): AttachReason | null {
  if (file.size === 0) return "empty";
  if (file.size > maxUploadBytes) return "too_large";
  if (attached.length >= maxAttachments) return "too_many";
  const isSame = (one: File) =>
    one.name === file.name && one.size === file.size && one.lastModified === file.lastModified;
  return attached.some((one) => isSame(one.file)) ? "twice" : null;
}

/** The files of each conversation's next message: in this browser once the server has them, with it for a day. */
export const attachments = {
  of,

  /** Takes up what the member has left here. */
  open(conversationId: string, memberId: string): void {
    if (writers.get(conversationId) === memberId) return;
    writers.set(conversationId, memberId);
    const left = readAttached({ memberId, conversationId }, Date.now());
    if (left.length > 0) change(conversationId, [...left, ...of(conversationId)]);
  },

  /** @returns what was not taken, and why */
  add(conversationId: string, slug: string, files: readonly File[]): { file: File; reason: AttachReason }[] {
    const refused: { file: File; reason: AttachReason }[] = [];
    for (const file of files) {
      const reason = whyNotAttach(file, of(conversationId));
      if (reason) {
        refused.push({ file, reason });
        continue;
      }
      const key = v7();
      const previewUrl = file.type.startsWith("image/") ? URL.createObjectURL(file) : null;
      const attachment: Attachment = {
        ...{ key, file, previewUrl, state: "uploading", share: 0, upload: null, reason: null },
      };
      change(conversationId, [...of(conversationId), attachment]);
      start(conversationId, slug, attachment);
    }
    return refused;
  },

  retry(conversationId: string, slug: string, key: string): void {
    const attachment = of(conversationId).find((one) => one.key === key);
    if (!attachment) return;
    update(conversationId, key, { state: "uploading", share: 0, upload: null, reason: null });
    start(conversationId, slug, attachment);
  },

  /** Takes one off; what is on its way stops. */
  remove(conversationId: string, slug: string, key: string): void {
    const attachment = of(conversationId).find((one) => one.key === key);
    if (!attachment) return;
    stops.get(key)?.();
    stops.delete(key);
    if (attachment.upload) discardUpload(slug, attachment.upload.id);
    if (attachment.previewUrl) URL.revokeObjectURL(attachment.previewUrl);
    change(
      conversationId,
      of(conversationId).filter((one) => one.key !== key),
    );
  },

  /** All of them, for a message; the composer is empty then. */
  take(conversationId: string): readonly Attachment[] {
    const taken = of(conversationId);
    change(conversationId, none);
    return taken;
  },

  /** Back into the composer, before what has been attached since; `isGone`: the server has them no more. */
  restore(conversationId: string, given: readonly Attachment[], isGone: boolean): void {
    const back = isGone
      ? given.map((one) => ({ ...one, state: "failed" as const, upload: null, reason: "gone" as const }))
      : given;
    change(conversationId, [...back, ...of(conversationId)]);
  },

  /** After they have been sent. */
  forget(sent: readonly Attachment[]): void {
    for (const { previewUrl } of sent) if (previewUrl) URL.revokeObjectURL(previewUrl);
  },
};

function start(conversationId: string, slug: string, { key, file }: Attachment): void {
  const stop = uploadFile(
    { slug, file },
    {
      progress: (share) => update(conversationId, key, { share }),
      done: (upload) => {
        stops.delete(key);
        update(conversationId, key, { state: "done", share: 1, upload });
      },
      failed: ({ code, reason }) => {
        stops.delete(key);
        update(conversationId, key, { state: "failed", reason: toReason(code, reason) });
      },
    },
  );
  stops.set(key, stop);
}

function toReason(code: string | null, reason: string | null): AttachReason {
  const known = attachReasons.find((one) => one === reason);
  if (known) return known;
  if (code === "STORAGE_FULL") return "storage_full";
  return code === "PERMISSION_DENIED" || code === "NOT_SIGNED_IN" || code === "WORKSPACE_NOT_FOUND"
    ? "forbidden"
    : "unreachable";
}

export function useAttachments(conversationId: string, memberId: string): readonly Attachment[] {
  useEffect(() => attachments.open(conversationId, memberId), [conversationId, memberId]);
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => of(conversationId),
    () => none,
  );
}
