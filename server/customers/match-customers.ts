import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { customers } from "@/db/schema";
import { type Ctx, searchByWords, type Transaction } from "@/server/kernel";
import { maxMergeSteps } from "./internal";
import { readNeedle } from "./rules";

/** A search looks at no more customers than this. */
const matchLimit = 200;

/**
 * Customers that a search box's text may mean: by the words of the name (the last one may be unfinished), by phone,
 * e-mail or Telegram id, and by a shop order's number (whose phone or e-mail is theirs, or which they have proved). One
 * who was merged into another is found as that one, by either name. In no order, and at most `matchLimit`, beyond which
 * they are cut. Joins the caller's transaction and checks no permission: a part of other verbs.
 */
export async function matchCustomers(
  tx: Transaction,
  ctx: Ctx,
  q: string,
): Promise<{ ids: string[]; isCut: boolean }> {
  const needle = readNeedle(q);
  const found = new Set<string>();
  const probes = exactProbes(ctx.workspace.id, needle);
  if (probes.length > 0) {
    const rows = await tx.execute<{ customer_id: string }>(
      sql`${sql.join(probes, sql` union `)} limit ${matchLimit}`,
    );
    for (const row of rows) found.add(row.customer_id);
  }
  if (needle.words.length > 0) {
    const ids = await searchByWords(tx, {
      workspaceId: ctx.workspace.id,
      kind: "customer",
      words: needle.words,
      limit: matchLimit,
    });
    for (const id of ids) found.add(id);
  }
  return {
    ids: await followAll(tx, ctx, [...found].slice(0, matchLimit)),
    isCut: found.size >= matchLimit,
  };
}

/** Each of them as the record that it has been merged into by now, if it has. */
async function followAll(tx: Transaction, ctx: Ctx, ids: readonly string[]): Promise<string[]> {
  const led = new Set<string>();
  let next = ids;
  for (let step = 0; next.length > 0 && step < maxMergeSteps; step += 1) {
    const rows = await tx
      .select({ id: customers.id, mergedIntoId: customers.mergedIntoId })
      .from(customers)
      .where(and(eq(customers.workspaceId, ctx.workspace.id), inArray(customers.id, [...next])));
    for (const { id, mergedIntoId } of rows) if (!mergedIntoId) led.add(id);
    next = rows.flatMap(({ mergedIntoId }) => mergedIntoId ?? []);
  }
  return [...led];
}

/** One indexed look-up each: under row security nothing but equality on text reaches an index. */
function exactProbes(workspaceId: string, needle: ReturnType<typeof readNeedle>): SQL[] {
  const identity = (kind: string, value: string) =>
    sql`select customer_id from identities where workspace_id = ${workspaceId}::uuid and kind = ${kind} and value = ${value}`;
  const probes: SQL[] = [];
  if (needle.phone) probes.push(identity("phone", needle.phone));
  if (needle.email) probes.push(identity("email", needle.email));
  if (needle.telegramId) probes.push(identity("telegram", needle.telegramId));
  if (needle.orderNumber) {
    const order = sql`shop_orders o where o.workspace_id = ${workspaceId}::uuid and o.number_folded = ${needle.orderNumber}`;
    for (const kind of ["phone", "email"]) {
      probes.push(sql`select i.customer_id from identities i
        where i.workspace_id = ${workspaceId}::uuid and i.kind = ${kind}
          and i.value = (select ${sql.identifier(kind)} from ${order})`);
    }
    probes.push(sql`select p.customer_id from order_proofs p
      where p.workspace_id = ${workspaceId}::uuid and p.shop_order_id = (select o.id from ${order})`);
  }
  return probes;
}
