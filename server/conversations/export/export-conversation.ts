import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { channels, conversations, customers } from "@/db/schema";
import { loadMessages } from "@/lib/i18n/load-messages";
import { directionOf, intlTags, type Locale, locales } from "@/lib/i18n/locales";
import { publicId } from "@/lib/public-id";
import { type Ctx, inWorkspace, recordAudit, requirePermission, toPublicId } from "@/server/kernel";
import { ConversationNotFound } from "../errors";
import { type ExportHead, type ExportWords, exportFormats, writers } from "./formats";
import { type Entry, readEntries } from "./read-entries";

export const ExportConversationInput = z.object({
  conversationId: publicId("conversation"),
  format: z.enum(exportFormats),
  /** The team's notes too, which the customer has never seen. */
  includesNotes: z.boolean().default(false),
  locale: z.enum(locales).default("tr"),
});
export type ExportConversationInput = z.input<typeof ExportConversationInput>;

export type ExportedConversation = {
  name: string;
  contentType: string;
  body: AsyncIterable<Uint8Array>;
};

/** As much is handed on at once. */
const chunkLength = 64_000;

/**
 * Everything said in a conversation as a file: a page that can be printed, plain text, or JSON. It is written while it is
 * read, so that its length costs no memory; what is written meanwhile is left out. That it was taken is audited before
 * the first byte.
 *
 * @throws ConversationNotFound no such conversation in this workspace
 */
export async function exportConversation({
  ctx,
  input,
  signal,
}: {
  ctx: Ctx;
  input: ExportConversationInput;
  signal?: AbortSignal;
}): Promise<ExportedConversation> {
  requirePermission(ctx, "conversation.export");
  const { conversationId, format, includesNotes, locale } = ExportConversationInput.parse(input);
  const found = await inWorkspace(ctx, async (tx) => {
    const w = ctx.workspace.id;
    const [row] = await tx
      .select({
        status: conversations.status,
        lastSeq: conversations.lastSeq,
        createdAt: conversations.createdAt,
        customerId: customers.id,
        customerName: customers.displayName,
        channelName: channels.displayName,
        username: channels.username,
      })
      .from(conversations)
      .innerJoin(customers, and(eq(customers.workspaceId, w), eq(customers.id, conversations.customerId)))
      .innerJoin(channels, and(eq(channels.workspaceId, w), eq(channels.id, conversations.channelId)))
      .where(and(eq(conversations.workspaceId, w), eq(conversations.id, conversationId)));
    if (!row) throw new ConversationNotFound(toPublicId("conversation", conversationId));
    await recordAudit(tx, ctx, {
      action: "conversation.export",
      entity: conversationId,
      after: { format, includesNotes, messages: row.lastSeq },
    });
    return row;
  });

  const { conversations: texts } = await loadMessages(locale, ["conversations"]);
  const { exported } = texts;
  const { timeZone, name: workspace } = ctx.workspace;
  const moments = new Intl.DateTimeFormat(intlTags[locale], {
    dateStyle: "medium",
    timeStyle: "medium",
    timeZone,
  });
  const now = ctx.clock.now();
  const by = ctx.actor.kind === "member" ? ctx.actor.displayName : ctx.actor.kind;
  const head: ExportHead = {
    title: exported.title.replace("{name}", () => found.customerName),
    locale,
    direction: directionOf(locale),
    facts: [
      { term: exported.workspace, value: workspace },
      { term: exported.channel, value: `${found.channelName} (@${found.username})` },
      { term: exported.begun, value: moments.format(found.createdAt) },
      { term: exported.status, value: texts.statusBadge[found.status] },
      { term: exported.taken, value: `${moments.format(now)} · ${by}` },
      { term: exported.timeZone, value: timeZone },
      { term: exported.notes, value: includesNotes ? exported.notesIn : exported.notesOut },
    ],
    data: {
      workspace,
      conversation: {
        id: toPublicId("conversation", conversationId),
        status: found.status,
        createdAt: found.createdAt,
        customer: { id: toPublicId("customer", found.customerId), name: found.customerName },
        channel: { name: found.channelName, username: found.username },
      },
      exportedAt: now,
      exportedBy: by,
      timeZone,
      includesNotes,
    },
  };
  const kinds: Record<string, string> = texts.content.kind;
  const words: ExportWords = {
    who(entry) {
      if (entry.type === "note") return entry.memberName;
      if (entry.author === "customer") return found.customerName;
      return entry.memberName ?? (entry.author === "agent" ? texts.thread.agent : texts.thread.system);
    },
    when: (at) => moments.format(at),
    what: (entry) => toWhat(entry, kinds, locale),
    edited: texts.thread.edited,
    deleted: exported.deleted,
    note: exported.note,
  };
  const writer = writers[format];
  const day = new Intl.DateTimeFormat("en-CA", { timeZone }).format(now);
  return {
    name: `${ctx.workspace.slug}-${toPublicId("conversation", conversationId).slice(-12)}-${day}.${writer.extension}`,
    contentType: writer.contentType,
    body: write(
      writer,
      head,
      words,
      readEntries(ctx, { conversationId, lastSeq: found.lastSeq, includesNotes, signal }),
    ),
  };
}

async function* write(
  writer: (typeof writers)[keyof typeof writers],
  head: ExportHead,
  words: ExportWords,
  entries: AsyncIterable<Entry>,
): AsyncGenerator<Uint8Array> {
  let held = writer.head(head);
  let index = 0;
  for await (const entry of entries) {
    held += writer.entry(entry, words, index);
    index += 1;
    if (held.length < chunkLength) continue;
    yield Buffer.from(held);
    held = "";
  }
  yield Buffer.from(held + writer.foot);
}

/** `Document: fatura.pdf (120 kB)`; what has no file is named by its kind. */
function toWhat(entry: Entry, kinds: Record<string, string>, locale: Locale): string | null {
  if (entry.type === "note" || entry.kind === "text" || entry.kind === "command") return null;
  const kind = kinds[entry.kind] ?? kinds.other ?? entry.kind;
  const { name, sizeBytes } = entry.attachment ?? { name: null, sizeBytes: null };
  const size =
    sizeBytes === null
      ? null
      : new Intl.NumberFormat(intlTags[locale], {
          style: "unit",
          unit: sizeBytes < 1_000_000 ? "kilobyte" : "megabyte",
          maximumFractionDigits: 1,
        }).format(sizeBytes / (sizeBytes < 1_000_000 ? 1_000 : 1_000_000));
  return `${kind}${name ? `: ${name}` : ""}${size ? ` (${size})` : ""}`;
}
