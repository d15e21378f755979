import { createTranslator } from "next-intl";
import { intlTags } from "@/lib/i18n/locales";
import ar from "@/messages/ar/bot.json";
import en from "@/messages/en/bot.json";
import ru from "@/messages/ru/bot.json";
import tr from "@/messages/tr/bot.json";
import type { Language } from "./language/languages";

/** Dotted paths of the texts, e.g. `order.shipped`. */
type Leaves<Tree> = {
  [Key in keyof Tree & string]: Tree[Key] extends string ? Key : `${Key}.${Leaves<Tree[Key]>}`;
}[keyof Tree & string];

export type BotTextKey = Leaves<typeof tr>;
export type BotTextParams = Readonly<Record<string, string | number>>;

type Translate = (key: string, params?: BotTextParams) => string;

/** Every language is complete: the compiler wants the keys of Turkish, the source, in each. */
const sources: Record<Language, typeof tr> = { tr, en, ru, ar };
const translators = new Map<Language, Translate>();

/**
 * What the bot says, in the customer's language.
 *
 * @throws IntlError when a value that the text names is missing
 */
export function botText(language: Language, key: BotTextKey, params?: BotTextParams): string {
  let translate = translators.get(language);
  if (!translate) {
    translate = createTranslator({
      // The tag asks for Latin digits in Arabic, as everywhere else; next-intl knows only the bare languages.
      locale: intlTags[language] as Language,
      messages: sources[language],
      onError: (error) => {
        throw error;
      },
    }) as Translate;
    translators.set(language, translate);
  }
  return translate(key, params);
}
