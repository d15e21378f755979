import { and, eq, gte, isNotNull, lt, ne, or, sql } from "drizzle-orm";
import pLimit from "p-limit";
import { agentRuns, conversations, dailyFigures, messages, ratings } from "@/db/schema";
import {
  type Ctx,
  type DomainEvent,
  type EventRule,
  inWorkspace,
  type LaterHandler,
  openSystemContext,
  runLater,
  type Transaction,
} from "@/server/kernel";
import { countSlots, sumDays } from "./count-slots";
import { countCustomersLater, customersJob } from "./recount-customers";
import { hourKey, hourOf, hoursAround } from "./rules";

export const hourJob = "insight/hour";
export const conversationJob = "insight/conversation";
const runJob = "insight/run";
const monthJob = "insight/month";
const ratingJob = "insight/rating";
const zoneJob = "insight/zone";
/** Bursts of one hour are counted once. */
const settleMs = 1_000;
/** What much happens to is counted this often at most: a figure may lag so far, and no further. */
const paceMs = 4_000;
/** Somewhat more than customers are rested for after they were counted. */
const customersPaceMs = 16_000;
const hourMs = 3_600_000;
/** Days of a long span that are counted side by side, and how many are summed at once. */
const spanLanes = 2;
const summedDays = 7;

type Span = { from: Date; to: Date };

/**
 * What makes an hour dirty. Most counts in the hour in which it happened, so the event's own hour is enough; whatever
 * makes or takes back a resolution also changes the hours of the conversation's beginning, turns and resolution.
 */
export const figureRules: readonly EventRule[] = [
  {
    events: [
      "message/received",
      "message/sent",
      "conversation/closed",
      "conversation/handed_off",
      "conversation/resolved",
    ],
    jobs: (event) =>
      hoursAround(event.occurredAt).map((subject) => ({
        kind: hourJob,
        subject,
        dueAt: nextTurn(event, paceMs),
      })),
  },
  laterBy(conversationJob, [
    "conversation/closed",
    "conversation/handed_off",
    "conversation/reopened",
    "conversation/resolved",
    "conversation/taken_over",
  ]),
  laterBy(runJob, ["intent/corrected"]),
  laterBy(ratingJob, ["rating/asked", "rating/given"]),
  laterBy(zoneJob, ["workspace/updated"]),
  {
    events: ["message/received", "conversation/imported"],
    jobs: (event) => [
      {
        kind: customersJob,
        subject: event.workspaceId,
        dueAt: nextTurn(event, customersPaceMs),
      },
    ],
  },
];

/** A workspace's next turn: turns come so often, each workspace's at moments of its own. */
function nextTurn({ workspaceId, occurredAt }: DomainEvent, everyMs: number): Date {
  const own = Number.parseInt(workspaceId.slice(-8), 16) % everyMs;
  const earliest = occurredAt.getTime() + settleMs;
  return new Date(Math.ceil((earliest - own) / everyMs) * everyMs + own);
}

function laterBy(kind: string, events: readonly string[]): EventRule {
  return {
    events,
    jobs: (event) => [
      { kind, subject: event.aggregateId, dueAt: new Date(event.occurredAt.getTime() + settleMs) },
    ],
  };
}

