import { sql } from "drizzle-orm";
import { foreignKey, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { id, instant, oneOf, state, workspaceId } from "./columns";
import { messages } from "./conversations";

export const fileStates = ["waiting", "stored", "failed"] as const;

/** A file that a message carries; its bytes stand in the file store under their hash. */
export const files = pgTable(
  "files",
  {
    workspaceId: workspaceId(),
    id: id(),
    messageId: uuid("message_id").notNull(),
    state: state("state", fileStates).notNull(),
    /** Hex SHA-256 of the content. */
    sha256: text("sha256"),
    contentType: text("content_type"),
    sizeBytes: integer("size_bytes"),
    /** The platform's name of the content, so that the same sticker is fetched once. */
    providerUniqueId: text("provider_unique_id"),
    /** A small picture of it that the platform made, kept as a content of its own. */
    thumbnailSha256: text("thumbnail_sha256"),
    thumbnailType: text("thumbnail_type"),
    thumbnailBytes: integer("thumbnail_bytes"),
    /** Why it could not be stored, a code. */
    errorCode: text("error_code"),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index("files_message").on(t.workspaceId, t.messageId),
    // Whether anybody points at bytes in the store: equal ones stand once, whoever brought them.
    index("files_sha256").on(t.sha256).where(sql`sha256 is not null`),
    index("files_thumbnail").on(t.thumbnailSha256).where(sql`thumbnail_sha256 is not null`),
    index("files_provider").on(t.workspaceId, t.providerUniqueId).where(sql`provider_unique_id is not null`),
    foreignKey({
      name: "files_message_fk",
      columns: [t.workspaceId, t.messageId],
      foreignColumns: [messages.workspaceId, messages.id],
    }),
    oneOf("files_state", t.state, fileStates),
  ],
);
