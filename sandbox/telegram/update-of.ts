import type { Message, Update } from "@grammyjs/types";
import type { UpdateKind } from "./records";

/** Seconds an update is kept for a bot that does not take it; a tapped button goes stale sooner than a message. */
const lifetimeS: Partial<Record<UpdateKind, number>> = { callback_query: 150 };
const usualLifetimeS = 24 * 3600;

/** The kinds the real server leaves out unless a bot names them. */
export const kindsOnRequest: readonly UpdateKind[] = [
  "chat_member",
  "message_reaction",
  "message_reaction_count",
];

/** The message an update puts into (or replaces in) its chat; the message of a tapped button is there already. */
export function messageOf(update: Update): Message | undefined {
  return update.message ?? update.edited_message;
}

/** When an update that nobody takes is dropped, in milliseconds. */
export function expiryOf(kind: UpdateKind, nowMs: number): number {
  return nowMs + (lifetimeS[kind] ?? usualLifetimeS) * 1000;
}

const ofChats: ReadonlySet<UpdateKind> = new Set([
  ...(["message", "edited_message", "channel_post", "edited_channel_post"] as const),
]);

/**
 * The queue an update waits in: messages by chat, everything else by user. Within one queue the order is kept
 * and a failing update holds up those behind it. `id` is the chat's or the user's.
 */
export function queueKeyOf(kind: UpdateKind, id: number): string {
  return ofChats.has(kind) ? `chat:${id}` : `${kind}:${id}`;
}
