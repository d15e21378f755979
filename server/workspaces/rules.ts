/** Limits of a workspace's settings, which screens tell before the server has to. */
export const longestNameCharacters = 120;
export const mostMinutesPerAnswer = 240;
/** More intervals than that on one day are nobody's business hours. */
export const maxIntervalsADay = 6;

/** A name of the IANA list in either spelling (browsers differ: Asia/Kolkata, Asia/Calcutta); no bare offset. */
export function isTimeZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
  } catch {
    return false;
  }
}
