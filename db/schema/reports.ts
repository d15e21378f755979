import {
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { id, instant, workspaceId } from "./columns";
import { members } from "./members";
import { workspaces } from "./workspaces";

/** Figures that are shown outside the panel, to whoever has the link. */
export const embeds = pgTable(
  "embeds",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: id(),
    title: text("title").notNull(),
    widgets: text("widgets").array().notNull(),
    /** The span that it tells, in days. */
    days: integer("days").notNull(),
    /** The sites that may frame it, as origins; none of them, and it is opened by its link only. */
    origins: text("origins").array().notNull(),
    /** SHA-256 of the token, which nobody keeps. */
    tokenHash: text("token_hash").notNull(),
    createdBy: uuid("created_by").notNull(),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    revokedAt: instant("revoked_at"),
    lastUsedAt: instant("last_used_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("embeds_token").on(t.tokenHash),
    index("embeds_created").on(t.workspaceId, t.createdAt),
    foreignKey({
      name: "embeds_member_fk",
      columns: [t.workspaceId, t.createdBy],
      foreignColumns: [members.workspaceId, members.id],
    }),
  ],
);
