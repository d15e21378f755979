import { and, eq, inArray, isNull, ne, sql } from "drizzle-orm";
import { customers } from "@/db/schema";
import { foldText, tokenise } from "@/lib/text/fold";
import {
  type Ctx,
  inWorkspace,
  requirePermission,
  searchByWords,
  type Transaction,
  toPublicId,
} from "@/server/kernel";
import { getCustomerOrThrow } from "./internal";
import { CustomerRef, type Duplicates } from "./schemas";

type Reason = Duplicates[number]["reasons"][number];

/** So many are offered. */
const duplicateLimit = 10;
/** So many of a name are looked at. */
const nameLimit = 200;

/**
 * Records that may be the same person: they have proved the same order, one's phone or e-mail is that of an order which
 * the other has proved, or their whole name is the same. What is proved stands first. Blocked ones are not offered.
 *
 * @throws CustomerNotFound no such customer in this workspace
 */
export async function findDuplicates({ ctx, input }: { ctx: Ctx; input: CustomerRef }): Promise<Duplicates> {
  requirePermission(ctx, "customer.merge");
  const { customerId } = CustomerRef.parse(input);
  return inWorkspace(ctx, async (tx) => {
    const customer = await getCustomerOrThrow(tx, ctx, customerId);
    const reasons = new Map<string, Set<Reason>>();
    const tell = (id: string, reason: Reason) => reasons.set(id, (reasons.get(id) ?? new Set()).add(reason));
    for (const { id, reason } of await sharedOrders(tx, ctx, customer.id)) tell(id, reason);
    const name = nameKey(customer.displayName);
    const alike = name.includes(" ")
      ? await searchByWords(tx, {
          workspaceId: ctx.workspace.id,
          kind: "customer",
          words: name.split(" "),
          limit: nameLimit,
        })
      : [];
    const ids = [...new Set([...reasons.keys(), ...alike])];
    if (ids.length === 0) return [];
    const rows = await tx
      .select()
      .from(customers)
      .where(
        and(
          eq(customers.workspaceId, ctx.workspace.id),
          inArray(customers.id, ids),
          ne(customers.id, customer.id),
          isNull(customers.mergedIntoId),
          isNull(customers.blockedAt),
        ),
      );
    for (const { id, displayName } of rows)
      if (nameKey(displayName) === name && name.includes(" ")) tell(id, "name");
    return rows
      .filter(({ id }) => reasons.has(id))
      .map((row) => ({
        id: toPublicId("customer", row.id),
        name: row.displayName,
        createdAt: row.createdAt.toISOString(),
        reasons: order.filter((reason) => reasons.get(row.id)?.has(reason)),
      }))
      .sort((a, b) => weightOf(b) - weightOf(a) || (a.id < b.id ? 1 : -1))
      .slice(0, duplicateLimit);
  });
}

/** What tells most stands first. */
const order: readonly Reason[] = ["order", "phone", "name"];
const weightOf = ({ reasons }: { reasons: readonly Reason[] }): number =>
  reasons.reduce((sum, reason) => sum + 2 ** (order.length - order.indexOf(reason)), 0);

const nameKey = (name: string): string => tokenise(foldText(name)).sort().join(" ");

/** Others who have proved an order of theirs, and those whose phone or e-mail stands on one, in either direction. */
function sharedOrders(
  tx: Transaction,
  ctx: Ctx,
  customerId: string,
): Promise<{ id: string; reason: Reason }[]> {
  const w = sql`${ctx.workspace.id}::uuid`;
  const own = sql`${customerId}::uuid`;
  const byContact = (kind: "phone" | "email") => sql`
    select i.customer_id as id, 'phone' as reason from order_proofs p
      join shop_orders o on o.workspace_id = p.workspace_id and o.id = p.shop_order_id
      join identities i on i.workspace_id = p.workspace_id and i.kind = ${kind} and i.value = o.${sql.identifier(kind)}
      where p.workspace_id = ${w} and p.customer_id = ${own}
    union
    select p.customer_id, 'phone' from identities i
      join shop_orders o on o.workspace_id = i.workspace_id and o.${sql.identifier(kind)} = i.value
      join order_proofs p on p.workspace_id = i.workspace_id and p.shop_order_id = o.id
      where i.workspace_id = ${w} and i.customer_id = ${own} and i.kind = ${kind}`;
  return tx.execute<{ id: string; reason: Reason }>(sql`
    select q.id, q.reason from (
      select k.customer_id as id, 'order' as reason from order_proofs p
        join order_proofs k on k.workspace_id = p.workspace_id and k.shop_order_id = p.shop_order_id
        where p.workspace_id = ${w} and p.customer_id = ${own}
      union ${byContact("phone")} union ${byContact("email")}
    ) q where q.id <> ${own} limit 50`);
}
