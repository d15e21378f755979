import {
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { id, instant, oneOf, state, workspaceId } from "./columns";
import { customers } from "./customers";
import { workspaces } from "./workspaces";

export const fieldKinds = ["text", "number", "date", "boolean", "choice"] as const;

/** One of the answers that a field offers; its id stays when it is renamed, and its values when it is taken out. */
export type FieldChoice = { id: string; label: string; isArchived?: boolean };

/** Something that a workspace wants to know of each customer. */
export const customerFields = pgTable(
  "customer_fields",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: id(),
    name: text("name").notNull(),
    /** The name folded: two fields never differ by case or marks alone, and a file's heading finds it. */
    nameKey: text("name_key").notNull(),
    kind: state("kind", fieldKinds).notNull(),
    choices: jsonb("choices").$type<FieldChoice[]>().notNull().default([]),
    /** Its place on the card, from 0. */
    position: integer("position").notNull(),
    /** Asked for no more; what was answered stays. */
    archivedAt: instant("archived_at"),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("customer_fields_name").on(t.workspaceId, t.nameKey),
    oneOf("customer_fields_kind", t.kind, fieldKinds),
  ],
);

/** What is known of one customer; no row where nothing is. */
export const customerFieldValues = pgTable(
  "customer_field_values",
  {
    workspaceId: workspaceId(),
    customerId: uuid("customer_id").notNull(),
    fieldId: uuid("field_id").notNull(),
    /** In one form for each kind: a text, `-12.5`, `2026-11-20`, `yes`, a choice's id. */
    value: text("value").notNull(),
    /** What a filter compares: folded and cut for a text, else the value itself. */
    valueKey: text("value_key").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.customerId, t.fieldId] }),
    index("customer_field_values_key").on(t.workspaceId, t.fieldId, t.valueKey, t.customerId),
    foreignKey({
      name: "customer_field_values_customer_fk",
      columns: [t.workspaceId, t.customerId],
      foreignColumns: [customers.workspaceId, customers.id],
    }),
    foreignKey({
      name: "customer_field_values_field_fk",
      columns: [t.workspaceId, t.fieldId],
      foreignColumns: [customerFields.workspaceId, customerFields.id],
    }),
  ],
);
