import { sql } from "drizzle-orm";
import { outbox } from "@/db/schema";
import type { Transaction } from "./database";
import { askForJobs, laterLoop } from "./later-jobs";
import type { Loop } from "./loops";
import { clearAfter, LowWaterMark } from "./low-water-mark";
import type { DomainEvent } from "./outbox";
import type { Runtime } from "./runtime";

/** Events that ask for something later: the jobs are made in the relay's own transaction, once per subject. */
export type EventRule = {
  events: readonly string[];
  jobs(event: DomainEvent): { kind: string; subject: string; dueAt: Date }[];
};

/** A hint to the browsers of a workspace that something changed; they fetch what they show. */
export type LiveHint = { workspaceId: string; topic: string; id: string; version: number };

const batchSize = 500;
/** The events of a longer transaction may be handed on a second after newer ones of what they are about. */
const longTransactionMs = 10_000;
// Postgres refuses a notification of 8000 bytes or more.
const maxNotifyBytes = 7_900;
export const liveChannel = "santral_live";

/**
 * Takes events off the outbox in one transaction: makes the later jobs they ask for, sends the live hints (one
 * NOTIFY a batch, on this connection, so that the transactions of the domains never notify) and deletes them.
 * A crash repeats the whole batch; jobs are upserts and hints only say "look again".
 */
export function createRelay(
  runtime: Pick<Runtime, "worker" | "metrics" | "clock" | "wake">,
  rules: readonly EventRule[],
): Loop {
  const mark = new LowWaterMark(longTransactionMs);
  return {
    name: "relay",
    idleMs: 1_000,
    restMs: 25,
    async runOnce() {
      const now = runtime.clock.now();
      const taken = await mark.look(
        now,
        (from) => runtime.worker.transaction((tx) => handOn(tx, rules, from, now)),
        ({ rows }) => clearAfter(rows, batchSize, now),
      );
      if (taken.rows.length > 0) {
        runtime.metrics.events.inc(taken.rows.length);
        if (taken.isSoon) runtime.wake(laterLoop);
      }
      return taken.rows.length === batchSize;
    },
  };
}

/** Takes one batch of what is due at `from` or later. `isSoon`: something that it asks for is due already. */
async function handOn(
  tx: Transaction,
  rules: readonly EventRule[],
  from: Date,
  now: Date,
): Promise<{ rows: OutboxRow[]; isSoon: boolean }> {
  // By where the rows lie: a condition on ids would read a long outbox from end to end for each batch.
  const rows = await tx
    .delete(outbox)
    .where(
      sql`ctid = any(array(
        select ctid from outbox where due_at >= ${from.toISOString()}::timestamptz
        order by due_at, id limit ${batchSize} for update skip locked))`,
    )
    .returning();
  if (rows.length === 0) return { rows, isSoon: false };
  const events = rows.sort(byDueTime).map(toEvent);
  const jobs = laterJobsOf(events, rules, now);
  if (jobs.length > 0) await askForJobs(tx, jobs);
  for (const payload of packHints(events))
    await tx.execute(sql`select pg_notify(${liveChannel}, ${payload})`);
  return { rows, isSoon: jobs.some(({ dueAt }) => dueAt <= now) };
}

type OutboxRow = typeof outbox.$inferSelect;

const byDueTime = (one: OutboxRow, other: OutboxRow): number =>
  one.dueAt.getTime() - other.dueAt.getTime() || (one.id < other.id ? -1 : 1);

function toEvent(row: OutboxRow): DomainEvent {
  return {
    id: row.id,
    workspaceId: row.workspaceId,
    name: row.name,
    aggregateId: row.aggregateId,
    version: row.version,
    actor: { kind: row.actorKind, id: row.actorId },
    schemaVersion: row.schemaVersion,
    occurredAt: row.occurredAt,
  };
}

/** Of an event that is ahead, for the clock was set back since, what it asks for is reckoned from now. */
function laterJobsOf(events: readonly DomainEvent[], rules: readonly EventRule[], now: Date) {
  const jobs = new Map<string, { workspaceId: string; kind: string; subject: string; dueAt: Date }>();
  for (const event of events) {
    for (const rule of rules) {
      if (!rule.events.includes(event.name)) continue;
      const aheadMs = Math.max(0, event.occurredAt.getTime() - now.getTime());
      for (const { kind, subject, dueAt } of rule.jobs(event)) {
        jobs.set(`${event.workspaceId} ${kind} ${subject}`, {
          workspaceId: event.workspaceId,
          kind,
          subject,
          dueAt: new Date(dueAt.getTime() - aheadMs),
        });
      }
    }
  }
  // One order for all, so that two relays never wait for each other in a ring.
  return [...jobs.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, job]) => job);
}

/** The newest hint of each aggregate, packed into as few notifications as fit. */
function packHints(events: readonly DomainEvent[]): string[] {
  const newest = new Map<string, LiveHint>();
  for (const { workspaceId, name, aggregateId, version } of events) {
    newest.set(`${name} ${aggregateId}`, { workspaceId, topic: name, id: aggregateId, version });
  }
  const payloads: string[] = [];
  let current: string[] = [];
  let size = 2;
  for (const hint of newest.values()) {
    const text = JSON.stringify(hint);
    if (size + text.length + 1 > maxNotifyBytes) {
      payloads.push(`[${current.join(",")}]`);
      current = [];
      size = 2;
    }
    current.push(text);
    size += text.length + 1;
  }
  if (current.length > 0) payloads.push(`[${current.join(",")}]`);
  return payloads;
}
