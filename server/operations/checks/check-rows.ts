import { and, asc, desc, eq, gte, inArray, type SQL, sql } from "drizzle-orm";
import { files, messages, shopOrders } from "@/db/schema";
import { sizeOfKept } from "@/server/files";
import type { Transaction } from "@/server/kernel";
import { findUnindexed, indexAgain } from "@/server/search";
import { compareOrders } from "@/server/stores";
import {
  type Found,
  idSince,
  type Look,
  lookBriefly,
  lookInBatches,
  type Outcome,
  recentSince,
  samplePoint,
} from "./looking";

const newest = 200;
const sampled = 100;

const nothing = (skipped: number): Outcome => ({ checked: 0, found: [], right: [], skipped });

/** Messages against the words by which they are found; what lacks words is indexed anew. */
export async function checkSearch(look: Look, isSure: boolean): Promise<Outcome> {
  const w = look.ctx.workspace.id;
  const ids = await lookBriefly(look.ctx, async (tx) => {
    const from = (at: Date, limit: number) =>
      tx
        .select({ id: messages.id })
        .from(messages)
        .where(and(eq(messages.workspaceId, w), gte(messages.createdAt, at)))
        .orderBy(asc(messages.createdAt))
        .limit(limit);
    return [...(await from(recentSince(look), newest)), ...(await from(samplePoint(look), sampled))];
  });
  if (!ids) return nothing(1);
  return lookInBatches(
    look,
    ids.map(({ id }) => id),
    async (tx, batch) => {
      const lacking = await findUnindexed(tx, w, batch);
      if (isSure && lacking.length > 0)
        await indexAgain(
          tx,
          w,
          lacking.map(({ messageId }) => messageId),
        );
      return lacking.map(
        ({ messageId, words, missing }): Found => ({
          kind: "message-words",
          subject: messageId,
          details: { words, missing },
        }),
      );
    },
  );
}

/** Files that are said to be stored against what stands in the store. They are told, and never changed: nothing is hidden. */
export async function checkFiles(look: Look): Promise<Outcome> {
  const w = look.ctx.workspace.id;
  const ids = await lookBriefly(look.ctx, async (tx) => {
    const mine = eq(files.workspaceId, w);
    const since = gte(files.id, idSince(samplePoint(look)));
    const id = { id: files.id };
    return [
      ...(await tx.select(id).from(files).where(mine).orderBy(desc(files.id)).limit(newest)),
      ...(await tx.select(id).from(files).where(and(mine, since)).orderBy(asc(files.id)).limit(sampled)),
    ];
  });
  if (!ids) return nothing(1);
  return lookInBatches(
    look,
    ids.map(({ id }) => id),
    async (tx, batch) => {
      const rows = await tx
        .select()
        .from(files)
        .where(and(eq(files.workspaceId, w), inArray(files.id, [...batch])));
      const found: Found[] = [];
      for (const row of rows) {
        for (const [of, sha256, bytes] of [
          ["content", row.sha256, row.sizeBytes],
          ["thumbnail", row.thumbnailSha256, row.thumbnailBytes],
        ] as const) {
          if (!sha256) continue;
          const counted = await sizeOfKept(sha256);
          if (counted !== bytes)
            found.push({
              kind: "file-missing",
              subject: `${row.id} ${of}`,
              details: { of, sha256, stored: bytes, counted },
            });
        }
      }
      return found;
    },
    ({ subject }) => subject.slice(0, 36),
  );
}

/** Orders of a shop against their packages, lines and search words. Told only: which of the two is true, nobody here knows. */
export async function checkBooks(look: Look): Promise<Outcome> {
  const w = look.ctx.workspace.id;
  const ids = await lookBriefly(look.ctx, async (tx) => {
    const mine = eq(shopOrders.workspaceId, w);
    const since = gte(shopOrders.orderedAt, samplePoint(look));
    const id = { id: shopOrders.id };
    const { orderedAt } = shopOrders;
    return [
      ...(await tx.select(id).from(shopOrders).where(mine).orderBy(desc(orderedAt)).limit(newest)),
      ...(await tx
        .select(id)
        .from(shopOrders)
        .where(and(mine, since))
        .orderBy(asc(orderedAt))
        .limit(sampled)),
    ];
  });
  if (!ids) return nothing(1);
  return lookInBatches(
    look,
    ids.map(({ id }) => id),
    async (tx, batch) =>
      (await compareOrders(tx, w, batch)).map(
        ({ orderId, what, stored, counted }): Found => ({
          kind: what === "words" ? "order-words" : "order-books",
          subject: `${orderId} ${what}`,
          details: { what, stored, counted },
        }),
      ),
    ({ subject }) => subject.slice(0, 36),
  );
}

