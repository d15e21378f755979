import { and, eq } from "drizzle-orm";
import { conversations } from "@/db/schema";
import { normaliseSharedPhone } from "@/lib/phone/normalise-phone";
import { acknowledgeCallback, replyModeAt } from "@/server/channels";
import { verifyIdentity } from "@/server/customers";
import { type Ctx, inWorkspace, newId, requirePermission, type Transaction } from "@/server/kernel";
import { findPassage, type Retrieved, retrieveFaq } from "@/server/knowledge";
import type { AgentJob } from "./claim-jobs";
import { commitDraft, readWaiting } from "./commit-draft";
import { commitRun, endJob, type RunResult, TurnSuperseded } from "./commit-run";
import { decideTurn, type TurnKnowledge } from "./decide-turn";
import { holdJob, isOverPace } from "./hold-pace";
import { loadTurn, paceReason, type Turn } from "./load-turn";
import { setOptedOut } from "./opt-out";
import { readTurn, type TurnReading } from "./read-turn";
import { bareQuestion, isGeneric } from "./reading/asks";
import { type OrderAnswer, resolveOrder } from "./resolve-order";
import type { ReplyMode } from "./rules";
import { summariseHandoff } from "./summarise-handoff";
import { loadClassifier } from "./teaching/current-model";
import { botText } from "./texts";

/** What became of a claimed job, for the metrics. */
export type RunOutcome = RunResult["action"] | "nothing" | "held" | "superseded";

/**
 * Deals with what a customer said since the agent's last turn: reads it, looks for what it may rest on, decides, and
 * commits the run, its message, its delivery and the job's end together. A message that arrives meanwhile leaves the
 * job for another run; a member who takes over meanwhile leaves nothing of this one.
 */
export async function runAgent(ctx: Ctx, job: AgentJob): Promise<RunOutcome> {
  requirePermission(ctx, "conversation.answer");
  const startedAt = performance.now();
  try {
    return await inWorkspace(ctx, async (tx) => {
      const inside = { ...ctx, db: tx };
      const turn = await loadTurn(tx, {
        workspaceId: job.workspaceId,
        conversationId: job.conversationId,
        now: ctx.clock.now(),
      });
      const isOurs = ctx.workspace.isAgentOn && turn?.status === "open" && turn.unread.length > 0;
      if (turn?.status === "handed_off" && ctx.workspace.isAgentOn)
        return await draftFor(tx, inside, job, turn);
      if (!isOurs) return leaveToPeople(tx, ctx, job, turn);
      const mode = replyModeAt(turn.replyPlan, ctx.clock.now(), ctx.workspace.timeZone);
      const reading = readTurn(turn, ctx.workspace, ctx.clock.now(), await loadClassifier(tx, ctx));
      acknowledgePresses(ctx, turn, reading);
      if (turn.customer.isOptedOut && !isComingBack(reading)) {
        await commitRun(tx, ctx, { turn, job, result: silentHandoff(ctx, turn, reading, startedAt) });
        return "handoff";
      }
      if (isOverPace(turn)) return await slowDown(tx, inside, job, turn, reading, { startedAt, mode });

      const knowledge = await lookUp(tx, inside, turn, reading);
      const result = decideTurn({ ctx, turn, reading, knowledge, mode, startedAt, runId: newId() });
      if (result.reason === "opted_out" || result.reason === "opted_in") {
        await setOptedOut(tx, ctx, turn.customerId, result.reason === "opted_out");
      } else if (turn.customer.isOptedOut) {
        await setOptedOut(tx, ctx, turn.customerId, false);
      }
      await commitRun(tx, ctx, { turn, job, result });
      return result.action;
    });
  } catch (error) {
    if (!(error instanceof TurnSuperseded)) throw error;
    // Nothing of it stands; the job says at once whether there is still something to do.
    await inWorkspace(ctx, (tx) => endJob(tx, { ...job, generation: -1 }));
    return "superseded";
  }
}

/** People have it: where the bot leaves answers to them, what the agent would say waits as their draft. */
async function draftFor(tx: Transaction, ctx: Ctx, job: AgentJob, turn: Turn): Promise<RunOutcome> {
  const startedAt = performance.now();
  const mode = replyModeAt(turn.replyPlan, ctx.clock.now(), ctx.workspace.timeZone);
  const waiting = mode === "automatic" ? null : await readWaiting(tx, ctx, turn);
  if (!waiting) return leaveToPeople(tx, ctx, job, turn);
  const reading = readTurn(waiting, ctx.workspace, ctx.clock.now(), await loadClassifier(tx, ctx));
  acknowledgePresses(ctx, waiting, reading);
  if (turn.customer.isOptedOut) return leaveToPeople(tx, ctx, job, turn);
  if (isOverPace(waiting)) {
    await holdJob(tx, ctx, job, waiting);
    return "held";
  }
  const knowledge = await lookUp(tx, ctx, waiting, reading);
  // Manual whatever the bot's mode: nothing goes out beside the person who has it.
  const result = decideTurn({
    ctx,
    turn: waiting,
    reading,
    knowledge,
    mode: "manual",
    startedAt,
    runId: newId(),
  });
  // The product's own word (a stop is confirmed) is not a draft; a person reads the wish.
  if (result.message) return leaveToPeople(tx, ctx, job, turn);
  await commitDraft(tx, ctx, { turn: waiting, job, result });
  return "act";
}

/** The agent is off, or people have the conversation, or there is nothing new: what was said is theirs. */
async function leaveToPeople(
  tx: Transaction,
  ctx: Ctx,
  job: AgentJob,
  turn: Turn | null,
): Promise<"nothing"> {
  // Turned on again, the agent answers what comes then, not what it was told to leave alone.
  if (turn?.status === "open" && turn.unread.length > 0) {
    await tx
      .update(conversations)
      .set({ agentSeq: turn.lastSeq })
      .where(and(eq(conversations.workspaceId, ctx.workspace.id), eq(conversations.id, turn.conversationId)));
  }
  await endJob(tx, job);
  return "nothing";
}

