import { index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns";

/** One human across workspaces; sessions belong to a person. */
export const people = pgTable("people", {
  id: uuid("id").primaryKey(),
  displayName: text("display_name").notNull(),
  locale: text("locale").notNull(),
  createdAt: instant("created_at").notNull(),
});

/** A signed-in browser. The sign-in cookie carries this row's id and nothing else that is trusted. */
export const sessions = pgTable(
  "sessions",
  {
    id: uuid("id").primaryKey(),
    personId: uuid("person_id")
      .notNull()
      .references(() => people.id),
    method: text("method").notNull(),
    userAgent: text("user_agent"),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    revokedAt: instant("revoked_at"),
  },
  (t) => [index("sessions_person").on(t.personId)],
);
