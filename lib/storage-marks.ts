/** Where nothing is said: so many bytes, or this share of a small disk, and no less than the database's log may need at once. */
const stopBytes = 256_000_000;
const stopShare = 0.01;
const leastStopBytes = 64_000_000;
const lowFactor = 4;

/** Left a state only with so much more than its mark, so that a few deleted files do not open and shut the doors. */
export const backFactor = 1.25;

/** The space that is left in the data folder, and below which of it what happens; in bytes. */
export function storageMarks(
  wanted: { stopBytes?: number | undefined; lowBytes?: number | undefined } | undefined,
  totalBytes: number,
): { stopBytes: number; lowBytes: number } {
  const stop = wanted?.stopBytes ?? Math.min(stopBytes, Math.max(leastStopBytes, totalBytes * stopShare));
  return { stopBytes: stop, lowBytes: Math.max(stop, wanted?.lowBytes ?? stop * lowFactor) };
}
