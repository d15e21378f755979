import { type SQL, sql } from "drizzle-orm";
import type { Runtime, Transaction } from "@/server/kernel";

/** So long nobody else takes up what this process has claimed; renewed while it works. */
export const leaseMs = 30_000;

/** A job that this process holds, under the generation by which everybody else's writes are refused. */
export type Claimed = {
  workspaceId: string;
  runId: string;
  step: string;
  kind: "event" | "call" | "wake" | "wait" | "timeout" | "gathered" | "tick";
  dueAt: Date;
  attempts: number;
  crashes: number;
  generation: number;
  /** What its call shares with others: told of when it ends. */
  slots: readonly string[];
};

type Claims = Pick<Runtime, "worker" | "clock">;
type Row = {
  workspace_id: string;
  run_id: string;
  step: string;
  kind: Claimed["kind"];
  due_at: string;
  attempts: number;
  crashes: number;
  generation: string;
  slot: string | null;
  second_slot: string | null;
};

const columns = sql.raw(
  "j.workspace_id, j.run_id, j.step, j.kind, j.due_at, j.attempts, j.crashes, j.generation, j.slot, j.second_slot",
);

const toClaimed = (row: Row): Claimed => ({
  workspaceId: row.workspace_id,
  runId: row.run_id,
  step: row.step,
  kind: row.kind,
  dueAt: new Date(row.due_at),
  attempts: row.attempts,
  crashes: row.crashes,
  generation: Number(row.generation),
  slots: [row.slot, row.second_slot].filter((slot) => slot !== null),
});

const instant = (at: Date): SQL => sql`${at.toISOString()}::timestamptz`;

/** Leases a row. A lease that has run out is counted: what ends its process each time is not taken up for ever. */
const lease = (holder: string, now: Date): SQL => sql`
  lease_until = ${instant(new Date(now.getTime() + leaseMs))}, lease_holder = ${holder}::uuid,
  generation = generation + 1, crashes = crashes + (lease_until is not null)::int`;

const isFree = (now: Date): SQL =>
  sql`due_at <= ${instant(now)} and (lease_until is null or lease_until < ${instant(now)})`;

/** A workspace that has as many jobs in hand leaves what comes free to others first. */
const fairShare = 2;
/** No workspace has more of a process than this: another one's work always finds a place. */
const largestShare = 0.75;

/**
 * Claims what is due, the longest due first, of those workspaces first that have little in hand. Of what shares a slot as
 * much as its limit lets.
 *
 * @param inHand what this process works on
 * @param places how much it works on at the most
 * @param onlyKind of the other kinds nothing is claimed
 */
export async function claimJobs(
  runtime: Claims,
  holder: string,
  { inHand, places, onlyKind }: { inHand: readonly Claimed[]; places: number; onlyKind?: Claimed["kind"] },
): Promise<Claimed[]> {
  const claimed: Claimed[] = [];
  const left = () => places - inHand.length - claimed.length;
  const isAsked = onlyKind ? sql`and kind = ${onlyKind}` : sql``;
  claimed.push(...(await claimLimited(runtime, holder, Math.ceil(left() / 2), isAsked)));
  const largest = Math.max(Math.ceil(places * largestShare), fairShare);
  // Where nobody has more than a fair share in hand, one look takes whatever there is, as far as the largest share goes.
  const hasCrowd = [...countByWorkspace([...inHand, ...claimed]).values()].some(
    (count) => count >= fairShare,
  );
  for (const share of hasCrowd ? [fairShare, largest] : [largest]) {
    const counts = countByWorkspace([...inHand, ...claimed]);
    const full = [...counts].flatMap(([id, count]) => (count >= share ? [id] : []));
    const fullest = Math.max(0, ...[...counts.values()].filter((count) => count < share));
    const count = Math.min(left(), share - fullest);
    if (count > 0) claimed.push(...(await claimFree(runtime, holder, count, isAsked, full)));
  }
  return claimed;
}

function countByWorkspace(jobs: readonly Claimed[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { workspaceId } of jobs) counts.set(workspaceId, (counts.get(workspaceId) ?? 0) + 1);
  return counts;
}

async function claimFree(
  { worker, clock }: Claims,
  holder: string,
  count: number,
  isAsked: SQL,
  fullWorkspaceIds: readonly string[],
): Promise<Claimed[]> {
  const now = clock.now();
  const isOther =
    fullWorkspaceIds.length > 0
      ? sql`and workspace_id <> all(string_to_array(${fullWorkspaceIds.join(" ")}, ' ')::uuid[])`
      : sql``;
  const rows = await worker.execute<Row>(sql`
    update workflow_jobs j set ${lease(holder, now)}
    -- By where the rows lie, which no state of the table's statistics can turn into a look at all of it.
    where j.ctid = any(array(
      select ctid from workflow_jobs where slot is null and ${isFree(now)} ${isAsked} ${isOther}
      order by due_at limit ${count} for update skip locked))
    returning ${columns}`);
  return rows.map(toClaimed);
}

/** What is read under it is found by indexes, whatever the statistics of the table say of it. */
const lockSlots = (tx: Pick<Transaction, "execute">) =>
  tx.execute(sql`
    select pg_advisory_xact_lock(hashtext('workflow slots')), set_config('enable_seqscan', 'off', true)`);

/** Looked at together, so that what stands behind a full slot is passed by soon. */
const limitedBatch = 32;

/**
 * Claims calls that share slots. Processes do so one after the other, each seeing what the others hold; what finds its slot
 * full is put aside until a holder of that slot has ended.
 */