export const insightLaterHandlers: Readonly<Record<string, LaterHandler>> = {
  [hourJob]: async ({ workspaceId, subject }) => {
    const ctx = await openSystemContext(workspaceId, { kind: "system", name: hourJob });
    await recomputeHour({ ctx, hour: hourOf(subject) });
    return undefined;
  },
  [conversationJob]: async ({ workspaceId, subject }) => {
    const ctx = await openSystemContext(workspaceId, { kind: "system", name: conversationJob });
    const hours = await inWorkspace(ctx, (tx) => hoursOfConversations(tx, ctx.workspace.id, [subject]));
    for (const hour of hours) await recomputeHour({ ctx, hour });
    return undefined;
  },
  [runJob]: async ({ workspaceId, subject }) => {
    const ctx = await openSystemContext(workspaceId, { kind: "system", name: runJob });
    const [run] = await inWorkspace(ctx, (tx) =>
      tx
        .select({ at: agentRuns.createdAt })
        .from(agentRuns)
        .where(and(eq(agentRuns.workspaceId, workspaceId), eq(agentRuns.id, subject))),
    );
    if (run) await recomputeHour({ ctx, hour: hourOf(hourKey(run.at)) });
    return undefined;
  },
  [ratingJob]: async ({ workspaceId, subject }) => {
    const ctx = await openSystemContext(workspaceId, { kind: "system", name: ratingJob });
    const [row] = await inWorkspace(ctx, (tx) =>
      tx
        .select({ askedAt: ratings.askedAt, ratedAt: ratings.ratedAt })
        .from(ratings)
        .where(and(eq(ratings.workspaceId, workspaceId), eq(ratings.id, subject))),
    );
    const hours = [row?.askedAt, row?.ratedAt].flatMap((at) => (at ? [hourKey(at)] : []));
    for (const hour of new Set(hours)) await recomputeHour({ ctx, hour: hourOf(hour) });
    return undefined;
  },
  [monthJob]: async ({ workspaceId, subject }) => {
    const ctx = await openSystemContext(workspaceId, { kind: "system", name: monthJob });
    const from = new Date(`${subject}-01T00:00:00.000Z`);
    const to = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 1));
    await recomputeSpan({ ctx, from, to });
    await inWorkspace(ctx, (tx) =>
      runLater(tx, { workspaceId, kind: customersJob, subject: workspaceId, dueAt: ctx.clock.now() }),
    );
    return undefined;
  },
  [zoneJob]: async ({ workspaceId }) => {
    const ctx = await openSystemContext(workspaceId, { kind: "system", name: zoneJob });
    await moveDaysToZone(ctx);
    return undefined;
  },
  [customersJob]: countCustomersLater,
};

/** Counts one hour (UTC) of one workspace, and those hours whose count it has changed. */
export async function recomputeHour({ ctx, hour }: { ctx: Ctx; hour: Date }): Promise<void> {
  const span = { from: hour, to: new Date(hour.getTime() + hourMs) };
  const others = await inWorkspace(ctx, async (tx) => {
    await recount(tx, ctx, span);
    const changed = await findTakenBack(tx, ctx.workspace.id, span);
    return hoursOfConversations(tx, ctx.workspace.id, changed);
  });
  for (const other of others.filter((one) => one.getTime() !== hour.getTime())) {
    await recomputeSpan({ ctx, from: other, to: new Date(other.getTime() + hourMs) });
  }
}

/**
 * The same for a longer span (full hours, UTC): after a bulk load, or for all that there is. Quarters are counted by the
 * day, two days side by side, and summed into days when they stand; whoever is cut off begins again.
 */
export async function recomputeSpan({ ctx, from, to }: { ctx: Ctx; from: Date; to: Date }): Promise<void> {
  const lane = pLimit(spanLanes);
  await lane.map(piecesOf({ from, to }, 1), (span) =>
    inWorkspace(ctx, async (tx) => {
      await lockDay(tx, ctx, span.from);
      await countSlots(tx, ctx.workspace.id, span);
    }),
  );
  for (const span of piecesOf({ from, to }, summedDays)) {
    await inWorkspace(ctx, async (tx) => {
      await lockFigures(tx, ctx);
      await sumDays(tx, ctx.workspace, span);
    });
  }
}

/** A span in pieces of so many days, each of which begins with a day (UTC) but for the first. */
function piecesOf({ from, to }: Span, days: number): Span[] {
  const dayMs = 24 * hourMs;
  const midnight = Math.floor(from.getTime() / dayMs) * dayMs;
  const count = Math.ceil((to.getTime() - midnight) / (days * dayMs));
  return Array.from({ length: count }, (_, index) => {
    const start = midnight + index * days * dayMs;
    return {
      from: new Date(Math.max(start, from.getTime())),
      to: new Date(Math.min(start + days * dayMs, to.getTime())),
    };
  });
}

