import { foldText } from "@/lib/text/fold";
import type { Expectation } from "./conversation.ts";
import type { Outcome } from "./play.ts";
import type { Stage } from "./set-up.ts";

export type Verdict = {
  /** What was expected and did not come; empty when the turn is as expected. The intent is judged apart. */
  misses: string[];
  isIntentRight: boolean | null;
};

/** Holds what came against what was expected. */
export function judge(
  expectation: Expectation,
  outcome: Outcome,
  stage: Pick<Stage, "faqIds" | "factKey">,
): Verdict {
  const misses: string[] = [];
  const { actions, sources, isUrgent, language, intents } = expectation;
  if (actions.length > 0 && !actions.includes(outcome.action)) {
    misses.push(`action ${actions.join(" or ")}, not ${outcome.action}`);
  }
  for (const text of expectation.mustContain) {
    if (!contains(outcome.reply, text)) misses.push(`"${text}" is not said`);
  }
  for (const text of expectation.mustNotContain) {
    if (contains(outcome.reply, text)) misses.push(`"${text}" is said`);
  }
  for (const source of sources) {
    if (!hasSource(source, outcome, stage)) misses.push(`source ${source}, not ${nameSources(outcome)}`);
  }
  if (isUrgent !== null && isUrgent !== outcome.isUrgent) misses.push(isUrgent ? "not urgent" : "urgent");
  if (language && outcome.language !== language) misses.push(`language ${language}, not ${outcome.language}`);
  return { misses, isIntentRight: intents.length === 0 ? null : intents.includes(outcome.intent ?? "") };
}

/** Case, accents and runs of space make no difference: "TY-1042", "18 Kasım" and "18 kasim" are the same. */
export function contains(reply: string, wanted: string): boolean {
  const plain = (text: string) => foldText(text).replace(/\s+/g, " ").trim();
  return plain(reply).includes(plain(wanted));
}

function hasSource(wanted: string, { sources }: Outcome, stage: Pick<Stage, "faqIds" | "factKey">): boolean {
  const at = wanted.indexOf(":");
  const kind = (at < 0 ? wanted : wanted.slice(0, at)).toLowerCase();
  const name = at < 0 ? null : wanted.slice(at + 1).trim();
  const key = (text: string) => foldText(text).replace(/[^\p{L}\p{N}]/gu, "");
  switch (kind) {
    case "faq": {
      const ids = name === null ? null : stage.faqIds(name);
      return sources.some((source) => source.kind === "faq" && (ids === null || ids.includes(source.id)));
    }
    case "fact": {
      const stored = name === null ? null : stage.factKey(name);
      return sources.some((source) => source.kind === "fact" && (stored === null || source.id === stored));
    }
    default:
      return sources.some(
        (source) => source.kind === "shopOrder" && (name === null || key(source.label) === key(name)),
      );
  }
}

export const nameSources = ({ sources }: Outcome): string =>
  sources.map(({ kind, label }) => `${kind}:${label}`).join(", ") || "none";
