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
