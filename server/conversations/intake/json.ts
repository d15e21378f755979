import { integerText } from "@/lib/json-fields";
import { storableText } from "@/lib/text/storable";

export { isObject, type Json } from "@/lib/json-fields";

/** Ids of the Bot API are integers of up to 52 bits. */
export const idText = integerText;

/** A whole number from 0 on, as sizes are. */
export function countOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

export { instantOfSeconds as instantOf } from "@/lib/json-fields";

export function plain(value: unknown): string {
  return typeof value === "string" ? storableText(value) : "";
}

/** The beginning of a text, at most so long; a pair of surrogates that the end falls into is given up. */
export const cut = (text: string, length: number): string => text.slice(0, length).toWellFormed();

/** The beginning of a text or nothing, so that what is not there is not stored. */
export const brief = (value: unknown, length: number): string | undefined =>
  cut(plain(value), length) || undefined;

/** The same without what is undefined. */
export function compact<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T;
}
