import { foreignKey, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { channels } from "./channels";
import { id, instant, oneOf, state, workspaceId } from "./columns";
import { members } from "./members";

/** As what a member's file can be sent. */
export const uploadKinds = ["photo", "video", "animation", "audio", "voice", "document"] as const;

/** A file that a member has brought and not yet sent; its bytes stand aside, under its id. Gone after a day. */
export const uploads = pgTable(
  "uploads",
  {
    workspaceId: workspaceId(),
    id: id(),
    memberId: uuid("member_id").notNull(),
    kind: state("kind", uploadKinds).notNull(),
    /** Fit to be shown and to be a file's name. */
    name: text("name").notNull(),
    contentType: text("content_type").notNull(),
    /** Hex SHA-256 of the content. */
    sha256: text("sha256").notNull(),
    sizeBytes: integer("size_bytes").notNull(),
    width: integer("width"),
    height: integer("height"),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index("uploads_created").on(t.workspaceId, t.createdAt),
    foreignKey({
      name: "uploads_member_fk",
      columns: [t.workspaceId, t.memberId],
      foreignColumns: [members.workspaceId, members.id],
    }),
    oneOf("uploads_kind", t.kind, uploadKinds),
  ],
);

/** What a bot's platform calls a content that it has been given once: it is not carried there again. */
export const sentFiles = pgTable(
  "sent_files",
  {
    workspaceId: workspaceId(),
    channelId: uuid("channel_id").notNull(),
    sha256: text("sha256").notNull(),
    kind: state("kind", uploadKinds).notNull(),
    providerFileId: text("provider_file_id").notNull(),
    sentAt: instant("sent_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.channelId, t.sha256, t.kind] }),
    foreignKey({
      name: "sent_files_channel_fk",
      columns: [t.workspaceId, t.channelId],
      foreignColumns: [channels.workspaceId, channels.id],
    }),
    oneOf("sent_files_kind", t.kind, uploadKinds),
  ],
);
