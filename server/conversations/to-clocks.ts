import type { ConversationClock } from "./schemas";

type ClockRow = {
  status: string;
  firstResponseAt: Date | null;
  answerDueAt: Date | null;
  answerNearAt: Date | null;
  closeDueAt: Date | null;
  closeNearAt: Date | null;
  clocksPausedAt: Date | null;
};

/** The clocks of a conversation for a screen, as its row keeps them: those that stand say so. */
export function toClocks(row: ClockRow): ConversationClock[] {
  if (row.status === "closed") return [];
  const isPaused = row.clocksPausedAt !== null;
  const one = (clock: ConversationClock["clock"], dueAt: Date | null, nearAt: Date | null) =>
    dueAt && nearAt ? [{ clock, dueAt: dueAt.toISOString(), nearAt: nearAt.toISOString(), isPaused }] : [];
  return [
    ...one(row.firstResponseAt === null ? "first" : "next", row.answerDueAt, row.answerNearAt),
    ...one("close", row.closeDueAt, row.closeNearAt),
  ];
}