/** The waiting sign on a pressed button ends now; nothing waits for it. */
function acknowledgePresses(ctx: Ctx, turn: Turn, reading: TurnReading): void {
  const channel = { workspaceId: ctx.workspace.id, channelId: turn.channelId };
  for (const id of reading.callbackIds) void acknowledgeCallback(channel, id);
}

/** Whoever starts the bot again wants to hear from it. */
const isComingBack = ({ message }: TurnReading): boolean =>
  message.optIn || message.command?.name === "start";

/** A customer who wants no automatic messages is answered by a person, and is told nothing. */
function silentHandoff(ctx: Ctx, turn: Turn, reading: TurnReading, startedAt: number): RunResult {
  const summary = summariseHandoff(
    {
      reason: "opted_out",
      intent: reading.intent?.intent ?? null,
      order: null,
      codes: [],
      clarifyCount: 0,
      when: null,
      lastWords: reading.text,
    },
    ctx.workspace.defaultLanguage,
  );
  return {
    ...emptyResult(turn, reading, startedAt),
    action: "handoff",
    band: "handoff",
    reason: "opted_out",
    handoff: { summary, suggestedReply: null, isUrgent: false },
  };
}

/** Once a minute the customer is told that it is too fast; then the agent is silent until the minute has passed. */
async function slowDown(
  tx: Transaction,
  ctx: Ctx,
  job: AgentJob,
  turn: Turn,
  reading: TurnReading,
  { startedAt, mode }: { startedAt: number; mode: ReplyMode },
): Promise<"held"> {
  if (!turn.pace.wasTold && mode === "automatic") {
    // Nothing is dealt with: the turn stays for when the minute has passed.
    const waiting: Turn = { ...turn, lastSeq: turn.agentSeq };
    const result: RunResult = {
      ...emptyResult(turn, reading, startedAt),
      message: { text: botText(reading.language.language, "rateLimited") },
    };
    await commitRun(tx, ctx, { turn: waiting, job, result, keepsJob: true });
  }
  await holdJob(tx, ctx, job, turn);
  return "held";
}

function emptyResult(turn: Turn, reading: TurnReading, startedAt: number): RunResult {
  return {
    runId: newId(),
    language: reading.language.language,
    intent: null,
    scores: {},
    sources: [],
    action: "act",
    band: null,
    reason: paceReason,
    clarifyCount: turn.clarifyCount,
    message: null,
    handoff: null,
    isConfirmed: false,
    startedAt,
  };
}

const noOrder: OrderAnswer = { state: "none", order: null, choices: [], hasFailed: false, triesLeft: 5 };
const noPassages: Retrieved = { passages: [], margin: 0 };

/** What an answer may rest on: the phone just proved, the order in question, the passages for the words. */
async function lookUp(tx: Transaction, ctx: Ctx, turn: Turn, reading: TurnReading): Promise<TurnKnowledge> {
  const freshPhone = await proveContact(ctx, turn, reading);
  const verifiedPhones = freshPhone
    ? [...new Set([...turn.verifiedPhones, freshPhone])]
    : turn.verifiedPhones;
  const { press, message } = reading;
  const order = reading.concernsOrder
    ? resolveOrder(tx, ctx, {
        customerId: turn.customerId,
        codes: [...message.orderNumbers, ...message.trackingNumbers],
        chosenOrderId: press?.kind === "order" ? press.id : null,
        earlierCodes: reading.earlierCodes,
        reference: reading.reference,
        proof: message.proof,
        earlierProof: reading.earlierProof,
        verifiedPhones,
        isPhoneFresh: freshPhone !== null,
        provedOrderIds: turn.provedOrderIds,
      })
    : noOrder;
  const passages =
    reading.intent && message.acts.length === 0 && !isGeneric(reading.text)
      ? retrieveBest(tx, ctx, reading)
      : noPassages;
  const chosen = press?.kind === "passage" ? findPassage(tx, ctx, press.rowId) : null;
  const ofAsks = reading.asks.map(({ text }) =>
    retrieveFaq(tx, ctx, { text: bareQuestion(text), language: reading.language.language }),
  );
  const [resolved, retrieved, chosenPassage, retrievedByAsk] = await Promise.all([
    order,
    passages,
    chosen,
    Promise.all(ofAsks),
  ]);
  return {
    order: resolved,
    retrieved,
    retrievedByAsk,
    chosenPassage,
    verifiedPhones,
    isPhoneFresh: freshPhone !== null,
  };
}

/** Of several messages in one turn, the one that a passage fits best is the question. */
async function retrieveBest(tx: Transaction, ctx: Ctx, reading: TurnReading): Promise<Retrieved> {
  const { language } = reading.language;
  const found = await Promise.all(
    reading.questions.map((text) => retrieveFaq(tx, ctx, { text: bareQuestion(text), language })),
  );
  return found.reduce((best, next) =>
    (next.passages[0]?.confidence ?? 0) > (best.passages[0]?.confidence ?? 0) ? next : best,
  );
}

/** A contact shared by the button, and the sender's own, proves the phone. Returns it, or null. */
async function proveContact(ctx: Ctx, turn: Turn, reading: TurnReading): Promise<string | null> {
  if (!reading.contact?.isOwn) return null;
  const phone = normaliseSharedPhone(reading.contact.phone);
  if (!phone) return null;
  if (!turn.verifiedPhones.includes(phone)) {
    await verifyIdentity({ ctx, input: { customerId: turn.customerId, kind: "phone", value: phone } });
  }
  return phone;
}
