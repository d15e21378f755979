import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { shopOrderLines, shopOrderPackages, shopOrders, terms } from "@/db/schema";
import { codeKey } from "@/lib/text/fold";
import { type ImportEnv, insertTerms, newId, type RowGroup, type Transaction } from "@/server/kernel";
import type { OrderRow } from "./read-row";
import { statusOfOrder } from "./rules";
import { orderTerms } from "./search-terms";

type Line = Pick<OrderRow, "item" | "sku" | "quantity" | "priceMinor">;
type Package = Pick<OrderRow, "carrier" | "tracking" | "status" | "estimatedDelivery" | "deliveredAt"> & {
  lines: Line[];
};
type Order = Pick<OrderRow, "number" | "orderedAt" | "customerName" | "phone" | "email"> & {
  packages: Package[];
};
export type StoredOrder = Order & { id: string };
type ChangedOrder = StoredOrder & { numberFolded: string; before: StoredOrder | undefined };

/** What a file makes of orders, each under its folded number; nothing is written. */
export async function planOrders(
  tx: Transaction,
  input: { workspaceId: string; groups: readonly RowGroup<OrderRow>[]; env: Pick<ImportEnv, "has"> },
): Promise<Map<string, { before: StoredOrder | undefined; after: StoredOrder }>> {
  const known = await loadByNumber(
    tx,
    input.workspaceId,
    input.groups.map((group) => group.key),
  );
  return new Map(
    input.groups.map(({ key, rows, isContinued }) => {
      const before = known.get(key);
      const after = toOrder(rows, { before, isContinued, env: input.env });
      return [key, { before, after: { ...after, id: before?.id ?? newId() } }];
    }),
  );
}

/** Writes orders with their packages and lines as they are given, in a handful of statements, whatever their number. */
export async function writeOrders(
  tx: Transaction,
  input: {
    workspaceId: string;
    now: Date;
    orders: readonly { before: StoredOrder | undefined; after: StoredOrder }[];
  },
): Promise<void> {
  if (input.orders.length === 0) return;
  const changed = input.orders.map(({ before, after }) => ({
    ...after,
    before,
    numberFolded: codeKey(after.number),
  }));
  await upsertOrders(tx, input.workspaceId, input.now, changed);
  await replacePackages(tx, input.workspaceId, changed);
  await indexOrders(tx, input.workspaceId, changed);
}

/**
 * The order as its rows say it: packages by tracking number; of name, phone, e-mail and date the first that a row
 * gives. Columns that the file does not have leave what stands.
 */
function toOrder(
  rows: readonly OrderRow[],
  {
    before,
    isContinued,
    env,
  }: { before: Order | undefined; isContinued: boolean; env: Pick<ImportEnv, "has"> },
): Order {
  const packages = new Map<string, Package>();
  for (const known of (isContinued && before?.packages) || [])
    packages.set(packageKey(known), { ...known, lines: [...known.lines] });
  for (const row of rows) {
    const { carrier, tracking, status, estimatedDelivery, deliveredAt } = row;
    const lines = packages.get(packageKey(row))?.lines ?? [];
    lines.push({ item: row.item, sku: row.sku, quantity: row.quantity, priceMinor: row.priceMinor });
    packages.set(packageKey(row), { carrier, tracking, status, estimatedDelivery, deliveredAt, lines });
  }
  const [only] = packages.values();
  const [stood] = before?.packages ?? [];
  if (only && stood && packages.size === 1 && before?.packages.length === 1) keepUnspoken(only, stood, env);
  const first = rows[0]!;
  const told = <K extends "phone" | "email">(name: K): Order[K] =>
    ((isContinued || !env.has(name)) && before?.[name]) ||
    rows.find((row) => row[name] !== null)?.[name] ||
    null;
  return {
    number: isContinued && before ? before.number : first.number,
    orderedAt: isContinued && before ? before.orderedAt : first.orderedAt,
    customerName: isContinued && before ? before.customerName : first.customerName,
    phone: told("phone"),
    email: told("email"),
    packages: [...packages.values()],
  };
}

