import { shortestPassword } from "./limits";
import { turkishWords } from "./turkish-words";

/** What a password must reach, of 0 to 4: more than 10^8 guesses (zxcvbn). */
export const wantedScore = 3;

/** What makes a password weak, in the terms of the texts that say what to do. */
export const weaknesses = [
  "short",
  "common",
  "word",
  "name",
  "own",
  "repeat",
  "sequence",
  "date",
  "guessable",
] as const;
export type Weakness = (typeof weaknesses)[number];

export type PasswordRating = { score: 0 | 1 | 2 | 3 | 4; weakness: Weakness | null };

/** Beyond this more letters change nothing but the time that the estimate takes. */
const longestRated = 64;

/** Reasons of the estimator by what a person can do about them. */
const byWarning: Readonly<Record<string, Weakness>> = {
  topTen: "common",
  topHundred: "common",
  common: "common",
  similarToCommon: "common",
  pwned: "common",
  wordByItself: "word",
  namesByThemselves: "name",
  commonNames: "name",
  userInputs: "own",
  simpleRepeat: "repeat",
  extendedRepeat: "repeat",
  sequences: "sequence",
  straightRow: "sequence",
  keyPattern: "sequence",
  recentYears: "date",
  dates: "date",
};

type Estimator = {
  check(password: string, own: string[]): { score: number; feedback: { warning: string | null } };
};

let estimator: Promise<Estimator> | undefined;

/** The estimator and its lists, about half a megabyte on the wire: fetched when a password is first typed. */
function loadEstimator(): Promise<Estimator> {
  estimator ??= Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-en"),
  ]).then(
    ([{ ZxcvbnFactory }, common, english]) =>
      new ZxcvbnFactory({
        graphs: common.adjacencyGraphs,
        dictionary: { ...common.dictionary, ...english.dictionary, "commonWords-tr": [...turkishWords] },
      }),
    (error: unknown) => {
      // A fetch that failed is tried anew.
      estimator = undefined;
      throw error;
    },
  );
  return estimator;
}

/** How hard a password is to guess, knowing what stands around it: the address, the name. The same here and there. */
export async function ratePassword(password: string, own: readonly string[]): Promise<PasswordRating> {
  const { check } = await loadEstimator().then((one) => ({ check: one.check.bind(one) }));
  const words = own
    .flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)])
    .filter((word) => word.length > 2);
  const { score, feedback } = check(password.slice(0, longestRated), ["santral", ...words]);
  if (password.length < shortestPassword)
    return { score: Math.min(score, 2) as 0 | 1 | 2, weakness: "short" };
  const rated = score as PasswordRating["score"];
  if (rated >= wantedScore) return { score: rated, weakness: null };
  return { score: rated, weakness: byWarning[feedback.warning ?? ""] ?? "guessable" };
}
