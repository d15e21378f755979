import { createHash } from "node:crypto";
import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { orderProofs, shopOrders, terms } from "@/db/schema";
import type { Ctx, ImportDefinition, StoredThing, Transaction, UndoneThing } from "@/server/kernel";
import { type OrderRow, readRow, sharedOrderColumns, shopOrderImportColumns } from "./read-row";
import { ShopOrderStatus } from "./schemas";
import { fingerprint, loadOrders, planOrders, type StoredOrder, writeOrders } from "./store-orders";

/** An order as it was before an import, in JSON. */
const OldOrder = z.object({
  number: z.string(),
  orderedAt: z.coerce.date(),
  customerName: z.string(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  packages: z.array(
    z.object({
      carrier: z.string().nullable(),
      tracking: z.string().nullable(),
      status: ShopOrderStatus,
      estimatedDelivery: z.string().nullable(),
      deliveredAt: z.coerce.date().nullable(),
      lines: z.array(
        z.object({
          item: z.string(),
          sku: z.string().nullable(),
          quantity: z.number().int(),
          priceMinor: z.string().transform((value) => BigInt(value)),
        }),
      ),
    }),
  ),
});

/** Shop orders from a file: one row a line item, rows of one number one order. */
export const shopOrderImport: ImportDefinition<OrderRow> = {
  verb: "shopOrder.import",
  event: "shopOrder/imported",
  columns: shopOrderImportColumns,
  isJoined: true,
  sharedColumns: sharedOrderColumns,
  readRow,

  async store(tx, ctx, { groups, env, isDry }) {
    const plan = await planOrders(tx, { workspaceId: ctx.workspace.id, groups, env });
    const stored = new Map<string, StoredThing>();
    const changed: { before: StoredOrder | undefined; after: StoredOrder }[] = [];
    for (const [key, { before, after }] of plan) {
      const mark = markOf(after);
      if (before && markOf(before) === mark) {
        stored.set(key, { outcome: "unchanged" });
        continue;
      }
      changed.push({ before, after });
      stored.set(
        key,
        before
          ? { outcome: "updated", id: after.id, mark, before: toJson(before) }
          : { outcome: "created", id: after.id, mark },
      );
    }
    if (!isDry)
      await writeOrders(tx, { workspaceId: ctx.workspace.id, now: ctx.clock.now(), orders: changed });
    return stored;
  },

  async marksOf(tx, ctx, ids) {
    const orders = await findOrders(tx, ctx, ids);
    return new Map(orders.map((order) => [order.id, markOf(order)]));
  },

  async undo(tx, ctx, things) {
    const removed = await removeOrders(
      tx,
      ctx,
      things.filter(({ before }) => before === undefined).map(({ id }) => id),
    );
    const old = new Map(
      things.flatMap(({ id, before }) =>
        before === undefined ? [] : [[id, OldOrder.parse(before)] as const],
      ),
    );
    const now = await findOrders(tx, ctx, [...old.keys()]);
    await writeOrders(tx, {
      workspaceId: ctx.workspace.id,
      now: ctx.clock.now(),
      orders: now.map((order) => ({ before: order, after: { ...old.get(order.id)!, id: order.id } })),
    });
    return new Map([...removed, ...now.map(({ id }) => [id, "restored"] as const)]);
  },
};

const markOf = (order: StoredOrder): string =>
  createHash("sha1").update(fingerprint(order)).digest("base64url").slice(0, 20);

/** Money as a string of digits: JSON has no whole numbers of that size. */
const toJson = (order: StoredOrder): unknown =>
  JSON.parse(
    JSON.stringify(order, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value)),
  );

async function findOrders(tx: Transaction, ctx: Ctx, ids: readonly string[]): Promise<StoredOrder[]> {
  return ids.length === 0 ? [] : loadOrders(tx, ctx.workspace.id, inArray(shopOrders.id, [...ids]));
}

/** Takes orders away. One that a customer has proved to be theirs by now stays. */
async function removeOrders(
  tx: Transaction,
  ctx: Ctx,
  ids: readonly string[],
): Promise<Map<string, UndoneThing>> {
  if (ids.length === 0) return new Map();
  const workspaceId = ctx.workspace.id;
  const proved = await tx
    .selectDistinct({ id: orderProofs.shopOrderId })
    .from(orderProofs)
    .where(and(eq(orderProofs.workspaceId, workspaceId), inArray(orderProofs.shopOrderId, [...ids])));
  const inUse = new Set(proved.map(({ id }) => id));
  const free = ids.filter((id) => !inUse.has(id));
  if (free.length > 0) {
    await tx
      .delete(shopOrders)
      .where(and(eq(shopOrders.workspaceId, workspaceId), inArray(shopOrders.id, free)));
    await tx
      .delete(terms)
      .where(
        and(eq(terms.workspaceId, workspaceId), eq(terms.kind, "shop_order"), inArray(terms.rowId, free)),
      );
  }
  return new Map(ids.map((id) => [id, inUse.has(id) ? "inUse" : "removed"]));
}
