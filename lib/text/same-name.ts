/** A name as a reader sees it: signs that are not drawn are left out, and any space is one. */
const seen = (name: string): string =>
  name
    .normalize("NFC")
    .replace(/\p{Cf}/gu, "")
    .replace(/\s+/g, " ")
    .trim();

/** Whether somebody has typed a name that they see; what they cannot see, they need not type. */
export const isSameName = (typed: string, name: string): boolean => seen(typed) === seen(name);
