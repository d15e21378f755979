import { codeKey, foldText, tokenise } from "@/lib/text/fold";

/**
 * What an order is found by: its number whole and in pieces, tracking numbers, the words of the name, the phone with
 * and without its country, and the e-mail.
 */
export function orderTerms(order: {
  number: string;
  customerName: string;
  phone: string | null;
  email: string | null;
  packages: readonly { tracking: string | null }[];
}): Map<string, number> {
  const terms = new Set<string>();
  for (const word of tokenise(foldText(`${order.number} ${order.customerName}`))) terms.add(word);
  terms.add(codeKey(order.number).toLowerCase());
  for (const { tracking } of order.packages) if (tracking) terms.add(codeKey(tracking).toLowerCase());
  if (order.phone) {
    const digits = order.phone.slice(1);
    terms.add(digits);
    // "0532…" and "532…", as it is written and said at home.
    if (digits.startsWith("90")) terms.add(`0${digits.slice(2)}`).add(digits.slice(2));
  }
  if (order.email) {
    terms.add(foldText(order.email));
    for (const word of tokenise(foldText(order.email))) terms.add(word);
  }
  return new Map([...terms].filter((term) => term !== "").map((term) => [term.slice(0, 100), 1]));
}

/** The words of a search box, folded as the terms are; an order number or a phone with spaces is one word. */
export function searchWords(text: string): string[] {
  const folded = foldText(text).trim();
  if (/^\+?[\d\s()/-]+$/.test(folded)) return [folded.replace(/\D/g, "").replace(/^00/, "")].filter(Boolean);
  if (folded.includes("@")) return [folded.replace(/\s+/g, "")];
  return tokenise(folded).slice(0, 8);
}
