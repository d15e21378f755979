import type { AgentSource } from "@/db/schema";
import { parseMoment, toDay } from "@/lib/dates/parse-moment";
import { type Ctx, fromPublicId } from "@/server/kernel";
import type { Passage, Retrieved } from "@/server/knowledge";
import { combineDecisions, confidenceOf, handedOver, type PartDecision } from "./combine-decisions";
import type { RunResult } from "./commit-run";
import { answerText, composeReply } from "./compose-reply";
import type { Turn } from "./load-turn";
import { isClosedOn, isOpenAt } from "./opening-hours";
import type { TurnReading } from "./read-turn";
import { isAngry } from "./reading/mood";
import type { OrderAnswer } from "./resolve-order";
import { type Decision, decide, maySend, ORDER_INTENTS, type ReplyMode, URGENT_REASONS } from "./rules";
import { draftReply, type HandoffFacts, isHandoffReason, summariseHandoff } from "./summarise-handoff";
import { isAskedAgain } from "./told-before";

/** What was found for a turn. */
export type TurnKnowledge = {
  order: OrderAnswer;
  retrieved: Retrieved;
  /** For each of several things that the turn asks for. */
  retrievedByAsk: readonly Retrieved[];
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
  mode: ReplyMode;
  runId: string;
  startedAt: number;
}): RunResult {
  const { ctx, turn, reading, knowledge, mode, runId } = input;
  const now = ctx.clock.now();
  const { language } = reading.language;
  const { order } = knowledge.order;
  const by = reading.when?.until ?? reading.when?.day ?? null;
  const about = { language, order, by, workspace: ctx.workspace, now };
  const several = decideSeveral(turn, reading, knowledge, (part) => answerText({ ...about, ...part }));
  const chosen = several?.decision ?? decideFor(turn, reading, knowledge);
  const passages = knowledge.chosenPassage
    ? [knowledge.chosenPassage]
    : (several?.passages ?? knowledge.retrieved.passages);
  const sources = several?.sources ?? sourcesOf(chosen, knowledge, passages);
  const isRepeated =
    chosen.action === "answer" &&
    reading.press === null &&
    isAskedAgain(turn, { text: reading.text, sources, now });
  const decision: Decision = isRepeated ? { ...handedOver(chosen), reason: "asked_again" } : chosen;
  const confidence = knowledge.chosenPassage
    ? 1
    : (several?.confidence ?? confidenceOf({ decision, passages }));
  const isSent = maySend(mode, decision, confidence);
  const earlierAnswers = isRepeated ? [] : (several?.answers ?? []);
  const reply = composeReply({
    isDraft: !isSent,
    decision,
    runId,
    ...about,
    earlierAnswers,
    choices: knowledge.order.choices,
    passages,
    isFirst: turn.lastRun === null,
    isPhoneFresh: knowledge.isPhoneFresh,
    hasPaymentData: reading.message.hasPaymentData,
  });
  const result: RunResult = {
    runId,
    language,
    intent: decision.intent ?? reading.intent?.intent ?? null,
    scores: reading.intent?.scores ?? {},
    sources: isRepeated ? [] : sources,
    action: decision.action,
    band: decision.band,
    reason: decision.reason,
    clarifyCount: decision.clarifyCount,
    message: { ...reply, isAnnouncement: decision.reason === "opted_out" },
    handoff: decision.action === "handoff" ? handoffOf(input, decision, passages) : null,
    isConfirmed: decision.reason === "confirmed_helpful" && isResolvable(turn),
    startedAt: input.startedAt,
  };
  if (isSent || mode === "automatic") return result;
  return toDraft(input, { result, mode, draft: reply.text, earlierAnswers, passages, decision });
}

/** The same for a person to send: what the agent would have said is the draft, and the customer hears nothing. */
function toDraft(
  input: Parameters<typeof decideTurn>[0],
  held: {
    result: RunResult;
    mode: "manual" | "hybrid";
    draft: string;
    earlierAnswers: readonly string[];
    passages: readonly Passage[];
    decision: Decision;
  },
): RunResult {
  const { result } = held;
  if (result.handoff) {
    const suggestedReply = [...held.earlierAnswers, result.handoff.suggestedReply]
      .filter(Boolean)
      .join("\n\n");
    return { ...result, message: null, handoff: { ...result.handoff, suggestedReply } };
  }
  const reason = `drafted_${held.mode}` as const;
  const handoff = handoffOf(input, { ...held.decision, reason }, held.passages);
  return {
    ...result,
    action: "handoff",
    band: "handoff",
    reason,
    message: null,
    handoff: handoff && { ...handoff, suggestedReply: held.draft },
  };
}

/** What is known of one of several asks: as of the whole turn, except what the ask says itself. */
function decideSeveral(
  turn: Turn,
  reading: TurnReading,
  knowledge: TurnKnowledge,
  tell: (part: { decision: Decision; passages: readonly Passage[] }) => string,
) {
  const { asks, kind, message } = reading;
  const isPlain = kind === "text" && !message.wantsHuman && !message.complains && !message.optOut;
  if (asks.length < 2 || !isPlain || reading.mood.growsAngry) return null;
  const parts = asks.map((ask, i): PartDecision => {
    const retrieved = knowledge.retrievedByAsk[i] ?? { passages: [], margin: 0 };
    const isOfOrder = ORDER_INTENTS.has(ask.intent.intent);
    const own: TurnReading = {
      ...reading,
      text: ask.text,
      message: { ...ask.message, acts: [], insults: false },
      intent: ask.intent,
      contact: null,
      press: null,
      awaiting: null,
      pendingIntent: null,
      isRefusal: false,
      isFullQuestion: true,
      refersToOrder: false,
    };
    const order = isOfOrder ? knowledge.order : { ...knowledge.order, state: "none" as const };
    const decision = decideFor(turn, own, { ...knowledge, order, retrieved });
    const { passages } = retrieved;
    return { decision, passages, sources: sourcesOf(decision, knowledge, passages), tell };
  });
  return combineDecisions(parts);
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
    mood: reading.mood,
    isFullQuestion: reading.isFullQuestion,
    isRefusal: reading.isRefusal,
    refersToOrder: reading.refersToOrder,
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
    when: whenNamed(reading, ctx),
    lastWords: reading.text,
  };
  return {
    summary: summariseHandoff(facts, ctx.workspace.defaultLanguage),
    suggestedReply: draftReply(facts, { language: reading.language.language, passages }),
    isUrgent:
      URGENT_REASONS.has(decision.reason) || (decision.reason === "asked_again" && isAngry(reading.text)),
  };
}

/** A day to come; nobody is there at its time, or on the whole day where no time is named. */
function whenNamed(
  { when }: TurnReading,
  { workspace, clock }: Pick<Ctx, "workspace" | "clock">,
): HandoffFacts["when"] {
  if (!when || (when.until ?? when.day) < toDay(clock.now(), workspace.timeZone)) return null;
  const moment = parseMoment(when.time ? `${when.day} ${when.time}` : when.day, workspace.timeZone);
  if (!moment || when.until) return { ...when, isClosed: false };
  const isClosed = when.time ? !isOpenAt(workspace, moment) : isClosedOn(workspace, moment);
  return { ...when, isClosed };
}

/** Only an answer of the agent's own can be confirmed, and only once. */
const isResolvable = (turn: Turn): boolean =>
  turn.answerCount > 0 && turn.memberMessageCount === 0 && turn.resolution === null;

const round = (value: number): number => Math.round(value * 1_000) / 1_000;
