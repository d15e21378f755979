export type Language = "tr" | "en" | "ru" | "ar";
/** A question of customers, the workspace's answer, and the ways in which it is really typed. */
export type Topic = {
  intent: string;
  question: string;
  answer: string;
  /** Commas between. */
  tags: string;
  asks: readonly string[];
};

/** What nothing known answers: the agent hands over, a member replies. */
export type Trouble = {
  intent: string;
  reason: "asked_for_person" | "complained" | "no_source" | "clarified_enough" | "return_needs_person";
  asks: readonly string[];
  summary: string;
  replies: readonly string[];
  /** What the customer writes back to a reply; the usual words of the language where nothing fits better. */
  after?: readonly string[];
};

export type Talk = { topics: readonly Topic[]; troubles: readonly Trouble[] };
export type Talks = Partial<Record<Language, Talk>>;

export const topic = (
  intent: string,
  question: string,
  answer: string,
  tags: string,
  asks: readonly string[],
): Topic => ({ intent, question, answer, tags, asks });

export const trouble = (
  intent: string,
  reason: Trouble["reason"],
  summary: string,
  asks: readonly string[],
  replies: readonly string[],
  after?: readonly string[],
): Trouble => ({ intent, reason, summary, asks, replies, ...(after ? { after } : {}) });
