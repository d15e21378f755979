import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { shopOrders } from "@/db/schema";
import {
  type Ctx,
  fromPublicId,
  inWorkspace,
  requirePermission,
  searchByWords,
  toPublicId,
} from "@/server/kernel";
import { toShopOrder } from "./internal";
import { ListShopOrdersInput, type ShopOrderPage } from "./schemas";
import { searchWords } from "./search-terms";

/** A search looks through this many matches; whoever sees so many types one more word. */
const maxMatches = 1_000;

/** Shop orders of the workspace, the newest first, a page at a time. */
export async function listShopOrders({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: ListShopOrdersInput;
}): Promise<ShopOrderPage> {
  requirePermission(ctx, "shopOrder.list");
  const { status, search, cursor, limit } = ListShopOrdersInput.parse(input);
  const words = searchWords(search ?? "");
  const after = cursor ? readCursor(cursor) : null;

  return inWorkspace(ctx, async (tx) => {
    const matches =
      words.length > 0
        ? await searchByWords(tx, {
            workspaceId: ctx.workspace.id,
            kind: "shop_order",
            words,
            limit: maxMatches,
          })
        : null;
    if (matches?.length === 0) return { rows: [], nextCursor: null };
    const rows = await tx
      .select()
      .from(shopOrders)
      .where(
        and(
          eq(shopOrders.workspaceId, ctx.workspace.id),
          status ? eq(shopOrders.status, status) : undefined,
          matches ? inArray(shopOrders.id, matches) : undefined,
          after
            ? sql`(${shopOrders.orderedAt}, ${shopOrders.id}) < (${after.orderedAt}::timestamptz, ${after.id}::uuid)`
            : undefined,
        ),
      )
      .orderBy(sql`${desc(shopOrders.orderedAt)} nulls last`, sql`${desc(shopOrders.id)} nulls last`)
      .limit(limit + 1);
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return {
      rows: page.map(toShopOrder),
      nextCursor: last ? `${last.orderedAt.toISOString()}~${toPublicId("shopOrder", last.id)}` : null,
    };
  });
}

/** A cursor that was not made here begins at the first page: it names nothing. */
function readCursor(cursor: string): { orderedAt: string; id: string } | null {
  const [orderedAt = "", publicId = ""] = cursor.split("~");
  const id = fromPublicId("shopOrder", publicId);
  return id && !Number.isNaN(Date.parse(orderedAt)) ? { orderedAt, id } : null;
}
