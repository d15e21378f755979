import { type SQL, sql } from "drizzle-orm";
import { getRuntime, type OperatorCtx } from "@/server/kernel";
import { Queue, type queueNames } from "./schemas";

/** Tries after which a row waits for a person rather than for its next try. */
const stuckAfter = 5;

/** Where each queue's rows lie; of mail only what is to be sent. */
const sources: Record<(typeof queueNames)[number], SQL> = {
  outbox: sql`select due_at, lease_until, attempts from outbox`,
  deliveries: sql`select due_at, lease_until, attempts from delivery_queue`,
  agent: sql`select due_at, lease_until, attempts from agent_jobs`,
  later: sql`select due_at, null::timestamptz as lease_until, 0 as attempts from later_jobs`,
  mail: sql`select due_at, lease_until, attempts from mail_queue where step = 'send'`,
  workflows: sql`select due_at, lease_until, attempts + crashes as attempts from workflow_jobs`,
};

/** How full each queue of the platform is, across workspaces: claim tables hold no more than ids and times. */
export async function readQueues(ctx: OperatorCtx): Promise<Queue[]> {
  const now = sql`${ctx.clock.now().toISOString()}::timestamptz`;
  const counted = Object.entries(sources).map(
    ([name, rows]) => sql`
      select ${name}::text as name,
        count(*) filter (where not is_running and due_at <= ${now}) as waiting,
        count(*) filter (where is_running) as running,
        count(*) filter (where not is_running and due_at > ${now}) as scheduled,
        count(*) filter (where not is_running and attempts > 0) as retried,
        count(*) filter (where attempts >= ${stuckAfter}) as stuck,
        extract(epoch from ${now} - min(due_at) filter (where not is_running and due_at <= ${now})) as oldest_s
      from (select due_at, attempts, coalesce(lease_until > ${now}, false) as is_running from (${rows}) q) rows`,
  );
  const found = await getRuntime().worker.execute<Record<string, string | null>>(
    sql.join(counted, sql` union all `),
  );
  return found.map((row) =>
    Queue.parse({
      name: row.name,
      waiting: Number(row.waiting),
      running: Number(row.running),
      scheduled: Number(row.scheduled),
      retried: Number(row.retried),
      stuck: Number(row.stuck),
      oldestS: row.oldest_s === null ? null : Math.max(0, Math.round(Number(row.oldest_s))),
    }),
  );
}
