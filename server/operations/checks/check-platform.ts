import { sql } from "drizzle-orm";
import { findStillUnowned, findUnowned, removeUnowned, storeFolders } from "@/server/files";
import { getRuntime, inTransaction, platformScope, type Transaction } from "@/server/kernel";
import { type Found, isTooSlow, type OpenFinding, type Outcome, rightOf, statementMs } from "./looking";

type PlatformLook = { night: string; open: readonly OpenFinding[] };

/** So many turns look at the whole store, and so many names at the most each: 160,000 a night. */
export const objectTurns = 16;
const namesATurn = 10_000;
/** Younger ones may be about to get their row. */
const orphanAgeMs = 86_400_000;

const before = (): Date => new Date(getRuntime().clock.now().getTime() - orphanAgeMs);

const toFound = ({ name, sizeBytes }: { name: string; sizeBytes: number }): Found => ({
  kind: "object-orphan",
  subject: name,
  details: { sizeBytes },
});

/** What of the store a turn looks at; where it holds more than a night's share, another folder comes first each night. */
export async function checkObjects(night: string, turn: number): Promise<Outcome> {
  const perTurn = storeFolders.length / objectTurns;
  const folders = storeFolders.slice(turn * perTurn, (turn + 1) * perTurn);
  const first = Math.floor(Date.parse(night) / orphanAgeMs) % folders.length;
  const outcome: Outcome = { checked: 0, found: [], right: [], skipped: 0 };
  for (const folder of [...folders.slice(first), ...folders.slice(0, first)]) {
    const limit = namesATurn - outcome.checked;
    if (limit <= 0) {
      outcome.skipped += 1;
      continue;
    }
    const { checked, unowned } = await findUnowned(folder, { before: before(), limit });
    outcome.checked += checked;
    outcome.found.push(...unowned.map(toFound));
  }
  return outcome;
}

/** What earlier nights have found in the store: gone or pointed at by now, or removed if it still belongs to nobody. */
export async function checkKnownObjects({ night, open }: PlatformLook): Promise<Outcome> {
  const earlier = open.filter(({ lastNight }) => lastNight < night);
  const still = await findStillUnowned(
    earlier.map(({ subject }) => subject),
    before(),
  );
  await removeUnowned(still.map(({ name }) => name));
  const found = still.map((one): Found => ({ ...toFound(one), isMended: true }));
  return { checked: earlier.length, found, right: rightOf(earlier, found), skipped: 0 };
}

/** Claim tables with a lease; what is only asked for, `message_index_queue` and the numbers of the nights have none. */
const leased = [
  "outbox",
  "delivery_queue",
  "agent_jobs",
  "channel_polls",
  "channel_checks",
  "mail_queue",
  "workflow_jobs",
] as const;
const queues = [...leased, "later_jobs", "message_index_queue", "check_nights"] as const;

const forgottenMs = 3_600_000;
const rowsAtATime = 500;

/**
 * Rows of queues whose workspace is gone, taken away when a second night finds them; and work whose lease ran out more than an
 * hour ago though it is due, which is told: whoever should take it up does not run.
 */
export async function checkPlatformQueues({ night, open }: PlatformLook): Promise<Outcome> {
  const { clock } = getRuntime();
  const late = new Date(clock.now().getTime() - forgottenMs).toISOString();
  const outcome: Outcome = { checked: 0, found: [], right: [], skipped: 0 };
  for (const queue of queues) {
    const gone = await asWorker((tx) => listGone(tx, queue));
    if (!gone) {
      outcome.skipped += 1;
      continue;
    }
    for (const workspaceId of gone) {
      const subject = `${queue} ${workspaceId}`;
      const isSecond = open.some((one) => one.subject === subject && one.lastNight < night);
      const removed = isSecond ? await removeRows(queue, workspaceId) : 0;
      const details = { queue, workspaceId, removed };
      outcome.found.push({ kind: "job-without-workspace", subject, details, isMended: isSecond });
    }
    outcome.checked += 1;
  }
  for (const queue of leased) {
    const rows = await asWorker((tx) =>
      tx.execute<{ n: number }>(sql`
        select count(*)::int as n from (
          select 1 from ${sql.identifier(queue)} where due_at < ${late}::timestamptz and lease_until < ${late}::timestamptz
          limit ${rowsAtATime}) late`),
    );
    if (!rows) outcome.skipped += 1;
    const jobs = rows?.[0]?.n ?? 0;
    if (jobs > 0) outcome.found.push({ kind: "lease-forgotten", subject: queue, details: { queue, jobs } });
  }
  // What was not looked at is neither found nor right.
  return { ...outcome, right: outcome.skipped > 0 ? [] : rightOf(open, outcome.found) };
}

/** Workspaces of a queue that are no more, from one to the next by the key: however long one's queue is. */
async function listGone(tx: Transaction, queue: string): Promise<string[]> {
  const table = sql.identifier(queue);
  const rows = await tx.execute<{ id: string }>(sql`
    with recursive named as (
      (select workspace_id as id from ${table} order by workspace_id limit 1)
      union all
      select (select q.workspace_id from ${table} q where q.workspace_id > n.id order by q.workspace_id limit 1)
      from named n where n.id is not null)
    select id from named where id is not null and id <> ${platformScope}::uuid
      and id not in (select workspace_id from resolve_workspaces()) limit 100`);
  return rows.map(({ id }) => id);
}

async function removeRows(queue: string, workspaceId: string): Promise<number> {
  const table = sql.identifier(queue);
  for (let removed = 0; ; ) {
    const gone = await asWorker((tx) =>
      tx.execute(sql`
        delete from ${table} where workspace_id = ${workspaceId}::uuid and ctid = any(array(
          select ctid from ${table} where workspace_id = ${workspaceId}::uuid limit ${rowsAtATime}))`),
    );
    removed += gone?.count ?? 0;
    if ((gone?.count ?? 0) < rowsAtATime) return removed;
  }
}

/**
 * As the worker, who alone sees queues of all workspaces.
 *
 * @returns null when a statement of it took too long
 */
async function asWorker<T>(work: (tx: Transaction) => Promise<T>): Promise<T | null> {
  try {
    return await inTransaction(getRuntime().worker, async (tx) => {
      await tx.execute(sql`select set_config('statement_timeout', ${String(statementMs)}, true)`);
      return work(tx);
    });
  } catch (error) {
    if (isTooSlow(error)) return null;
    throw error;
  }
}
