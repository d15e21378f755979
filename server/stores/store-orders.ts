import { and, eq, inArray, sql } from "drizzle-orm";
import { shopOrderLines, shopOrderPackages, shopOrders, terms } from "@/db/schema";
import { insertTerms, newId, type Transaction } from "@/server/kernel";
import type { OrderRow } from "./read-row";
import { statusOfOrder } from "./rules";
import { orderTerms } from "./search-terms";

/** The rows of one order in one chunk of the file. */
export type OrderRows = {
  numberFolded: string;
  rows: OrderRow[];
  /** Earlier rows of this import spoke of the order already: add to it instead of replacing it. */
  isContinued: boolean;
};

export type StoredOutcome = "imported" | "updated" | "unchanged";

type Line = Pick<OrderRow, "item" | "sku" | "quantity" | "priceMinor">;
type Package = Pick<OrderRow, "carrier" | "tracking" | "status" | "estimatedDelivery" | "deliveredAt"> & {
  lines: Line[];
};
type Order = Pick<OrderRow, "number" | "orderedAt" | "customerName" | "phone" | "email"> & {
  packages: Package[];
};
type Known = Order & { id: string };

/**
 * Stores orders with their packages and lines in a handful of statements, whatever their number. What an order's
 * rows say replaces what was stored; an order that says nothing new is left alone.
 */
export async function storeOrders(
  tx: Transaction,
  input: { workspaceId: string; now: Date; orders: readonly OrderRows[] },
): Promise<Map<string, StoredOutcome>> {
  const { workspaceId, now } = input;
  // One import of a workspace at a time: two files with the same orders must not wait for each other in a ring.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('shop_orders'), hashtext(${workspaceId}))`);
  const known = await loadKnown(
    tx,
    workspaceId,
    input.orders.map((order) => order.numberFolded),
  );

  const outcomes = new Map<string, StoredOutcome>();
  const changed: (Order & { id: string; numberFolded: string; isNew: boolean; before: Known | undefined })[] =
    [];
  for (const { numberFolded, rows, isContinued } of input.orders) {
    const before = known.get(numberFolded);
    const after = toOrder(rows, isContinued ? before : undefined);
    if (before && fingerprint(before) === fingerprint(after)) {
      outcomes.set(numberFolded, "unchanged");
      continue;
    }
    outcomes.set(numberFolded, before ? "updated" : "imported");
    changed.push({ ...after, id: before?.id ?? newId(), numberFolded, isNew: !before, before });
  }
  if (changed.length === 0) return outcomes;

  await upsertOrders(tx, workspaceId, now, changed);
  await replacePackages(tx, workspaceId, changed);
  await indexOrders(tx, workspaceId, changed);
  return outcomes;
}

/** The order as its rows say it: packages by tracking number, the last row's word on the rest. */
function toOrder(rows: readonly OrderRow[], base: Order | undefined): Order {
  const packages = new Map<string, Package>();
  for (const known of base?.packages ?? [])
    packages.set(packageKey(known), { ...known, lines: [...known.lines] });
  for (const row of rows) {
    const { carrier, tracking, status, estimatedDelivery, deliveredAt } = row;
    const lines = packages.get(packageKey(row))?.lines ?? [];
    lines.push({ item: row.item, sku: row.sku, quantity: row.quantity, priceMinor: row.priceMinor });
    packages.set(packageKey(row), { carrier, tracking, status, estimatedDelivery, deliveredAt, lines });
  }
  const last = rows.at(-1)!;
  return {
    number: last.number,
    orderedAt: last.orderedAt,
    customerName: last.customerName,
    phone: last.phone,
    email: last.email,
    packages: [...packages.values()],
  };
}

/** Without a tracking number, pieces of one carrier and status travel together. */
const packageKey = (row: Pick<Package, "carrier" | "tracking" | "status">) =>
  row.tracking ?? `${row.carrier ?? ""} ${row.status}`;

function fingerprint({ number, orderedAt, customerName, phone, email, packages }: Order): string {
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

async function loadKnown(
  tx: Transaction,
  workspaceId: string,
  numbers: readonly string[],
): Promise<Map<string, Known>> {
  const orders = await tx
    .select()
    .from(shopOrders)
    .where(and(eq(shopOrders.workspaceId, workspaceId), inArray(shopOrders.numberFolded, [...numbers])));
  const known = new Map<string, Known>();
  if (orders.length === 0) return known;
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
  for (const order of orders) {
    known.set(order.numberFolded, {
      ...order,
      packages: (packagesOf.get(order.id) ?? []).map((pack) => ({
        ...pack,
        lines: linesOf.get(pack.id) ?? [],
      })),
    });
  }
  return known;
}

async function upsertOrders(
  tx: Transaction,
  workspaceId: string,
  now: Date,
  orders: readonly (Order & { id: string; numberFolded: string })[],
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
  orders: readonly (Order & { id: string; isNew: boolean })[],
): Promise<void> {
  const old = orders.filter((order) => !order.isNew).map((order) => order.id);
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
  orders: readonly (Order & { id: string; before: Known | undefined })[],
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
