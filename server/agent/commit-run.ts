import { and, eq, ne, sql } from "drizzle-orm";
import { type AgentSource, agentJobs, agentRuns, conversations, type MessagePayload } from "@/db/schema";
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
  scores: Record<string, number>;
  sources: AgentSource[];
  action: "answer" | "clarify" | "handoff" | "act";
  band: "answer" | "clarify" | "handoff" | null;
  reason: string;
  clarifyCount: number;
  /** Null where nothing is said: an "ok" needs no answer. */
  message: { text: string; payload?: MessagePayload; isAnnouncement?: boolean } | null;
  handoff: { summary: string; suggestedReply: string | null } | null;
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
  const version = await updateConversation(tx, ctx, turn, result);
  const [, sent] = await Promise.all([
    insertRun(tx, ctx, turn, result),
    say(tx, ctx, turn, result),
    keepsJob ? null : endJob(tx, job),
  ]);
  if (result.action === "answer") {
    await runLater(
      tx,
      {
        workspaceId: ctx.workspace.id,
        kind: silenceJob,
        subject: turn.conversationId,
        dueAt: new Date(ctx.clock.now().getTime() + silenceMs),
      },
      { replaceDueAt: true },
    );
  }
  if (result.handoff) await handOff(tx, ctx, turn, sent ?? version);
  if (result.isConfirmed) {
    await emit(tx, ctx, "conversation/resolved", {
      aggregateId: turn.conversationId,
      version: sent ?? version,
    });
  }
}

/** Compare-and-swap on the state and the place that the turn was read at. */
async function updateConversation(tx: Transaction, ctx: Ctx, turn: Turn, result: RunResult): Promise<number> {
  const now = ctx.clock.now();
  const [row] = await tx
    .update(conversations)
    .set({
      agentSeq: turn.lastSeq,
      language: result.language,
      clarifyCount: result.clarifyCount,
      version: sql`${conversations.version} + 1`,
      ...(result.band ? { lastBand: result.band } : {}),
      ...(result.action === "answer" ? { answerCount: sql`${conversations.answerCount} + 1` } : {}),
      ...(result.handoff
        ? {
            status: "handed_off" as const,
            handedOffAt: now,
            handoffReason: result.reason,
            handoffSummary: result.handoff.summary,
            suggestedReply: result.handoff.suggestedReply,
          }
        : {}),
      ...(result.isConfirmed ? { resolution: "confirmed" as const, resolvedAt: now } : {}),
      // "Ok" leaves nobody waiting.
      ...(result.message === null && !result.handoff ? { waitingSince: null } : {}),
    })
    .where(
      and(
        eq(conversations.workspaceId, ctx.workspace.id),
        eq(conversations.id, turn.conversationId),
        eq(conversations.status, "open"),
        eq(conversations.agentSeq, turn.agentSeq),
      ),
    )
    .returning({ version: conversations.version });
  if (!row) throw new TurnSuperseded();
  return row.version;
}

function insertRun(tx: Transaction, ctx: Ctx, turn: Turn, result: RunResult) {
  return tx.insert(agentRuns).values({
    workspaceId: ctx.workspace.id,
    id: result.runId,
    conversationId: turn.conversationId,
    fromSeq: turn.agentSeq + 1,
    toSeq: turn.lastSeq,
    language: result.language,
    intent: result.intent,
    scores: result.scores,
    sources: result.sources,
    action: result.action,
    band: result.band,
    reason: result.reason,
    durationMs: Math.round(performance.now() - result.startedAt),
    createdAt: ctx.clock.now(),
  });
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
