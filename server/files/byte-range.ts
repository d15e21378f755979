/**
 * What part of a content a `Range` header asks for (RFC 9110, 14.2); players ask so to jump. Several parts at once, and
 * what is no range, are answered with the whole.
 *
 * @returns first and last byte, both counted; "whole"; or "outside" when nothing of it is there
 */
export function readByteRange(
  header: string | undefined,
  sizeBytes: number,
): { from: number; to: number } | "whole" | "outside" {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.replaceAll(" ", "") ?? "");
  if (!match) return "whole";
  const [, first = "", last = ""] = match;
  if (first === "" && last === "") return "whole";
  if (first === "") {
    const length = Math.min(Number(last), sizeBytes);
    return length === 0 ? "outside" : { from: sizeBytes - length, to: sizeBytes - 1 };
  }
  const from = Number(first);
  const to = last === "" ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  if (last !== "" && Number(last) < from) return "whole";
  return from >= sizeBytes ? "outside" : { from, to };
}
