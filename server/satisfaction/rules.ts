/** The five answers, the worst first; the place of each is its score. */
export const scoreEmoji = ["😡", "🙁", "😐", "🙂", "😍"] as const;
export const emojiOf = (score: number): string => scoreEmoji[score - 1] ?? "";

/** From there down members are told of it. */
export const lowScore = 2;

export const pauseChoices = [7, 14, 30, 90] as const;
export const defaultPauseDays = 30;
export const mostPauseDays = 365;

const hourMs = 3_600_000;
/** An answer can be changed once for so long. */
const changeableMs = 24 * hourMs;
/** A question that nobody has answered for so long is not answered any more. */
const answerableMs = 30 * 24 * hourMs;
/** For so long after the invitation was pressed the next text is the comment. */
export const commentMs = hourMs;

/** What a tap on an emoji comes to: the first answer, the one change, the same again, or too late for either. */
export function decideTap(
  rating: { askedAt: Date; score: number | null; ratedAt: Date | null; changedAt: Date | null },
  score: number,
  now: Date,
): "new" | "changed" | "same" | "kept" | "late" {
  if (rating.score === null || rating.ratedAt === null)
    return now.getTime() - rating.askedAt.getTime() <= answerableMs ? "new" : "late";
  if (rating.score === score) return "same";
  const isOpen = rating.changedAt === null && now.getTime() - rating.ratedAt.getTime() <= changeableMs;
  return isOpen ? "changed" : "kept";
}

export type AskedConversation = {
  status: string;
  isSpam: boolean;
  isBlocked: boolean;
  isOptedOut: boolean;
  isReachable: boolean;
  isAnswered: boolean;
  /** When this customer was asked the last time, on any bot. */
  lastAskedAt: Date | null;
};

/** Why a customer is not asked; null when they are. */
export function whyNotAsk(
  conversation: AskedConversation,
  pauseDays: number,
  now: Date,
): "open" | "spam" | "blocked" | "opted_out" | "unreachable" | "unanswered" | "asked_lately" | null {
  if (conversation.status !== "closed") return "open";
  if (conversation.isSpam) return "spam";
  if (conversation.isBlocked) return "blocked";
  if (conversation.isOptedOut) return "opted_out";
  if (!conversation.isReachable) return "unreachable";
  if (!conversation.isAnswered) return "unanswered";
  const { lastAskedAt } = conversation;
  if (lastAskedAt && now.getTime() - lastAskedAt.getTime() < pauseDays * 24 * hourMs) return "asked_lately";
  return null;
}

const pressPattern = /^rate:([1-5c]):([0-9a-f]{32})$/;

/** `rate:4:…`, and `rate:c:…` for the invitation to comment; far below the 64 bytes that a button carries. */
export const pressData = (what: number | "c", ratingId: string): string =>
  `rate:${what}:${ratingId.replaceAll("-", "")}`;

/** What a button of ours says; null for anybody else's. */
export function readPress(data: string): { ratingId: string; score: number | null } | null {
  const match = pressPattern.exec(data);
  if (!match) return null;
  const [, what = "", hex = ""] = match;
  const ratingId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return { ratingId, score: what === "c" ? null : Number(what) };
}