/** A file without tracking numbers or carriers does not take away those of an order's one package. */
function keepUnspoken(pack: Package, stood: Package, env: Pick<ImportEnv, "has">): void {
  if (!env.has("carrier")) pack.carrier = stood.carrier;
  if (!env.has("tracking")) pack.tracking = stood.tracking;
  if (!env.has("estimated_delivery")) pack.estimatedDelivery = stood.estimatedDelivery;
  if (!env.has("delivered_at")) pack.deliveredAt = stood.deliveredAt;
}

/** Without a tracking number, pieces of one carrier and status travel together. */
const packageKey = (row: Pick<Package, "carrier" | "tracking" | "status">) =>
  row.tracking ?? `${row.carrier ?? ""} ${row.status}`;

/** Equal for orders that say the same, in whatever order their packages and lines stand. */
export function fingerprint({ number, orderedAt, customerName, phone, email, packages }: Order): string {
  const packed = packages.map(({ carrier, tracking, status, estimatedDelivery, deliveredAt, lines }) =>
    JSON.stringify([
      carrier,
      tracking,
      status,
      estimatedDelivery,
      deliveredAt?.getTime() ?? null,
      lines
        .map((line) => JSON.stringify([line.item, line.sku, line.quantity, line.priceMinor.toString()]))
        .sort(),
    ]),
  );
  return JSON.stringify([number, orderedAt.getTime(), customerName, phone, email, packed.sort()]);
}

async function loadByNumber(
  tx: Transaction,
  workspaceId: string,
  numbers: readonly string[],
): Promise<Map<string, StoredOrder>> {
  const orders = await loadOrders(tx, workspaceId, inArray(shopOrders.numberFolded, [...numbers]));
  return new Map(orders.map((order) => [codeKey(order.number), order]));
}

/** Orders that meet a condition, with their packages and lines. */
export async function loadOrders(tx: Transaction, workspaceId: string, where: SQL): Promise<StoredOrder[]> {
  const orders = await tx
    .select()
    .from(shopOrders)
    .where(and(eq(shopOrders.workspaceId, workspaceId), where));
  if (orders.length === 0) return [];
  const ids = orders.map((order) => order.id);
  const packages = await tx
    .select()
    .from(shopOrderPackages)
    .where(and(eq(shopOrderPackages.workspaceId, workspaceId), inArray(shopOrderPackages.shopOrderId, ids)));
  const lines = await tx
    .select()
    .from(shopOrderLines)
    .where(and(eq(shopOrderLines.workspaceId, workspaceId), inArray(shopOrderLines.shopOrderId, ids)));
  const linesOf = Map.groupBy(lines, (line) => line.packageId);
  const packagesOf = Map.groupBy(packages, (pack) => pack.shopOrderId);
  return orders.map(({ id, number, orderedAt, customerName, phone, email }) => ({
    id,
    number,
    orderedAt,
    customerName,
    phone,
    email,
    packages: (packagesOf.get(id) ?? []).map((pack) => ({
      carrier: pack.carrier,
      tracking: pack.tracking,
      status: pack.status,
      estimatedDelivery: pack.estimatedDelivery,
      deliveredAt: pack.deliveredAt,
      lines: (linesOf.get(pack.id) ?? []).map(({ item, sku, quantity, priceMinor }) => ({
        item,
        sku,
        quantity,
        priceMinor,
      })),
    })),
  }));
}

