import { and, eq, ne, sql } from "drizzle-orm";
import { type AgentSource, agentJobs, conversations, type MessagePayload } from "@/db/schema";
import { queueMessage } from "@/server/deliveries";
import { type Ctx, emit, recordAudit, runLater, type Transaction, wakeAfterCommit } from "@/server/kernel";
import type { AgentJob } from "./claim-jobs";
import type { Turn } from "./load-turn";

export const silenceJob = "conversations/silence";
/** A customer who writes nothing for so long has what they wanted. */
export const silenceMs = 24 * 3_600_000;

/** What a run has come to, before it is written. */
export type RunResult = {
  runId: string;
  language: string;
  intent: string | null;
  scores: Readonly<Record<string, number>>;
  sources: AgentSource[];
  action: "answer" | "clarify" | "handoff" | "act";
  band: "answer" | "clarify" | "handoff" | null;
  reason: string;
  clarifyCount: number;
  /** Null where nothing is said: an "ok" needs no answer. */
  message: { text: string; payload?: MessagePayload; isAnnouncement?: boolean } | null;
  handoff: { summary: string; suggestedReply: string | null; isUrgent: boolean } | null;
  /** The customer says that it helped. */
  isConfirmed: boolean;
  startedAt: number;
};

/** Someone moved the conversation after it was read: nothing of the run may stand. */
export class TurnSuperseded extends Error {}

/**
 * Writes a run whole: what was found and why, what is said, what becomes of the conversation, and the end of the job
 * (unless it is to wait: `keepsJob`).
 *
 * @throws TurnSuperseded a member took the conversation, or another run dealt with the turn, after it was read
 */
export async function commitRun(
  tx: Transaction,
  ctx: Ctx,
  input: { turn: Turn; job: AgentJob; result: RunResult; keepsJob?: boolean },
): Promise<void> {
  const { turn, job, result, keepsJob = false } = input;
  // First the conversation, then the job: the order in which intake takes them too.
  const version = await moveConversation(tx, ctx, turn, result);
  // Sent one behind the other on the one connection, without waiting in between.
  const [sent] = await Promise.all([
    say(tx, ctx, turn, result),
    keepsJob ? null : endJob(tx, job),
    result.action === "answer" ? awaitSilence(tx, ctx, turn) : null,
  ]);
  if (result.handoff) await handOff(tx, ctx, turn, sent ?? version);
  if (result.isConfirmed) {
    await emit(tx, ctx, "conversation/resolved", {
      aggregateId: turn.conversationId,
      version: sent ?? version,
    });
  }
}

/**
 * The conversation's new state, a compare-and-swap on the state, the place and the customer that the turn was read at
 * (what was proved meanwhile is theirs, and a merge may have moved it), and with it the run: one statement, since it
 * stands in the path of every answer. Returns the conversation's version.
 */
