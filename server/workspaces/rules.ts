/** What a workspace is for; it picks presets. */
export const workspaceKinds = ["creator", "shop", "clinic", "desk"] as const;

/** Limits of a workspace's settings, which screens tell before the server has to. */
export const longestNameCharacters = 120;
export const mostMinutesPerAnswer = 240;
/** More intervals than that on one day are nobody's business hours. */
export const maxIntervalsADay = 6;

/** How long a deleted workspace can be taken back. */
export const takeBackDays = 30;
export const longestSlugCharacters = 40;

/** Names that are ours: the demos', and paths beside workspaces'. */
const reservedSlugs = new Set(["demo", "new", "start", "admin", "api", "santral"]);

export const isReservedSlug = (slug: string): boolean => reservedSlugs.has(slug) || slug.startsWith("demo-");

/**
 * The addresses to try in turn for a workspace: what its name gives (`base`, may be too short), then the same with a
 * number, then with letters that nobody else has thought of.
 *
 * @param base   small letters, digits and hyphens, as a name is turned into; may be empty
 * @param random a few letters or digits
 */
export function slugCandidates(base: string, kind: string, random: string): string[] {
  const stem = base.slice(0, longestSlugCharacters).replace(/^-+|-+$/g, "");
  const long = stem.length >= 3 ? stem : [stem, kind].filter(Boolean).join("-");
  const whole = isReservedSlug(long) ? `${kind}-${long}`.slice(0, longestSlugCharacters) : long;
  const short = whole.slice(0, longestSlugCharacters - 7).replace(/-+$/, "");
  const numbered = [2, 3, 4, 5].map((number) => `${short}-${number}`);
  return [whole, ...numbered, `${short}-${random}`];
}

/** A name of the IANA list in either spelling (browsers differ: Asia/Kolkata, Asia/Calcutta); no bare offset. */
export function isTimeZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
  } catch {
    return false;
  }
}
