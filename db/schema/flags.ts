import { boolean, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { id, instant } from "./columns";
import { workspaces } from "./workspaces";

/**
 * Where an operator has switched a part of the product on or off: for the whole platform, or for one workspace. What is
 * not here is as the code says.
 */
export const featureOverrides = pgTable(
  "feature_overrides",
  {
    id: id().primaryKey(),
    feature: text("feature").notNull(),
    /** Null: the whole platform. */
    workspaceId: uuid("workspace_id").references(() => workspaces.id, { onDelete: "cascade" }),
    isOn: boolean("is_on").notNull(),
    changedAt: instant("changed_at").notNull(),
  },
  (t) => [unique("feature_overrides_one").on(t.feature, t.workspaceId).nullsNotDistinct()],
);
