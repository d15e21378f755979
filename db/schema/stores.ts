import {
  bigint,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { id, instant, oneOf, state, workspaceId } from "./columns";
import { workspaces } from "./workspaces";

export const shopOrderStatuses = [
  "preparing",
  "shipped",
  "out_for_delivery",
  "delivered",
  "cancelled",
  "returned",
] as const;

/** A customer's order in a shop; its packages and lines hang on it. */
export const shopOrders = pgTable(
  "shop_orders",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: id(),
    number: text("number").notNull(),
    /** Folded (upper case, letters and digits only), so that "ty 1042" finds "TY-1042". */
    numberFolded: text("number_folded").notNull(),
    orderedAt: instant("ordered_at").notNull(),
    customerName: text("customer_name").notNull(),
    /** E.164, or null where the file had none that is valid. */
    phone: text("phone"),
    email: text("email"),
    status: state("status", shopOrderStatuses).notNull(),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("shop_orders_number").on(t.workspaceId, t.numberFolded),
    index("shop_orders_phone").on(t.workspaceId, t.phone),
    index("shop_orders_email").on(t.workspaceId, t.email),
    index("shop_orders_ordered").on(t.workspaceId, t.orderedAt.desc(), t.id.desc()),
    oneOf("shop_orders_status", t.status, shopOrderStatuses),
  ],
);

export const shopOrderPackages = pgTable(
  "shop_order_packages",
  {
    workspaceId: workspaceId(),
    id: id(),
    shopOrderId: uuid("shop_order_id").notNull(),
    carrier: text("carrier"),
    tracking: text("tracking"),
    status: state("status", shopOrderStatuses).notNull(),
    estimatedDelivery: date("estimated_delivery", { mode: "string" }),
    deliveredAt: instant("delivered_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index("shop_order_packages_order").on(t.workspaceId, t.shopOrderId),
    index("shop_order_packages_tracking").on(t.workspaceId, t.tracking),
    foreignKey({
      name: "shop_order_packages_order_fk",
      columns: [t.workspaceId, t.shopOrderId],
      foreignColumns: [shopOrders.workspaceId, shopOrders.id],
    }).onDelete("cascade"),
    oneOf("shop_order_packages_status", t.status, shopOrderStatuses),
  ],
);

export const shopOrderLines = pgTable(
  "shop_order_lines",
  {
    workspaceId: workspaceId(),
    id: id(),
    shopOrderId: uuid("shop_order_id").notNull(),
    packageId: uuid("package_id").notNull(),
    item: text("item").notNull(),
    sku: text("sku"),
    quantity: integer("quantity").notNull(),
    priceMinor: bigint("price_minor", { mode: "bigint" }).notNull(),
    currency: text("currency").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index("shop_order_lines_order").on(t.workspaceId, t.shopOrderId),
    foreignKey({
      name: "shop_order_lines_order_fk",
      columns: [t.workspaceId, t.shopOrderId],
      foreignColumns: [shopOrders.workspaceId, shopOrders.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "shop_order_lines_package_fk",
      columns: [t.workspaceId, t.packageId],
      foreignColumns: [shopOrderPackages.workspaceId, shopOrderPackages.id],
    }).onDelete("cascade"),
  ],
);
