import type { AgentSource } from "@/db/schema";
import { type Ctx, fromPublicId } from "@/server/kernel";
import type { Passage, Retrieved } from "@/server/knowledge";
import type { RunResult } from "./commit-run";
import { composeReply } from "./compose-reply";
import type { Turn } from "./load-turn";
import type { TurnReading } from "./read-turn";
import type { OrderAnswer } from "./resolve-order";
import { type Decision, decide } from "./rules";
import { draftReply, type HandoffFacts, isHandoffReason, summariseHandoff } from "./summarise-handoff";

/** What was found for a turn. */
export type TurnKnowledge = {
  order: OrderAnswer;
  retrieved: Retrieved;
  /** The passage whose button was pressed. */
  chosenPassage: Passage | null;
  verifiedPhones: readonly string[];
  isPhoneFresh: boolean;
};

/** From what was said and what was found to what is said and why. No I/O. */
export function decideTurn(input: {
  ctx: Pick<Ctx, "workspace" | "clock">;
  turn: Turn;
  reading: TurnReading;
  knowledge: TurnKnowledge;
  runId: string;
  startedAt: number;
}): RunResult {
  const { ctx, turn, reading, knowledge, runId } = input;
  const decision = decideFor(turn, reading, knowledge);
  const passages = knowledge.chosenPassage ? [knowledge.chosenPassage] : knowledge.retrieved.passages;
  const { language } = reading.language;
  const { order } = knowledge.order;
  const reply = composeReply({
    decision,
    runId,
    language,
    workspace: ctx.workspace,
    now: ctx.clock.now(),
    order,
    choices: knowledge.order.choices,
    passages,
    isFirst: turn.lastRun === null,
    isPhoneFresh: knowledge.isPhoneFresh,
    hasPaymentData: reading.message.hasPaymentData,
  });
  return {
    runId,
    language,
    intent: decision.intent ?? reading.intent?.intent ?? null,
    scores: reading.intent?.scores ?? {},
    sources: sourcesOf(decision, knowledge, passages),
    action: decision.action,
    band: decision.band,
    reason: decision.reason,
    clarifyCount: decision.clarifyCount,
    message: { ...reply, isAnnouncement: decision.reason === "opted_out" },
    handoff: decision.action === "handoff" ? handoffOf(input, decision, passages) : null,
    isConfirmed: decision.reason === "confirmed_helpful" && isResolvable(turn),
    startedAt: input.startedAt,
  };
}

function decideFor(turn: Turn, reading: TurnReading, knowledge: TurnKnowledge): Decision {
  const { press, message } = reading;
  if (knowledge.chosenPassage) {
    return {
      action: "answer",
      band: "answer",
      reason: "faq_matched",
      intent: reading.pendingIntent ?? "other",
      sources: ["faq"],
      offersContact: false,
      offersSuggestions: false,
      clarifyCount: 0,
    };
  }
  const { order, retrieved } = knowledge;
  const [best] = retrieved.passages;
  return decide({
    kind: reading.kind,
    message,
    feedback: press?.kind === "feedback" ? (press.helped ? "helped" : "not_helped") : null,
    gaveOrderNumber:
      message.orderNumbers.length + message.trackingNumbers.length > 0 || press?.kind === "order",
    gaveProof: message.proof !== null,
    contact: reading.contact ? (reading.contact.isOwn ? "own" : "foreign") : null,
    intent: reading.intent,
    pendingIntent: reading.pendingIntent,
    awaiting: reading.awaiting,
    retrieval: best ? { confidence: best.confidence, margin: retrieved.margin } : null,
    order: order.state,
    phoneVerified: knowledge.verifiedPhones.length > 0,
    proofFailed: order.hasFailed,
    proofTriesLeft: order.triesLeft,
    clarifyCount: turn.clarifyCount,
  });
}

/** Nothing is answered without a source; the source named is the one that was used. */
function sourcesOf(
  decision: Decision,
  knowledge: TurnKnowledge,
  passages: readonly Passage[],
): AgentSource[] {
  return decision.sources.flatMap((source): AgentSource[] => {
    if (source === "order") {
      const { order } = knowledge.order;
      const id = order && fromPublicId("shopOrder", order.id);
      return order && id ? [{ kind: "shopOrder", id, label: order.number }] : [];
    }
    const [passage] = passages;
    if (!passage) return [];
    const { kind, id, label } = passage.source;
    return [kind === "faq" ? { kind, id, label, score: round(passage.confidence) } : { kind, id, label }];
  });
}

function handoffOf(
  { ctx, turn, reading, knowledge }: Parameters<typeof decideTurn>[0],
  decision: Decision,
  passages: readonly Passage[],
): RunResult["handoff"] {
  const facts: HandoffFacts = {
    reason: isHandoffReason(decision.reason) ? decision.reason : "clarified_enough",
    intent: decision.intent,
    order: knowledge.order.order,
    codes: [...reading.message.orderNumbers, ...reading.message.trackingNumbers, ...reading.earlierCodes],
    clarifyCount: turn.clarifyCount,
    lastWords: reading.text,
  };
  return {
    summary: summariseHandoff(facts, ctx.workspace.defaultLanguage),
    suggestedReply: draftReply(facts, { language: reading.language.language, passages }),
    isUrgent: false,
  };
}

/** Only an answer of the agent's own can be confirmed, and only once. */
const isResolvable = (turn: Turn): boolean =>
  turn.answerCount > 0 && turn.memberMessageCount === 0 && turn.resolution === null;

const round = (value: number): number => Math.round(value * 1_000) / 1_000;
