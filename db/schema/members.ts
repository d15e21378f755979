import { sql } from "drizzle-orm";
import { index, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { people } from "./auth";
import { id, instant, oneOf, state, workspaceId } from "./columns";
import { workspaces } from "./workspaces";

export const memberRoles = ["owner", "admin", "supervisor", "support", "analyst"] as const;

export const members = pgTable(
  "members",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: id(),
    personId: uuid("person_id")
      .notNull()
      .references(() => people.id),
    role: state("role", memberRoles).notNull(),
    displayName: text("display_name").notNull(),
    createdAt: instant("created_at").notNull(),
    removedAt: instant("removed_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("members_person").on(t.workspaceId, t.personId).where(sql`removed_at is null`),
    index("members_by_person").on(t.personId),
    oneOf("members_role", t.role, memberRoles),
  ],
);
