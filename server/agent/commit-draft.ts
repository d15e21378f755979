import { sql } from "drizzle-orm";
import { type Ctx, emit, type Transaction } from "@/server/kernel";
import type { AgentJob } from "./claim-jobs";
import { endJob, type RunResult, TurnSuperseded } from "./commit-run";
import type { Turn } from "./load-turn";

/**
 * What was said of a conversation that people have, after a member's last word; older messages have been dealt with.
 * Null where nothing is left.
 */
export async function readWaiting(tx: Transaction, ctx: Ctx, turn: Turn): Promise<Turn | null> {
  const [row] = await tx.execute<{ seq: string | null }>(sql`
    select max(seq) as seq from messages where workspace_id = ${ctx.workspace.id}::uuid
      and conversation_id = ${turn.conversationId}::uuid and author = 'member' and seq > ${turn.agentSeq}`);
  const answered = Number(row?.seq ?? 0);
  const unread = turn.unread.filter(({ seq }) => seq > answered);
  return unread.length === 0 || turn.waitingSince === null ? null : { ...turn, unread };
}

/**
 * Leaves what the agent would say as the draft of a conversation that people have, in place of an older one. Nothing is
 * sent and nothing moves; the run is an act and no handoff, so that no figure counts it as one.
 *
 * @throws TurnSuperseded a member answered, gave it back or merged its customer, or another run dealt with the turn, after it was read
 */
export async function commitDraft(
  tx: Transaction,
  ctx: Ctx,
  { turn, job, result }: { turn: Turn; job: AgentJob; result: RunResult },
): Promise<void> {
  const w = ctx.workspace.id;
  const [row] = await tx.execute<{ version: string }>(sql`
    with drafted as (
      update conversations set agent_seq = ${turn.lastSeq}, version = version + 1,
        suggested_reply = ${result.handoff?.suggestedReply ?? null},
        last_intent = coalesce(${result.intent}, last_intent)
      where workspace_id = ${w}::uuid and id = ${turn.conversationId}::uuid and status = 'handed_off'
        and agent_seq = ${turn.agentSeq} and customer_id = ${turn.customerId}::uuid and waiting_since is not null
      returning id, version
    ), ran as (
      insert into agent_runs (workspace_id, id, conversation_id, from_seq, to_seq, language, intent, scores, sources,
        action, band, reason, duration_ms, created_at)
      select ${w}::uuid, ${result.runId}::uuid, id, ${turn.agentSeq + 1}, ${turn.lastSeq}, ${result.language},
        ${result.intent}, ${JSON.stringify(result.scores)}::jsonb, ${JSON.stringify(result.sources)}::jsonb,
        'act', null, ${result.reason}, ${Math.round(performance.now() - result.startedAt)}::int,
        ${ctx.clock.now().toISOString()}::timestamptz
      from drafted
    )
    select version from drafted`);
  if (!row) throw new TurnSuperseded();
  await endJob(tx, job);
  await emit(tx, ctx, "conversation/drafted", {
    aggregateId: turn.conversationId,
    version: Number(row.version),
  });
}
