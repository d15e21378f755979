import { type SQL, sql } from "drizzle-orm";
import { type Ctx, inWorkspace, requirePermission, toPublicId } from "@/server/kernel";
import { spanOf } from "./days";
import { countsAsResolved } from "./resolved";
import type { CountedFigure } from "./rules";
import { FigureRows, ListFigureRowsInput } from "./schemas";

const maxRows = 50;
/** So many of the newest messages or runs are looked through for them: a busy month has millions. */
const maxLookedThrough = 2_000;

/**
 * The conversations behind a figure of the last 7 or 30 days, the newest first: what `getFigures` counts, told one by
 * one. `amount` is what each adds: messages, answers, or the seconds of its first response; null where each is one.
 */
export async function listFigureRows({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: ListFigureRowsInput;
}): Promise<FigureRows> {
  requirePermission(ctx, "figures.read");
  requirePermission(ctx, "conversation.list");
  const { figure, days } = ListFigureRowsInput.parse(input);
  const { from, to } = spanOf(ctx, days);

  const rows = await inWorkspace(ctx, (tx) =>
    tx.execute<{ id: string; status: string; name: string; at: string; amount: number | null }>(sql`
      with span as (
        select ${ctx.workspace.id}::uuid as w, ${from.toISOString()}::timestamptz as a, ${to.toISOString()}::timestamptz as b
      ), counted as (${countedBy[figure]} order by at desc limit ${maxRows + 1})
      select c.id, c.status, k.display_name as name, n.at::text as at, n.amount
      from counted n
      join conversations c on c.workspace_id = ${ctx.workspace.id}::uuid and c.id = n.conversation_id
      join customers k on k.workspace_id = c.workspace_id and k.id = c.customer_id
      order by n.at desc`),
  );
  return FigureRows.parse({
    items: rows.slice(0, maxRows).map(({ id, at, ...row }) => ({
      ...row,
      conversationId: toPublicId("conversation", id),
      at: new Date(at).toISOString(),
    })),
    isTruncated: rows.length > maxRows,
  });
}

const resolvedAs = (resolution: "assumed" | "confirmed"): SQL => sql`
  select c.id as conversation_id, c.resolved_at as at, null::int as amount from conversations c, span
  where c.workspace_id = w and c.resolved_at >= a and c.resolved_at < b and c.resolution = ${resolution}
    and ${countsAsResolved}`;

const messagesThat = (direction: "in" | "out"): SQL => sql`
  select m.conversation_id, m.created_at from messages m, span
  where m.workspace_id = w and m.created_at >= a and m.created_at < b and m.direction = ${direction}
  order by m.created_at desc limit ${maxLookedThrough}`;

const runsThat = (action: "answer" | "handoff"): SQL => sql`
  select r.conversation_id, r.created_at from agent_runs r, span
  where r.workspace_id = w and r.created_at >= a and r.created_at < b and r.action = ${action}
  order by r.created_at desc limit ${maxLookedThrough}`;

const countedBy: Record<CountedFigure, SQL> = {
  messagesIn: sql`select conversation_id, max(created_at) as at, count(*)::int as amount
    from (${messagesThat("in")}) said group by 1`,
  resolvedConfirmed: resolvedAs("confirmed"),
  resolvedAssumed: resolvedAs("assumed"),
  handedOff: sql`select conversation_id, max(created_at) as at, null::int as amount
    from (${runsThat("handoff")}) handed group by 1`,
  medianFirstResponseS: sql`select c.id as conversation_id, c.first_response_at as at,
      greatest(0, round(extract(epoch from c.first_response_at - c.first_inbound_at)))::int as amount
    from conversations c, span
    where c.workspace_id = w and c.first_response_at >= a and c.first_response_at < b
      and c.id in (select conversation_id from (${messagesThat("out")}) said)`,
  minutesSaved: sql`select conversation_id, max(created_at) as at, count(*)::int as amount
    from (${runsThat("answer")}) answered group by 1`,
};