const looked = 500;

/**
 * Jobs whose subject is gone, which are taken away when a second night finds them; and messages that are said to wait for their
 * delivery while nothing will deliver them, which are told: sent so late they might surprise.
 */
export async function checkQueues(look: Look): Promise<Outcome> {
  const { ctx, night, open } = look;
  const w = sql`${ctx.workspace.id}::uuid`;
  const now = ctx.clock.now().getTime();
  const since = recentSince(look).toISOString();
  const before = new Date(now - 3_600_000).toISOString();
  const seen = await lookBriefly(ctx, async (tx) => {
    const jobs = await tx.execute<{ kind: string; id: string }>(sql`
      (select 'agent_jobs' as kind, j.conversation_id as id from agent_jobs j
      where j.workspace_id = ${w}
        and not exists (select 1 from conversations c where c.workspace_id = ${w} and c.id = j.conversation_id)
      limit ${looked})
      union all
      (select 'delivery_queue', q.delivery_id from delivery_queue q
      where q.workspace_id = ${w}
        and not exists (select 1 from deliveries d where d.workspace_id = ${w} and d.id = q.delivery_id)
      limit ${looked})`);
    const stuck = await tx.execute<{ id: string; state: string }>(sql`
      select d.id, d.state from (
        select m.id from messages m where m.workspace_id = ${w} and m.direction = 'out'
          and m.created_at >= ${since}::timestamptz and m.created_at < ${before}::timestamptz
        order by m.created_at limit ${looked}) said
      join deliveries d on d.workspace_id = ${w} and d.message_id = said.id
      where d.state in ('queued', 'sending') and d.created_at < ${before}::timestamptz
        and not exists (select 1 from delivery_queue q where q.workspace_id = ${w} and q.delivery_id = d.id)`);
    // Those of earlier nights are in no sample any more.
    const known = open.filter(({ kind }) => kind === "delivery-stuck").map(({ subject }) => subject);
    const still = await tx.execute<{ id: string; state: string }>(sql`
      select d.id, d.state from deliveries d where d.workspace_id = ${w}
        and d.id = any(string_to_array(${known.join(",")}, ',')::uuid[]) and d.state in ('queued', 'sending')
        and not exists (select 1 from delivery_queue q where q.workspace_id = ${w} and q.delivery_id = d.id)`);
    const found: Found[] = [];
    for (const { kind, id } of jobs) {
      const subject = `${kind} ${id}`;
      const isSecond = open.some((one) => one.subject === subject && one.lastNight < night);
      if (isSecond) await takeAway(tx, kind, w, id);
      found.push({ kind: "job-without-subject", subject, details: { queue: kind }, isMended: isSecond });
    }
    for (const { id, state } of new Map([...stuck, ...still].map((one) => [one.id, one])).values())
      found.push({ kind: "delivery-stuck", subject: id, details: { state } });
    return { found, checked: jobs.length + stuck.length + known.length };
  });
  if (!seen) return nothing(1);
  const still = new Set(seen.found.map(({ kind, subject }) => `${kind} ${subject}`));
  return {
    checked: Math.max(1, seen.checked),
    found: seen.found,
    right: open.filter(({ kind, subject }) => !still.has(`${kind} ${subject}`)),
    skipped: 0,
  };
}

async function takeAway(tx: Transaction, kind: string, w: SQL, id: string): Promise<void> {
  const column = kind === "agent_jobs" ? "conversation_id" : "delivery_id";
  await tx.execute(sql`
    delete from ${sql.identifier(kind)} where workspace_id = ${w} and ${sql.identifier(column)} = ${id}::uuid`);
}
