/** More than this is a document, not a note. */
export const maxNoteUnits = 4_000;

/** Who may change or delete a note: its writer, and deletion also those who lead. */
export function mayDelete(note: { isOwn: boolean; role: string }): boolean {
  return note.isOwn || leadingRoles.includes(note.role);
}

const leadingRoles: readonly string[] = ["owner", "admin", "supervisor"];

/** The mention that is being typed at the end of the text before the cursor: what stands after its `@`; null when none is. */
export function openMention(textBeforeCursor: string): string | null {
  return /(?:^|\s)@([\p{L}\p{N}]*(?: [\p{L}\p{N}]+)?)$/u.exec(textBeforeCursor)?.[1] ?? null;
}

export type NotePart = { text: string; isMention: boolean };

/** The text cut at the names of those it calls, longest name first, so that "@Ali Can" is not "@Ali". */
export function splitMentions(text: string, names: readonly string[]): NotePart[] {
  const marks = [...new Set(names)].sort((a, b) => b.length - a.length).map((name) => `@${name}`);
  const parts: NotePart[] = [];
  let rest = text;
  while (rest) {
    const found = marks
      .map((mark) => ({ mark, at: rest.indexOf(mark) }))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => a.at - b.at)[0];
    if (!found) break;
    if (found.at > 0) parts.push({ text: rest.slice(0, found.at), isMention: false });
    parts.push({ text: found.mark, isMention: true });
    rest = rest.slice(found.at + found.mark.length);
  }
  if (rest) parts.push({ text: rest, isMention: false });
  return parts;
}
