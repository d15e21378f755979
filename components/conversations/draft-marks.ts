import { readDraftText } from "./use-draft";

/** What this browser knows of the server's copy of a draft. */
export type DraftMark = {
  /** Whose it is; null where nothing is known. */
  memberId: string | null;
  /** The version of the copy, 0 where there is none. */
  version: number;
  /** What the copy says. */
  base: string;
  /** The version of the copy that became a message. */
  endedAt: number;
};

const prefix = "santral.draft-mark.";
const unknown: DraftMark = { memberId: null, version: 0, base: "", endedAt: 0 };

export const draftMarks = {
  /** Of this member; of whoever it is with null. */
  of(conversationId: string, memberId: string | null): DraftMark {
    try {
      const stored = window.localStorage.getItem(prefix + conversationId);
      const mark = stored ? { ...unknown, ...(JSON.parse(stored) as Partial<DraftMark>) } : unknown;
      return memberId === null || mark.memberId === memberId ? mark : unknown;
    } catch {
      return unknown;
    }
  },
  set(conversationId: string, mark: DraftMark): void {
    try {
      window.localStorage.setItem(prefix + conversationId, JSON.stringify(mark));
    } catch {
      // Then every look at the server is the first one.
    }
  },
  text: readDraftText,
};

/**
 * What a look at the server's copy comes to. `take`: nothing was written here since, and it is newer. `save`: something was
 * written here, which wins. What became a message is no draft, however long the server still holds it.
 */
export function whatToDo(input: {
  held: { text: string; version: number };
  known: DraftMark;
  text: string;
}): "nothing" | "take" | "save" {
  const { held, known, text } = input;
  if (held.version !== 0 && held.version === known.endedAt) return "nothing";
  const isWrittenHere = text !== known.base;
  if (held.version === known.version) return isWrittenHere ? "save" : "nothing";
  if (isWrittenHere && text !== held.text) return "save";
  return "take";
}
