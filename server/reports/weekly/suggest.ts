/** What of a week a suggestion can rest on. */
export type WeekFacts = {
  messagesIn: number;
  reopened: number;
  medianFirstResponseS: number | null;
  isAgentOn: boolean;
  /** Most asked first. */
  intents: readonly { intent: string; asked: number; handedOff: number; corrected: number }[];
};

export type Suggestion =
  | { kind: "quiet" | "agentOff" | "slow" | "steady"; href: string }
  | { kind: "unanswered" | "misread"; href: string; intent: string; count: number }
  | { kind: "reopened"; href: string; count: number };

/** Fewer are chance. */
const leastTimes = 3;
const slowS = 30 * 60;

/**
 * One thing to do next, by the first rule that fits: what hurts customers most comes first. Each leads to the screen
 * where it is done, below the workspace's address.
 */
export function suggest(facts: WeekFacts): Suggestion {
  if (facts.messagesIn === 0) return { kind: "quiet", href: "channels" };
  if (!facts.isAgentOn) return { kind: "agentOff", href: "settings" };
  const [unanswered] = facts.intents
    .filter(({ handedOff, asked }) => handedOff >= leastTimes && handedOff * 2 >= asked)
    .toSorted((one, other) => other.handedOff - one.handedOff);
  if (unanswered) {
    const { intent, handedOff: count } = unanswered;
    return { kind: "unanswered", href: "knowledge?entry=new", intent, count };
  }
  const [misread] = facts.intents
    .filter(({ corrected }) => corrected >= leastTimes)
    .toSorted((one, other) => other.corrected - one.corrected);
  if (misread) return { kind: "misread", href: "agent", intent: misread.intent, count: misread.corrected };
  if (facts.reopened >= leastTimes) return { kind: "reopened", href: "insight", count: facts.reopened };
  if (facts.medianFirstResponseS !== null && facts.medianFirstResponseS > slowS)
    return { kind: "slow", href: "settings/hours" };
  return { kind: "steady", href: "insight" };
}
