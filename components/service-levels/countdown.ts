const hourMs = 3_600_000;

/** Within an hour of its moment, on either side, a clock counts seconds. */
export const countsSeconds = (leftMs: number): boolean => Math.abs(leftMs) < hourMs;

/** `12:05` within an hour of the moment; null further away, where the words for hours and days are plainer. */
export function countdown(leftMs: number): string | null {
  if (!countsSeconds(leftMs)) return null;
  const seconds = Math.floor(Math.abs(leftMs) / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
