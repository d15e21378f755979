import { foreignKey, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { id, instant, workspaceId } from "./columns";
import { members } from "./members";

/** A text that the team writes often, found in the composer by `/` and its shortcut. */
export const cannedReplies = pgTable(
  "canned_replies",
  {
    workspaceId: workspaceId(),
    id: id(),
    /** `kargo`: letters, digits and hyphens, folded; typed after the slash. */
    shortcut: text("shortcut").notNull(),
    /** May hold variables such as `{{customer.firstName}}`. */
    text: text("text").notNull(),
    /** Who made it. */
    memberId: uuid("member_id").notNull(),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("canned_replies_shortcut").on(t.workspaceId, t.shortcut),
    foreignKey({
      name: "canned_replies_member_fk",
      columns: [t.workspaceId, t.memberId],
      foreignColumns: [members.workspaceId, members.id],
    }),
  ],
);
