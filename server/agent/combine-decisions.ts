import type { AgentSource } from "@/db/schema";
import type { Passage } from "@/server/knowledge";
import type { Decision } from "./rules";

/** What one of several asks of a turn comes to by itself. */
export type PartDecision = {
  decision: Decision;
  passages: readonly Passage[];
  sources: AgentSource[];
  tell(part: { decision: Decision; passages: readonly Passage[] }): string;
};

export type Combined = {
  decision: Decision;
  /** Of the part that the decision is of. */
  passages: readonly Passage[];
  /** Said before it. */
  answers: string[];
  /** Of everything that is answered. */
  sources: AgentSource[];
  /** Of the least sure of them. */
  confidence: number;
};

/** How sure an answer is: as its passage; an order is told only when it is proved. */
export const confidenceOf = ({ decision, passages }: Pick<PartDecision, "decision" | "passages">): number =>
  decision.sources.includes("faq") ? (passages[0]?.confidence ?? 0) : 1;

/** A decision as a handoff, whatever it was. */
export const handedOver = (decision: Decision): Decision => ({
  action: "handoff",
  band: "handoff",
  reason: "partly_answered",
  intent: decision.intent,
  sources: [],
  offersContact: false,
  offersSuggestions: false,
  clarifyCount: 0,
});

/**
 * One turn that asks for several things: what can be answered is, in the order it was asked; then a detail is asked
 * for where that is all that is missing; what has no answer is a person's. Null when nothing of it is answered or
 * waits for a detail: then the turn is read as one.
 */
export function combineDecisions(parts: readonly PartDecision[]): Combined | null {
  const answered = parts.filter(({ decision }) => decision.action === "answer");
  const waiting = parts.filter(
    ({ decision }) => decision.action === "clarify" && decision.need !== "rephrase",
  );
  const rest = parts.filter((part) => !answered.includes(part) && !waiting.includes(part));
  const leading = waiting[0] ?? answered.at(-1);
  if (!leading) return null;
  const sources = uniqueSources(answered.flatMap((part) => part.sources));
  const told = [...new Set(answered.map((part) => part.tell(part)))];
  const confidence = Math.min(1, ...answered.map(confidenceOf));
  const [open] = rest;
  if (open) {
    // A person who has to do something anyway is named with the reason of it.
    const decision =
      open.decision.action === "handoff" && open.decision.reason !== "no_source"
        ? open.decision
        : {
            ...handedOver(open.decision),
            ...(answered.length === 0 ? { reason: "no_source" as const } : {}),
          };
    return { decision, passages: open.passages, answers: told, sources, confidence };
  }
  if (waiting.length > 0)
    return { decision: leading.decision, passages: leading.passages, answers: told, sources, confidence };
  const last = leading.tell(leading);
  return {
    decision: leading.decision,
    passages: leading.passages,
    answers: told.filter((text) => text !== last),
    sources,
    confidence,
  };
}

function uniqueSources(sources: readonly AgentSource[]): AgentSource[] {
  return [...new Map(sources.map((source) => [`${source.kind}:${source.id}`, source])).values()];
}