async function moveConversation(tx: Transaction, ctx: Ctx, turn: Turn, result: RunResult): Promise<number> {
  const w = ctx.workspace.id;
  const now = sql`${ctx.clock.now().toISOString()}::timestamptz`;
  const { handoff } = result;
  const isHandoff = handoff !== null;
  const isSilent = result.message === null && !isHandoff;
  const [row] = await tx.execute<{ version: string }>(sql`
    with moved as (
      update conversations set agent_seq = ${turn.lastSeq}, language = ${result.language},
        clarify_count = ${result.clarifyCount}, version = version + 1,
        last_band = coalesce(${result.band}, last_band), last_intent = coalesce(${result.intent}, last_intent),
        answer_count = answer_count + ${result.action === "answer" ? 1 : 0},
        status = case when ${isHandoff} then 'handed_off' else status end,
        handed_off_at = case when ${isHandoff} then ${now} else handed_off_at end,
        handoff_reason = case when ${isHandoff} then ${result.reason} else handoff_reason end,
        handoff_summary = case when ${isHandoff} then ${handoff?.summary ?? null} else handoff_summary end,
        suggested_reply = case when ${isHandoff} then ${handoff?.suggestedReply ?? null} else suggested_reply end,
        is_urgent = is_urgent or ${handoff?.isUrgent === true},
        resolution = case when ${result.isConfirmed} then 'confirmed' else resolution end,
        resolved_at = case when ${result.isConfirmed} then ${now} else resolved_at end,
        -- "Ok" leaves nobody waiting.
        waiting_since = case when ${isSilent} then null else waiting_since end
      where workspace_id = ${w}::uuid and id = ${turn.conversationId}::uuid and status = 'open'
        and agent_seq = ${turn.agentSeq} and customer_id = ${turn.customerId}::uuid
      returning id, version
    ), ran as (
      insert into agent_runs (workspace_id, id, conversation_id, from_seq, to_seq, language, intent, scores, sources,
        action, band, reason, duration_ms, created_at)
      select ${w}::uuid, ${result.runId}::uuid, id, ${turn.agentSeq + 1}, ${turn.lastSeq}, ${result.language},
        ${result.intent}, ${JSON.stringify(result.scores)}::jsonb, ${JSON.stringify(result.sources)}::jsonb,
        ${result.action}, ${result.band}, ${result.reason}, ${Math.round(performance.now() - result.startedAt)}::int, ${now}
      from moved
    )
    select version from moved`);
  if (!row) throw new TurnSuperseded();
  return Number(row.version);
}

function awaitSilence(tx: Transaction, ctx: Ctx, turn: Turn): Promise<void> {
  const dueAt = new Date(ctx.clock.now().getTime() + silenceMs);
  const job = { workspaceId: ctx.workspace.id, kind: silenceJob, subject: turn.conversationId, dueAt };
  return runLater(tx, job, { replaceDueAt: true });
}

/** Queues the message; returns the conversation's version after it. */
async function say(tx: Transaction, ctx: Ctx, turn: Turn, result: RunResult): Promise<number | null> {
  if (!result.message) return null;
  const { text, payload, isAnnouncement = false } = result.message;
  const sent = await queueMessage(tx, ctx, {
    conversationId: turn.conversationId,
    addressId: turn.addressId,
    channelId: turn.channelId,
    // An announcement of the product's own (an opt-out is confirmed) reaches those who want no automatic answers.
    author: isAnnouncement ? "system" : "agent",
    agentRunId: result.runId,
    text,
    ...(payload ? { payload } : {}),
    purpose: "reply",
  });
  return sent.version;
}

/** Ends the job at the generation it was read at; a message that came meanwhile has it run again. */
export async function endJob(tx: Transaction, job: AgentJob): Promise<void> {
  const mine = and(
    eq(agentJobs.workspaceId, job.workspaceId),
    eq(agentJobs.conversationId, job.conversationId),
  );
  const ended = await tx
    .delete(agentJobs)
    .where(and(mine, eq(agentJobs.generation, job.generation)))
    .returning({ generation: agentJobs.generation });
  if (ended.length > 0) return;
  await tx
    .update(agentJobs)
    .set({ leaseUntil: null, leaseHolder: null, attempts: 0 })
    .where(and(mine, ne(agentJobs.generation, job.generation)));
  wakeAfterCommit(tx, "agent");
}

/** The customer waits on for a person, whatever the agent has just said. */
async function handOff(tx: Transaction, ctx: Ctx, turn: Turn, version: number): Promise<void> {
  await tx
    .update(conversations)
    .set({ waitingSince: turn.waitingSince ?? ctx.clock.now() })
    .where(and(eq(conversations.workspaceId, ctx.workspace.id), eq(conversations.id, turn.conversationId)));
  await recordAudit(tx, ctx, {
    action: "conversation.handOff",
    entity: turn.conversationId,
    before: { status: turn.status },
    after: { status: "handed_off" },
  });
  await emit(tx, ctx, "conversation/handed_off", { aggregateId: turn.conversationId, version });
}