async function upsertOrders(
  tx: Transaction,
  workspaceId: string,
  now: Date,
  orders: readonly ChangedOrder[],
): Promise<void> {
  const rows = orders.map((order) => ({
    id: order.id,
    number: order.number,
    number_folded: order.numberFolded,
    ordered_at: order.orderedAt,
    customer_name: order.customerName,
    phone: order.phone,
    email: order.email,
    status: statusOfOrder(order.packages.map((pack) => pack.status)),
  }));
  await tx.execute(sql`
    insert into shop_orders (workspace_id, id, number, number_folded, ordered_at, customer_name, phone, email, status,
      created_at, updated_at)
    select ${workspaceId}::uuid, r.id, r.number, r.number_folded, r.ordered_at, r.customer_name, r.phone, r.email, r.status,
      ${now.toISOString()}::timestamptz, ${now.toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, number text, number_folded text,
      ordered_at timestamptz, customer_name text, phone text, email text, status text)
    on conflict (workspace_id, number_folded) do update set number = excluded.number, ordered_at = excluded.ordered_at,
      customer_name = excluded.customer_name, phone = excluded.phone, email = excluded.email, status = excluded.status,
      updated_at = excluded.updated_at`);
}

async function replacePackages(
  tx: Transaction,
  workspaceId: string,
  orders: readonly ChangedOrder[],
): Promise<void> {
  const old = orders.filter((order) => order.before).map((order) => order.id);
  if (old.length > 0) {
    await tx
      .delete(shopOrderPackages)
      .where(
        and(eq(shopOrderPackages.workspaceId, workspaceId), inArray(shopOrderPackages.shopOrderId, old)),
      );
  }
  const packages = [];
  const lines = [];
  for (const order of orders) {
    for (const pack of order.packages) {
      const packageId = newId();
      packages.push({
        id: packageId,
        order_id: order.id,
        carrier: pack.carrier,
        tracking: pack.tracking,
        status: pack.status,
        estimated_delivery: pack.estimatedDelivery,
        delivered_at: pack.deliveredAt,
      });
      for (const { item, sku, quantity, priceMinor } of pack.lines) {
        lines.push({
          id: newId(),
          order_id: order.id,
          package_id: packageId,
          item,
          sku,
          quantity,
          price_minor: priceMinor.toString(),
        });
      }
    }
  }
  await tx.execute(sql`
    insert into shop_order_packages (workspace_id, id, shop_order_id, carrier, tracking, status, estimated_delivery, delivered_at)
    select ${workspaceId}::uuid, r.id, r.order_id, r.carrier, r.tracking, r.status, r.estimated_delivery, r.delivered_at
    from jsonb_to_recordset(${JSON.stringify(packages)}::jsonb) as r(id uuid, order_id uuid, carrier text, tracking text,
      status text, estimated_delivery date, delivered_at timestamptz)`);
  await tx.execute(sql`
    insert into shop_order_lines (workspace_id, id, shop_order_id, package_id, item, sku, quantity, price_minor, currency)
    select ${workspaceId}::uuid, r.id, r.order_id, r.package_id, r.item, r.sku, r.quantity, r.price_minor, 'TRY'
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as r(id uuid, order_id uuid, package_id uuid, item text,
      sku text, quantity integer, price_minor bigint)`);
}

/** Writes the search terms of orders whose terms changed. */
async function indexOrders(
  tx: Transaction,
  workspaceId: string,
  orders: readonly ChangedOrder[],
): Promise<void> {
  const fresh: { rowId: string; weights: ReadonlyMap<string, number> }[] = [];
  const stale: string[] = [];
  for (const order of orders) {
    const weights = orderTerms(order);
    if (order.before) {
      const old = orderTerms(order.before);
      if (old.size === weights.size && [...weights.keys()].every((term) => old.has(term))) continue;
      stale.push(order.id);
    }
    fresh.push({ rowId: order.id, weights });
  }
  if (stale.length > 0) {
    await tx
      .delete(terms)
      .where(
        and(eq(terms.workspaceId, workspaceId), eq(terms.kind, "shop_order"), inArray(terms.rowId, stale)),
      );
  }
  await insertTerms(tx, workspaceId, "shop_order", fresh);
}
