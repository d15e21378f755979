import { v7 } from "uuid";
import { toPublicId } from "@/lib/public-id";

type RunIds = { messageId: string; noteId: string };

const unanswered = new Map<string, RunIds>();
const keyOf = (macroId: string, conversationId: string) => `${macroId} ${conversationId}`;

/**
 * The ids of what a run sends and notes. A run whose end nobody knows keeps them: the same macro on the same conversation
 * is then the same run, and nothing is said twice.
 */
export const runIds = {
  take(macroId: string, conversationId: string): RunIds {
    const key = keyOf(macroId, conversationId);
    const ids = unanswered.get(key) ?? {
      messageId: toPublicId("message", v7()),
      noteId: toPublicId("note", v7()),
    };
    unanswered.set(key, ids);
    return ids;
  },
  /** The server has said what came of it. */
  settle(macroId: string, conversationId: string): void {
    unanswered.delete(keyOf(macroId, conversationId));
  },
};
