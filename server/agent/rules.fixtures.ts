import type { DecisionInput } from "./rules";
import { INTENTS, type Intent } from "./schemas";

/** What the classifier says when it is so sure of one intent, the rest being shared by the others. */
export function wants(intent: Intent, score = 0.9): NonNullable<DecisionInput["intent"]> {
  const rest = (1 - score) / (INTENTS.length - 1);
  const scores = Object.fromEntries(
    INTENTS.map((other) => [other, other === intent ? score : rest]),
  ) as Record<Intent, number>;
  return { intent, scores, margin: score - rest };
}