async function recount(tx: Transaction, ctx: Ctx, span: Span): Promise<void> {
  await lockFigures(tx, ctx);
  await countSlots(tx, ctx.workspace.id, span);
  await sumDays(tx, ctx.workspace, span);
}

const lockKey = (ctx: Ctx, of = "") => sql`hashtextextended(${`insight ${ctx.workspace.id}${of}`}, 0)`;

/** Two that delete and write the same quarters or days would collide: one at a time a workspace. */
const lockFigures = (tx: Transaction, ctx: Ctx) =>
  tx.execute(sql`select pg_advisory_xact_lock(${lockKey(ctx)})`);

/** The same for the quarters of one day (UTC): other days of the workspace may be counted side by side. */
const lockDay = (tx: Transaction, ctx: Ctx, at: Date) =>
  tx.execute(sql`select pg_advisory_xact_lock_shared(${lockKey(ctx)}),
    pg_advisory_xact_lock(${lockKey(ctx, ` ${at.toISOString().slice(0, 10)}`)})`);

/**
 * Conversations whose resolution or closing was taken back in this span by what was said in it: opened again by the
 * customer (whom no event of its own tells of), or answered by a member after all.
 */
async function findTakenBack(
  tx: Transaction,
  workspaceId: string,
  { from, to }: { from: Date; to: Date },
): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ id: conversations.id })
    .from(messages)
    .innerJoin(
      conversations,
      and(eq(conversations.workspaceId, messages.workspaceId), eq(conversations.id, messages.conversationId)),
    )
    .where(
      and(
        eq(messages.workspaceId, workspaceId),
        gte(messages.createdAt, from),
        lt(messages.createdAt, to),
        ne(messages.author, "agent"),
        or(
          and(gte(conversations.reopenedAt, from), lt(conversations.reopenedAt, to)),
          and(eq(messages.author, "member"), isNotNull(conversations.resolvedAt)),
        ),
      ),
    );
  return rows.map(({ id }) => id);
}

/** The hours in which something of these conversations counts that can change later. */
async function hoursOfConversations(
  tx: Transaction,
  workspaceId: string,
  ids: readonly string[],
): Promise<Date[]> {
  if (ids.length === 0) return [];
  const rows = await tx.execute<{ hour: string }>(sql`
    with mine as (
      select c.id, c.created_at, c.resolved_at from conversations c
      where c.workspace_id = ${workspaceId}::uuid
        and c.id = any(string_to_array(${ids.join(",")}, ',')::uuid[])
    )
    select distinct to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24') as hour from (
      select created_at as at from mine
      union all select resolved_at from mine where resolved_at is not null
      union all select r.created_at from mine
        join agent_runs r on r.workspace_id = ${workspaceId}::uuid and r.conversation_id = mine.id
    ) touched`);
  return rows.map(({ hour }) => hourOf(hour));
}

/** Days are days of the workspace's zone: another zone makes others of the same quarters. */
async function moveDaysToZone(ctx: Ctx): Promise<void> {
  const { id, timeZone } = ctx.workspace;
  await inWorkspace(ctx, async (tx) => {
    const [stale] = await tx
      .select({
        from: sql<string | null>`min(${dailyFigures.day})`,
        to: sql<string | null>`max(${dailyFigures.day})`,
      })
      .from(dailyFigures)
      .where(and(eq(dailyFigures.workspaceId, id), ne(dailyFigures.timeZone, timeZone)));
    if (!stale?.from || !stale.to) return;
    await lockFigures(tx, ctx);
    await sumDays(tx, ctx.workspace, {
      from: new Date(Date.parse(`${stale.from}T00:00:00Z`) - 24 * hourMs),
      to: new Date(Date.parse(`${stale.to}T00:00:00Z`) + 48 * hourMs),
    });
  });
}
