import { pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns";

/** Who owns workspaces: an agency, a chain, or one person. Readable only through a workspace of its own. */
export const organisations = pgTable("organisations", {
  id: uuid("id").primaryKey(),
  name: text("name").notNull(),
  createdAt: instant("created_at").notNull(),
});
