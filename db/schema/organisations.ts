import { sql } from "drizzle-orm";
import { check, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns";

/**
 * Who owns workspaces: an agency, a chain, or one person, with the brand that its workspaces show. Readable and
 * changeable only through a workspace of its own.
 */
export const organisations = pgTable(
  "organisations",
  {
    id: uuid("id").primaryKey(),
    name: text("name").notNull(),
    /** As chosen, `#rrggbb`; what is shown is corrected for contrast. */
    color: text("color"),
    /** The logo's bytes in the store of files, by their hash; null where there is none. */
    logoSha256: text("logo_sha256"),
    logoWidth: integer("logo_width"),
    logoHeight: integer("logo_height"),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [check("organisations_color", sql`${t.color} ~ '^#[0-9a-f]{6}$'`)],
);
