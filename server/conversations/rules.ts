import type { ConversationStatus } from "./schemas";

/** What people may do to a conversation. */
export type ConversationMove = "takeOver" | "release" | "close" | "reopen" | "reply";

/**
 * Where each move leads from each state; a missing cell is refused. (The agent's handoff, open → handed_off, and a
 * customer's message within 72 hours of closing, closed → open, are the agent's and the intake's.)
 */
export const moves: Record<ConversationMove, Partial<Record<ConversationStatus, ConversationStatus>>> = {
  takeOver: { open: "handed_off", handed_off: "handed_off" },
  release: { handed_off: "open" },
  close: { open: "closed", handed_off: "closed" },
  // To whom it goes back is said by the input; this is the state when nothing is said.
  reopen: { closed: "handed_off" },
  reply: { open: "handed_off", handed_off: "handed_off", closed: "handed_off" },
};

/** The state after the move, or null when it is not possible. */
export function nextStatus(status: ConversationStatus, move: ConversationMove): ConversationStatus | null {
  return moves[move][status] ?? null;
}

// Zero-width and bidirectional marks, fillers, variation selectors, tags, controls, every kind of space, and Braille
// blank: nothing of these is seen alone.
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\p{Z}\u2800]/gu;

/** Whether a reader would see anything of the text. */
export function isVisible(text: string): boolean {
  return text.replace(invisible, "").length > 0;
}

/** A message that nobody of the team has seen yet, as the conflict check looks at it. */
export type Answer = { seq: number; author: "agent" | "member"; memberId: string | null };

/** Whether this answer is news to a writer who saw everything up to `lastSeenSeq`. */
export function isNewsTo(answer: Answer, writer: { memberId: string; lastSeenSeq: number }): boolean {
  if (answer.seq <= writer.lastSeenSeq) return false;
  return answer.author === "agent" || answer.memberId !== writer.memberId;
}

/** Roles that may answer and move conversations; screens hide from others what the policy would refuse. */
export const answeringRoles: readonly string[] = ["owner", "admin", "supervisor", "support"];
