import type { ConversationChange, ConversationStatus, Priority } from "./schemas";

export const conversationStatuses = ["open", "handed_off", "closed"] as const;
export const priorities = ["low", "normal", "high", "urgent"] as const;

/** What people may do to a conversation. */
export type ConversationMove = "takeOver" | "assign" | "snooze" | "release" | "close" | "reopen" | "reply";

/**
 * Where each move leads from each state; a missing cell is refused. (The agent's handoff, open → handed_off, and a
 * customer's message within 72 hours of closing, closed → open, are the agent's and the intake's.)
 */
export const moves: Record<ConversationMove, Partial<Record<ConversationStatus, ConversationStatus>>> = {
  takeOver: { open: "handed_off", handed_off: "handed_off" },
  assign: { open: "handed_off", handed_off: "handed_off" },
  snooze: { open: "handed_off", handed_off: "handed_off" },
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

/** A conversation as it stood, as far as a change of it can be taken back. */
export type ChangeableConversation = {
  status: ConversationStatus;
  assignedMemberId: string | null;
  priority: Priority;
  snoozedUntil: Date | null;
  spamAt: Date | null;
  tagIds: readonly string[];
};

/** The change that takes this one back; null where it changed nothing, or where there is no way back. */
export function toUndo(
  before: ChangeableConversation,
  change: ConversationChange,
): ConversationChange | null {
  switch (change.kind) {
    case "assign":
      // What the agent had goes back to the agent.
      if (before.status === "open") return { kind: "release" };
      return before.assignedMemberId === change.memberId
        ? null
        : { kind: "assign", memberId: before.assignedMemberId };
    case "prioritise":
      return before.priority === change.priority ? null : { kind: "prioritise", priority: before.priority };
    case "snooze":
      if (before.status === "open") return { kind: "release" };
      return { kind: "snooze", until: before.snoozedUntil?.toISOString() ?? null };
    case "tag":
      return before.tagIds.includes(change.tagId) === change.isOn ? null : { ...change, isOn: !change.isOn };
    case "spam":
      return (before.spamAt !== null) === change.isSpam ? null : { kind: "spam", isSpam: !change.isSpam };
    case "close":
      return { kind: "reopen", status: before.status === "open" ? "open" : "handed_off" };
    case "reopen":
      return { kind: "close" };
    case "release":
      return { kind: "assign", memberId: before.assignedMemberId };
  }
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

/** Roles that may take a whole conversation away as a file. */
export const exportingRoles: readonly string[] = ["owner", "admin", "supervisor"];

/** A bot may take a message back for so long. */
export const deletableHours = 48;
/** A deletion waits this long before it leaves, so that it can be undone. */
export const undoDeletionMs = 5_000;

/** A message as the rules of changing it look at it. */
export type ChangeableMessage = {
  author: string;
  memberId: string | null;
  kind: string;
  sentAt: Date;
  isDeleted: boolean;
  /** Of its own sending; null where it has none, as for history that was imported. */
  deliveryState: string | null;
};

/** Why a message cannot be edited or deleted; null when it can. `unsent`: nothing of it is with the customer for certain. */
export type ChangeObstacle = "foreign" | "deleted" | "unsent" | "too_old";

/** Whether this member may edit the message now: an own one that has left or is about to. */
export function whyNotEdit(message: ChangeableMessage, memberId: string): ChangeObstacle | null {
  if (message.author !== "member" || message.memberId !== memberId) return "foreign";
  if (message.isDeleted) return "deleted";
  return isOnItsWay(message.deliveryState) ? null : "unsent";
}

/** Whether this member may delete the message now. What never left is deleted here only. */
export function whyNotDelete(message: ChangeableMessage, memberId: string, now: Date): ChangeObstacle | null {
  if (message.author !== "member" || message.memberId !== memberId) return "foreign";
  if (message.isDeleted) return "deleted";
  // It may be with the customer, and nobody knows under which id: it can neither be taken back nor said to be gone.
  if (message.deliveryState === "unconfirmed" || message.deliveryState === null) return "unsent";
  const isTooOld = now.getTime() - message.sentAt.getTime() > deletableHours * 3_600_000;
  return isTooOld && message.deliveryState === "sent" ? "too_old" : null;
}

const isOnItsWay = (state: string | null): boolean =>
  state === "queued" || state === "sending" || state === "sent";

/** What the team may react with: a few of the platform's own reactions, those that fit a customer. */
export const reactionEmoji = ["👍", "❤", "🙏", "👏", "🎉", "🔥", "👌", "😁", "😍", "🤝", "🤔", "😢"] as const;

export const isReactionEmoji = (value: string): boolean =>
  (reactionEmoji as readonly string[]).includes(value);

/** Telegram's own limit of a text, in UTF-16 units. */
export const maxTextUnits = 4096;
/** Telegram's own limit of what is said under a picture or a file. */
export const maxCaptionUnits = 1024;
/** Files that go with one press of the button. */
export const maxAttachments = 20;
/** As many messages of a thread as are asked for at once. */
export const longThreadPage = 500;
