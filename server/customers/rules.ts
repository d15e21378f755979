import { normalisePhone } from "@/lib/phone/normalise-phone";
import { codeKey, foldText, tokenise } from "@/lib/text/fold";
import type { IdentityKind } from "./schemas";

const emailShape = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** The one way a phone or an e-mail is written in `identities`; null when it is neither. */
export function normaliseIdentity(kind: Exclude<IdentityKind, "telegram">, value: string): string | null {
  if (kind === "phone") return normalisePhone(value);
  const email = value.trim().toLowerCase();
  return emailShape.test(email) && email.length <= 254 ? email : null;
}

/** What a search box's text may mean; all that it can mean is looked for. */
export type Needle = {
  /** Folded words of a name, the last one perhaps unfinished. */
  words: string[];
  phone: string | null;
  email: string | null;
  telegramId: string | null;
  orderNumber: string | null;
};

export function readNeedle(q: string): Needle {
  const words = tokenise(foldText(q)).slice(0, 6);
  const digits = q.replace(/\D/g, "");
  const code = codeKey(q);
  return {
    words,
    phone: normalisePhone(q),
    email: q.includes("@") ? normaliseIdentity("email", q) : null,
    telegramId: /^\s*\d{5,15}\s*$/.test(q) ? digits : null,
    // Every shop's numbers hold a digit; a plain name is never looked up as one.
    orderNumber: digits.length > 0 && code.length >= 3 && code.length <= 40 ? code : null,
  };
}
/** So long a merge can be undone; then what it needs for that is forgotten. */
export const undoDays = 30;

/** When that ends. */
export const undoableUntil = (mergedAt: Date): Date => new Date(mergedAt.getTime() + undoDays * 86_400_000);

/** Why a merge cannot be undone now, or null when it can. Pure. */
export function undoHindrance(merge: {
  mergedAt: Date;
  undoneAt: Date | null;
  hasRecord: boolean;
  /** Either of the two was merged into another since. */
  isCovered: boolean;
  now: Date;
}): "undone" | "tooLate" | "covered" | null {
  if (merge.undoneAt) return "undone";
  if (!merge.hasRecord || undoableUntil(merge.mergedAt) <= merge.now) return "tooLate";
  return merge.isCovered ? "covered" : null;
}

export type MergedField = {
  fieldId: string;
  kept: string | null;
  merged: string | null;
  /** Whose answer stands afterwards. */
  wins: "kept" | "merged";
};

/** The answers of two records, side by side: the kept one's stand, and what it does not know it learns. Pure. */
export function mergeFields(
  kept: readonly { fieldId: string; value: string }[],
  merged: readonly { fieldId: string; value: string }[],
): MergedField[] {
  const ids = new Set([...kept, ...merged].map(({ fieldId }) => fieldId));
  return [...ids].map((fieldId) => {
    const own = kept.find((one) => one.fieldId === fieldId)?.value ?? null;
    const other = merged.find((one) => one.fieldId === fieldId)?.value ?? null;
    return { fieldId, kept: own, merged: other, wins: own === null ? "merged" : "kept" };
  });
}
