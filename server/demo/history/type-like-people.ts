import { cities, manners, pairs } from "../data/manners";
import { goods } from "../data/people";
import type { Language } from "../data/talk";
import type { Random } from "../random";

/** Fills what stands in braces: a day, a time, a thing of the shop, a number, a city, a pair. */
export function fillIn(text: string, language: Language, random: Random): string {
  const { days, times } = manners[language];
  return text
    .replace("{day}", () => random.pick(days))
    .replace("{time}", () => random.pick(times))
    .replace("{good}", () => goodInPassing(random))
    .replace("{city}", () => random.pick(cities))
    .replace("{pair}", () => random.pick(pairs))
    .replace("{n}", () => String(random.between(2, 8)));
}

/** "keten gömlek": as somebody who has bought it says it. */
function goodInPassing(random: Random): string {
  const [name = ""] = random.pick(goods).item.split(",");
  return name.charAt(0).toLocaleLowerCase("tr") + name.slice(1);
}

/** The same words as they come from a phone: with a greeting or without, in small letters, with a slip of the thumb. */
export function typeOnPhone(
  text: string,
  given: { language: Language; random: Random; hour: number; isFirst: boolean },
): string {
  const { language, random, hour, isFirst } = given;
  const { closers } = manners[language];
  let typed = text;
  if (isFirst && random.chance(0.36)) {
    const opener = pickOpener(language, random, hour);
    typed = `${opener}${random.pick([" ", ", ", "\n", ", "])}${startSmall(typed, language)}`;
  }
  if (random.chance(0.24)) typed = `${typed.replace(/[?.؟]$/, "")} ${random.pick(closers)}`;
  if (language === "ar") return typed;
  if (random.chance(0.55))
    typed = typed.toLocaleLowerCase(language === "tr" ? "tr" : "en").replace(/[.?!]$/, "");
  if (language === "tr" && random.chance(0.24)) typed = withoutMarks(typed);
  if (random.chance(0.12)) typed = slip(typed, random);
  if (random.chance(0.02)) typed = typed.toLocaleUpperCase(language === "tr" ? "tr" : "en");
  return typed;
}

/** A greeting that fits the hour. */
export function pickOpener(language: Language, random: Random, hour: number): string {
  for (;;) {
    const opener = random.pick(manners[language].openers);
    if (/günaydın|morning|утро|صباح/i.test(opener) && (hour < 5 || hour > 11)) continue;
    if (/akşam|evening|вечер|مساء/i.test(opener) && hour < 17) continue;
    return opener;
  }
}

const startSmall = (text: string, language: Language): string =>
  text.charAt(0).toLocaleLowerCase(language === "tr" ? "tr" : "en") + text.slice(1);

const plain: Record<string, string> = {
  ş: "s",
  ı: "i",
  ğ: "g",
  ü: "u",
  ö: "o",
  ç: "c",
  Ş: "S",
  İ: "I",
  Ğ: "G",
  Ü: "U",
  Ö: "O",
  Ç: "C",
  â: "a",
};

function withoutMarks(text: string): string {
  return text.replace(/[şığüöçŞİĞÜÖÇâ]/g, (letter) => plain[letter] ?? letter);
}

/** One slip: two letters change places, one is left out, or one is struck twice; never in a number. */
function slip(text: string, random: Random): string {
  const words = text.split(" ");
  const long = words.flatMap((word, place) => (/^\p{L}{5,}$/u.test(word) ? [place] : []));
  if (long.length === 0) return text;
  const place = random.pick(long);
  const word = words[place]!;
  const at = random.between(1, word.length - 3);
  const mended = [
    word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2),
    word.slice(0, at) + word.slice(at + 1),
    word.slice(0, at + 1) + word.slice(at),
  ];
  words[place] = random.pick(mended);
  return words.join(" ");
}
