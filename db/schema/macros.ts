import { foreignKey, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { id, instant, workspaceId } from "./columns";
import { members } from "./members";

/** One step of a macro. Ids are those of the rows, which may be gone when it runs. */
export type MacroAction =
  | { kind: "reply"; cannedReplyId: string }
  | { kind: "draft"; cannedReplyId: string }
  | { kind: "note"; text: string }
  | { kind: "assign"; to: "me" | "nobody" | "member"; memberId?: string }
  | { kind: "tag"; tagId: string; isOn: boolean }
  | { kind: "prioritise"; priority: "low" | "normal" | "high" | "urgent" }
  | { kind: "snooze"; hours: number }
  | { kind: "close" };

/** Things that the team does together often, under one name. */
export const macros = pgTable(
  "macros",
  {
    workspaceId: workspaceId(),
    id: id(),
    name: text("name").notNull(),
    /** The name folded: two macros never differ by case or marks alone. */
    nameKey: text("name_key").notNull(),
    actions: jsonb("actions").$type<MacroAction[]>().notNull(),
    /** Who made it. */
    memberId: uuid("member_id").notNull(),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("macros_name").on(t.workspaceId, t.nameKey),
    foreignKey({
      name: "macros_member_fk",
      columns: [t.workspaceId, t.memberId],
      foreignColumns: [members.workspaceId, members.id],
    }),
  ],
);
