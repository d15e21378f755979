import { sql } from "drizzle-orm";
import { foreignKey, index, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
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
    /** The member wants to see the list of first steps no more. */
    checklistHiddenAt: instant("checklist_hidden_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("members_person").on(t.workspaceId, t.personId).where(sql`removed_at is null`),
    index("members_by_person").on(t.personId),
    oneOf("members_role", t.role, memberRoles),
  ],
);

/** An open door for one person, in a role. Its token is known to who was given the link; here stands its hash. */
export const invitations = pgTable(
  "invitations",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: id(),
    role: state("role", memberRoles).notNull(),
    /** For this address alone, in small letters; null for a link that whoever has it may use. */
    email: text("email"),
    /** The language that its mail is written in. */
    locale: text("locale").notNull(),
    tokenHash: text("token_hash").notNull(),
    invitedBy: uuid("invited_by").notNull(),
    createdAt: instant("created_at").notNull(),
    /** When the link in use was made; an earlier one is of no use any more. */
    sentAt: instant("sent_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    acceptedAt: instant("accepted_at"),
    acceptedBy: uuid("accepted_by"),
    withdrawnAt: instant("withdrawn_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("invitations_token").on(t.tokenHash),
    index("invitations_newest").on(t.workspaceId, t.createdAt),
    // One that waits for an address: a second one would leave two doors open.
    uniqueIndex("invitations_address")
      .on(t.workspaceId, t.email)
      .where(sql`email is not null and accepted_at is null and withdrawn_at is null`),
    foreignKey({
      name: "invitations_invited_by_fk",
      columns: [t.workspaceId, t.invitedBy],
      foreignColumns: [members.workspaceId, members.id],
    }),
    foreignKey({
      name: "invitations_accepted_by_fk",
      columns: [t.workspaceId, t.acceptedBy],
      foreignColumns: [members.workspaceId, members.id],
    }),
    oneOf("invitations_role", t.role, memberRoles),
  ],
);
