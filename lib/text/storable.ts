/** Deeper than any input of ours; what is nested deeper is refused by its schema, not walked. */
const deepest = 32;

/** Text that a database can hold: without NUL, and without half of a surrogate pair. */
export function storableText(text: string): string {
  return text.replaceAll("\u0000", "").toWellFormed();
}

/** The same value of JSON with every text in it storable. */
export function storable(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return storableText(value);
  if (typeof value !== "object" || value === null || depth > deepest) return value;
  if (Array.isArray(value)) return value.map((item) => storable(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, storable(item, depth + 1)]));
}
