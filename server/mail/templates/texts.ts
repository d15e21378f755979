import { createTranslator } from "next-intl";
import { intlTags, type Locale } from "@/lib/i18n/locales";
import ar from "@/messages/ar/mail-texts.json";
import en from "@/messages/en/mail-texts.json";
import ru from "@/messages/ru/mail-texts.json";
import tr from "@/messages/tr/mail-texts.json";

/** Dotted paths of the texts, e.g. `invitation.subject`. */
type Leaves<Tree> = {
  [Key in keyof Tree & string]: Tree[Key] extends string ? Key : `${Key}.${Leaves<Tree[Key]>}`;
}[keyof Tree & string];

export type MailTextKey = Leaves<typeof tr>;
export type MailText = (key: MailTextKey, values?: Readonly<Record<string, string | number>>) => string;

/** Every language is complete: the compiler wants the keys of Turkish, the source, in each. */
const sources: Record<Locale, typeof tr> = { tr, en, ru, ar };
const translators = new Map<Locale, MailText>();

/**
 * What mail says, in the language of whom it is for.
 *
 * @throws IntlError when a value that the text names is missing
 */
export function mailText(locale: Locale): MailText {
  let translate = translators.get(locale);
  if (!translate) {
    translate = createTranslator({
      // The tag asks for Latin digits in Arabic, as everywhere else; next-intl knows only the bare languages.
      locale: intlTags[locale] as Locale,
      messages: sources[locale],
      onError: (error) => {
        throw error;
      },
    }) as MailText;
    translators.set(locale, translate);
  }
  return translate;
}