async function claimLimited(
  { worker, clock }: Claims,
  holder: string,
  count: number,
  isAsked: SQL,
): Promise<Claimed[]> {
  if (count <= 0) return [];
  const now = clock.now();
  const [any] = await worker.execute(sql`
    select 1 from workflow_jobs where slot is not null and blocked_on is null and ${isFree(now)} ${isAsked}
    -- The first of the index: looked for anywhere, none would be found at the end of the table.
    order by due_at limit 1`);
  if (!any) return [];
  return worker.transaction(async (tx) => {
    await lockSlots(tx);
    const waiting = await tx.execute<
      Row & { ctid: string; slot_limit: number; second_slot_limit: number | null; holds: boolean }
    >(sql`
      select j.ctid::text, ${columns}, j.slot_limit, j.second_slot_limit, j.lease_until is not null as holds
      from workflow_jobs j where slot is not null and blocked_on is null and ${isFree(now)} ${isAsked}
      order by due_at limit ${limitedBatch} for update skip locked`);
    const held = await tx.execute<{ slot: string; count: number }>(sql`
      select slot, count(*)::int as count from (
        select slot from workflow_jobs where slot is not null and lease_until is not null
        union all
        select second_slot from workflow_jobs where second_slot is not null and slot is not null and lease_until is not null
      ) held group by slot`);
    const counts = new Map(held.map(({ slot, count: holders }) => [slot, holders]));
    const taken: string[] = [];
    const blocked: { ctid: string; on: string }[] = [];
    for (const row of waiting) {
      const slots = [
        { slot: row.slot!, limit: row.slot_limit },
        ...(row.second_slot ? [{ slot: row.second_slot, limit: row.second_slot_limit! }] : []),
      ];
      const full = row.holds
        ? undefined
        : slots.find(({ slot, limit }) => (counts.get(slot) ?? 0) >= Math.max(limit, 1));
      if (full) blocked.push({ ctid: row.ctid, on: full.slot });
      else if (taken.length < count) {
        taken.push(row.ctid);
        if (!row.holds) for (const { slot } of slots) counts.set(slot, (counts.get(slot) ?? 0) + 1);
      }
    }
    if (blocked.length > 0)
      await tx.execute(sql`
        update workflow_jobs j set blocked_on = b."on"
        from jsonb_to_recordset(${JSON.stringify(blocked)}::text::jsonb) as b(ctid text, "on" text)
        where j.ctid = b.ctid::tid`);
    if (taken.length === 0) return [];
    const rows = await tx.execute<Row>(sql`
      update workflow_jobs j set ${lease(holder, now)}
      where j.ctid = any(string_to_array(${taken.join(" ")}, ' ')::tid[]) returning ${columns}`);
    return rows.map(toClaimed);
  });
}

/** Holders of these slots have ended: whoever waited longest for each is looked at again. */
export async function freeSlots(
  { worker }: Pick<Runtime, "worker">,
  slots: readonly string[],
): Promise<void> {
  await worker.transaction(async (tx) => {
    // With the claims in one order: one that still saw the holder has put aside by now what it found behind it.
    await lockSlots(tx);
    await tx.execute(sql`
      update workflow_jobs j set blocked_on = null
      where j.ctid = any(array(
        select next.ctid from unnest(string_to_array(${slots.join(" ")}, ' ')) as ended(slot),
          lateral (select ctid from workflow_jobs where blocked_on = ended.slot order by due_at limit 1) next))`);
  });
}

/**
 * Slots whose holder's process ended before it could free them: whoever waits for one of them is looked at again. Goes from
 * slot to slot: of a full one thousands may wait.
 */
export async function freeForgottenSlots({ worker }: Pick<Runtime, "worker">): Promise<void> {
  await worker.execute(sql`
    with recursive waited_for (key) as (
      (select blocked_on from workflow_jobs where blocked_on is not null order by blocked_on limit 1)
      union all
      select (select blocked_on from workflow_jobs where blocked_on > key order by blocked_on limit 1)
      from waited_for where key is not null)
    update workflow_jobs j set blocked_on = null
    where j.ctid = any(array(
      select next.ctid from waited_for,
        lateral (select ctid from workflow_jobs where blocked_on = key order by due_at limit 1) next))`);
}

/**
 * Gives back what this holder has claimed and does not work on: the database was away, which is no crash of the work's.
 * What the holder that left it still brings is refused once it is claimed anew.
 *
 * @param inHand what it works on
 */
export async function giveBackClaims(
  { worker }: Pick<Runtime, "worker">,
  holder: string,
  inHand: readonly Claimed[],
): Promise<void> {
  const kept = JSON.stringify(inHand.map(({ runId, step }) => ({ run_id: runId, step })));
  await worker.execute(sql`
    update workflow_jobs j set lease_until = null, lease_holder = null
    where lease_holder = ${holder}::uuid and not exists (
      select 1 from jsonb_to_recordset(${kept}::jsonb) as kept(run_id uuid, step text)
      where kept.run_id = j.run_id and kept.step = j.step)`);
}

/** Holds a claim for longer. @returns false when somebody else has it */
export async function renewLease(
  { worker, clock }: Claims,
  { workspaceId, runId, step, generation }: Claimed,
): Promise<boolean> {
  const until = new Date(clock.now().getTime() + leaseMs);
  const renewed = await worker.execute(sql`
    update workflow_jobs set lease_until = ${instant(until)}
    where workspace_id = ${workspaceId}::uuid and run_id = ${runId}::uuid and step = ${step}
      and generation = ${generation} and lease_until is not null`);
  return renewed.count > 0;
}
