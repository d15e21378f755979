import { type SQL, sql } from "drizzle-orm";
import { type Ctx, inWorkspace, requirePermission, type Transaction, toPublicId } from "@/server/kernel";
import { failedDays, lateAfterS, type TroubleState, type WaitingQueue } from "./rules";
import type { WaitingItem, WaitingQueueState, WaitingWork } from "./schemas";

const shownItems = 50;

/** What waits in the workspace, since when, and what has failed or is late. */
export async function getWaitingWork({ ctx }: { ctx: Ctx }): Promise<WaitingWork> {
  requirePermission(ctx, "waitingWork.read");
  return inWorkspace(ctx, (tx) => readWaitingWork(tx, ctx.workspace.id, ctx.clock.now()));
}

/** The same for one workspace; who may ask is the caller's care. It names work by ids and codes, never by its content. */
export async function readWaitingWork(tx: Transaction, workspaceId: string, now: Date): Promise<WaitingWork> {
  const at = momentsOf(now);
  const states: WaitingWork = [];
  for (const queue of ["deliveries", "agent", "later", "outbox"] as const)
    states.push(await readQueue(tx, queue, workspaceId, at));
  return states;
}

export type Moments = { now: SQL; lateBefore: SQL; failedAfter: SQL };

export function momentsOf(now: Date): Moments {
  const at = (ms: number) => sql`${new Date(now.getTime() + ms).toISOString()}::timestamptz`;
  return { now: at(0), lateBefore: at(-lateAfterS * 1_000), failedAfter: at(-failedDays * 86_400_000) };
}

/** Nobody has it in hand. */
export const isFree = ({ now }: Pick<Moments, "now">): SQL =>
  sql`(lease_holder is null or lease_until is null or lease_until < ${now})`;

/** It was tried in vain, or nobody has taken it up in time. */
export const isTroubled = (at: Moments): SQL =>
  sql`(${isFree(at)} and (attempts > 0 or due_at < ${at.lateBefore}))`;

type RawState = { waiting: number; scheduled: number; oldest_at: string | null; troubled: number };
type RawItem = {
  id: string;
  kind: string | null;
  state: TroubleState;
  reason: string | null;
  tries: number;
  at: string;
  next_at: string | null;
  conversation_id: string | null;
};

async function readQueue(
  tx: Transaction,
  queue: WaitingQueue,
  workspaceId: string,
  at: Moments,
): Promise<WaitingQueueState> {
  const { state, items } = queries[queue](sql`${workspaceId}::uuid`, at);
  const [row] = await tx.execute<RawState>(state);
  const rows = row!.troubled > 0 ? await tx.execute<RawItem>(items) : [];
  return {
    queue,
    waiting: row!.waiting,
    scheduled: row!.scheduled,
    oldestAt: row!.oldest_at && new Date(row!.oldest_at).toISOString(),
    troubled: row!.troubled,
    items: rows.map((raw) => toItem(queue, raw)),
  };
}

function toItem(queue: WaitingQueue, raw: RawItem): WaitingItem {
  const { conversation_id: conversationId, next_at: nextAt } = raw;
  return {
    queue,
    id: queue === "deliveries" ? toPublicId("delivery", raw.id) : raw.id,
    kind: raw.kind,
    state: raw.state,
    reason: raw.reason,
    tries: raw.tries,
    at: new Date(raw.at).toISOString(),
    nextAt: nextAt && new Date(nextAt).toISOString(),
    conversationId: conversationId && toPublicId("conversation", conversationId),
  };
}

type Queries = (workspace: SQL, at: Moments) => { state: SQL; items: SQL };

/** Of a claim table: how much is due, for later, since when, and in trouble. */
const stateOf = (table: SQL, since: SQL, workspace: SQL, at: Moments): SQL => sql`
  select count(*) filter (where due_at <= ${at.now})::int as waiting,
    count(*) filter (where due_at > ${at.now})::int as scheduled,
    min(${since}) filter (where due_at <= ${at.now}) as oldest_at,
    count(*) filter (where ${isTroubled(at)})::int as troubled
  from ${table} where workspace_id = ${workspace}`;

const itemsOf = (table: SQL, columns: SQL, workspace: SQL, at: Moments): SQL => sql`
  select ${columns}, case when attempts > 0 then 'retrying' else 'late' end as state, attempts as tries,
    case when due_at > ${at.now} then due_at end as next_at
  from ${table} where workspace_id = ${workspace} and ${isTroubled(at)}
  order by due_at limit ${shownItems}`;

/** A job's name on the wire: its subject is its own affair. */
export const laterJobId = sql`md5(kind || ' ' || subject)`;

/** What is only asked for yet: nobody has it in hand, and nothing of it was tried. */
const askedFor = sql`(select *, 0 as attempts, null::timestamptz as lease_until, null::uuid as lease_holder from later_jobs) asked`;

const queries: Readonly<Record<WaitingQueue, Queries>> = {
  deliveries: (workspace, at) => {
    const hasFailed = sql`d.workspace_id = ${workspace} and d.state in ('failed', 'unconfirmed')
      and d.updated_at >= ${at.failedAfter}`;
    return {
      state: sql`
        select q.waiting, q.scheduled, q.oldest_at,
          q.troubled + (select count(*)::int from deliveries d where ${hasFailed}) as troubled
        from (${stateOf(sql`delivery_queue`, sql`due_at`, workspace, at)}) q`,
      items: sql`
        select d.id, d.action as kind, d.error_code as reason, coalesce(t.tries, d.attempts) as tries, t.next_at,
          coalesce(t.state, d.state) as state, coalesce(t.at, d.updated_at) as at, m.conversation_id
        from (
          select delivery_id as id, due_at as at, attempts as tries,
            case when attempts > 0 then 'retrying' else 'late' end as state,
            case when due_at > ${at.now} then due_at end as next_at
          from delivery_queue where workspace_id = ${workspace} and ${isTroubled(at)}
          union all
          select d.id, null, null, null, null from deliveries d where ${hasFailed}
        ) t
        join deliveries d on d.workspace_id = ${workspace} and d.id = t.id
        join messages m on m.workspace_id = d.workspace_id and m.id = d.message_id
        order by 7 desc limit ${shownItems}`,
    };
  },
  agent: (workspace, at) => ({
    state: stateOf(sql`agent_jobs`, sql`due_at`, workspace, at),
    items: itemsOf(
      sql`agent_jobs`,
      sql`conversation_id::text as id, null as kind, null as reason, due_at as at, conversation_id`,
      workspace,
      at,
    ),
  }),
  later: (workspace, at) => ({
    state: stateOf(askedFor, sql`due_at`, workspace, at),
    items: itemsOf(
      askedFor,
      sql`${laterJobId} as id, kind, null as reason, due_at as at, null as conversation_id`,
      workspace,
      at,
    ),
  }),
  outbox: (workspace, at) => ({
    state: stateOf(sql`outbox`, sql`occurred_at`, workspace, at),
    items: itemsOf(
      sql`outbox`,
      sql`id::text as id, name as kind, null as reason, occurred_at as at, null as conversation_id`,
      workspace,
      at,
    ),
  }),
};
