import { and, eq, gte, inArray, sql } from "drizzle-orm";
import { files, messages, sentFiles, type uploadKinds } from "@/db/schema";
import { inWorkspace, openSystemContext } from "@/server/kernel";
import type { ClaimedDelivery } from "./claims";

export type MediaKind = (typeof uploadKinds)[number];

/** A file of a delivery, as it is sent. */
export type MediaPart = {
  messageId: string;
  kind: MediaKind;
  caption: string;
  name: string;
  contentType: string;
  sizeBytes: number;
  sha256: string;
  width: number | null;
  height: number | null;
  /** What the platform calls this content already, at this bot. */
  knownAs: string | null;
};

/** The platform's limit of an album. */
const maxParts = 10;

const openContext = (delivery: ClaimedDelivery) =>
  openSystemContext(delivery.workspaceId, { kind: "system", name: "dispatcher" });

/** The files of a delivery in their order: one, or the parts of an album, whose messages follow the first. */
export async function loadParcel(delivery: ClaimedDelivery): Promise<MediaPart[]> {
  const ctx = await openContext(delivery);
  const { workspaceId, channelId, messageId, conversationId } = delivery;
  const albumId = delivery.payload?.albumId;
  return inWorkspace(ctx, async (tx) => {
    const rows = await tx
      .select({ message: messages, file: files })
      .from(messages)
      .innerJoin(files, and(eq(files.workspaceId, workspaceId), eq(files.messageId, messages.id)))
      .where(
        and(
          eq(messages.workspaceId, workspaceId),
          albumId
            ? and(
                eq(messages.conversationId, conversationId),
                gte(
                  messages.seq,
                  sql`(select seq from messages where workspace_id = ${workspaceId}::uuid and id = ${messageId}::uuid)`,
                ),
                sql`${messages.payload} ->> 'albumId' = ${albumId}`,
              )
            : eq(messages.id, messageId),
        ),
      )
      .orderBy(messages.seq)
      .limit(albumId ? maxParts : 1);
    const known = await tx
      .select()
      .from(sentFiles)
      .where(
        and(
          eq(sentFiles.workspaceId, workspaceId),
          eq(sentFiles.channelId, channelId),
          inArray(
            sentFiles.sha256,
            rows.map(({ file }) => file.sha256 ?? ""),
          ),
        ),
      );
    return rows.map(({ message, file }) => {
      const kind = message.kind as MediaKind;
      const media = message.payload?.media;
      return {
        messageId: message.id,
        kind,
        caption: message.text,
        name: media?.name ?? "file",
        contentType: file.contentType ?? "application/octet-stream",
        sizeBytes: file.sizeBytes ?? 0,
        sha256: file.sha256 ?? "",
        width: media?.width ?? null,
        height: media?.height ?? null,
        knownAs: known.find((one) => one.sha256 === file.sha256 && one.kind === kind)?.providerFileId ?? null,
      };
    });
  });
}

/** Keeps what the platform calls each content, so that it is carried there once. */
export async function rememberSentFiles(
  delivery: ClaimedDelivery,
  parts: readonly (MediaPart & { sentAs: string })[],
): Promise<void> {
  if (parts.length === 0) return;
  const ctx = await openContext(delivery);
  const { workspaceId, channelId } = delivery;
  const rows = new Map(
    parts.map(({ sha256, kind, sentAs }) => [
      `${sha256} ${kind}`,
      { workspaceId, channelId, sha256, kind, providerFileId: sentAs, sentAt: ctx.clock.now() },
    ]),
  );
  await inWorkspace(ctx, (tx) =>
    tx
      .insert(sentFiles)
      .values([...rows.values()])
      .onConflictDoUpdate({
        target: [sentFiles.workspaceId, sentFiles.channelId, sentFiles.sha256, sentFiles.kind],
        set: { providerFileId: sql`excluded.provider_file_id`, sentAt: sql`excluded.sent_at` },
      }),
  );
}
