import { isLocale, locales } from "@/lib/i18n/locales";
import { foldText } from "@/lib/text/fold";
import { classificationFigures, type Figures } from "../intents/figures";
import { UnreadableExamples } from "../intents/labelled-lines";
import type { Labelled } from "../intents/train-intents";
import { detectLanguage } from "./detect-language";
import { languageOfTag } from "./languages";

export type LanguageJudgement = Figures & {
  /** The same texts typed in ASCII and small letters: `all`, and those in Turkish. */
  ascii: { accuracy: number; turkish: number | null };
};

/**
 * Judges the language of messages, each by itself: no conversation before it and no hint of the platform.
 *
 * @param test labels are languages or tags ("tr", "en-US")
 * @throws UnreadableExamples when a label is none of the four languages
 */
export function judgeLanguage(test: readonly Labelled[]): LanguageJudgement {
  const truth = test.map(({ intent: label }) => {
    const language = isLocale(label) ? label : languageOfTag(label);
    if (!language) throw new UnreadableExamples(`"${label}" is none of the languages ${locales.join(", ")}.`);
    return locales.indexOf(language);
  });
  const guess = (text: string) => locales.indexOf(detectLanguage(text).language);
  const figures = classificationFigures(
    truth,
    test.map(({ text }) => guess(text)),
    locales,
  );
  const ascii = test.map(({ text }, i) => guess(foldText(text)) === truth[i]);
  const turkish = ascii.filter((_, i) => locales[truth[i]!] === "tr");
  const share = (right: readonly boolean[]) => right.filter(Boolean).length / (right.length || 1);
  return {
    ...figures,
    ascii: { accuracy: share(ascii), turkish: turkish.length > 0 ? share(turkish) : null },
  };
}
