const words = /[\p{L}\p{M}\p{N}_]+/gu;
/** Alphabets whose letters look like one another's: "Ayşe" with a Cyrillic "А" reads the same. */
const alike = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u];

/**
 * Whether a word of a name is made of letters of two alphabets that look alike, as names are that pass for somebody
 * else's. Names in two alphabets side by side ("Анна Smith") are people's own affair.
 */
export function mixesScripts(name: string): boolean {
  return (name.normalize("NFKC").match(words) ?? []).some(
    (word) => alike.filter((script) => script.test(word)).length > 1,
  );
}
