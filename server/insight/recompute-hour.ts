import { and, eq, sql } from "drizzle-orm";
import { LRUCache } from "lru-cache";
import { conversations } from "@/db/schema";
import {
  type Ctx,
  type EventRule,
  getRuntime,
  inWorkspace,
  type LaterHandler,
  openSystemContext,
} from "@/server/kernel";
import { countsAsResolved } from "./resolved";
import { hourKey, hourOf, hoursAround } from "./rules";

const hourJob = "insight/hour";
const conversationJob = "insight/conversation";
/** Bursts of one hour are counted once. */
const settleMs = 1_000;
/** An hour in which much happens is counted this often at most: a figure may lag so far, and no further. */
const busyPauseMs = 4_000;

/**
 * What makes an hour dirty. Everything counts in the hour in which it happened, so the event's own hour is enough,
 * except that a handoff or a member's message takes a resolution back: then the hour of that resolution too.
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
        dueAt: new Date(event.occurredAt.getTime() + settleMs),
      })),
  },
  {
    events: ["conversation/handed_off", "conversation/taken_over", "conversation/resolved"],
    jobs: (event) => [
      {
        kind: conversationJob,
        subject: event.aggregateId,
        dueAt: new Date(event.occurredAt.getTime() + settleMs),
      },
    ],
  },
];

export const insightLaterHandlers: Readonly<Record<string, LaterHandler>> = {
  [hourJob]: async ({ workspaceId, subject }) => {
    const again = holdBack(`${workspaceId} ${subject}`);
    if (again) return { againAt: again };
    const ctx = await openSystemContext(workspaceId, { kind: "system", name: hourJob });
    await recomputeHour({ ctx, hour: hourOf(subject) });
    return undefined;
  },
  [conversationJob]: async ({ workspaceId, subject }) => {
    const ctx = await openSystemContext(workspaceId, { kind: "system", name: conversationJob });
    const resolvedAt = await findResolvedAt(ctx, subject);
    if (resolvedAt) await recomputeHour({ ctx, hour: hourOf(hourKey(resolvedAt)) });
    return undefined;
  },
};

/** When a busy hour may be counted again, or null when it may be now. Kept in this process: it only saves work. */
function holdBack(hour: string): Date | null {
  const { keep, clock } = getRuntime();
  const counted = keep("insight/counted", () => new LRUCache<string, number>({ max: 10_000 }));
  const now = clock.now().getTime();
  const last = counted.get(hour);
  if (last !== undefined && now >= last && now - last < busyPauseMs) return new Date(last + busyPauseMs);
  counted.set(hour, now);
  return null;
}

/**
 * Counts one hour (UTC) of one workspace from the raw rows and writes the result over what stood there. Running it
 * twice, late or out of order gives the same row.
 */
export async function recomputeHour({ ctx, hour }: { ctx: Ctx; hour: Date }): Promise<void> {
  const workspaceId = ctx.workspace.id;
  const from = hour.toISOString();
  await inWorkspace(ctx, (tx) =>
    tx.execute(sql`
      with span as (
        select ${workspaceId}::uuid as w, ${from}::timestamptz as a, ${from}::timestamptz + interval '1 hour' as b
      ), resolved as (
        select c.resolution from conversations c, span
        where c.workspace_id = w and c.resolved_at >= a and c.resolved_at < b and ${countsAsResolved}
      )
      insert into hourly_figures (workspace_id, hour, messages_in, conversations_started, resolved_assumed,
        resolved_confirmed, handed_off, answers, first_responses_s)
      select w, a,
        (select count(*) from messages m where m.workspace_id = w and m.created_at >= a and m.created_at < b and m.direction = 'in'),
        (select count(*) from conversations c where c.workspace_id = w and c.created_at >= a and c.created_at < b),
        (select count(*) from resolved where resolution = 'assumed'),
        (select count(*) from resolved where resolution = 'confirmed'),
        (select count(distinct r.conversation_id) from agent_runs r
          where r.workspace_id = w and r.created_at >= a and r.created_at < b and r.action = 'handoff'),
        (select count(*) from agent_runs r
          where r.workspace_id = w and r.created_at >= a and r.created_at < b and r.action = 'answer'),
        coalesce((select array_agg(s order by s) from (
          select greatest(0, round(extract(epoch from c.first_response_at - c.first_inbound_at)))::int as s
          from conversations c
          where c.workspace_id = w and c.first_response_at >= a and c.first_response_at < b
            -- Found by what was said in the hour: no index leads to the time of a first response.
            and c.id in (select m.conversation_id from messages m
              where m.workspace_id = w and m.created_at >= a and m.created_at < b and m.direction = 'out')) answered), '{}')
      from span
      on conflict (workspace_id, hour) do update set
        messages_in = excluded.messages_in, conversations_started = excluded.conversations_started,
        resolved_assumed = excluded.resolved_assumed, resolved_confirmed = excluded.resolved_confirmed,
        handed_off = excluded.handed_off, answers = excluded.answers, first_responses_s = excluded.first_responses_s`),
  );
}

function findResolvedAt(ctx: Ctx, conversationId: string): Promise<Date | null> {
  return inWorkspace(ctx, async (tx) => {
    const [row] = await tx
      .select({ resolvedAt: conversations.resolvedAt })
      .from(conversations)
      .where(and(eq(conversations.workspaceId, ctx.workspace.id), eq(conversations.id, conversationId)));
    return row?.resolvedAt ?? null;
  });
}
