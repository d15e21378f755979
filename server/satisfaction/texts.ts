import { createTranslator } from "next-intl";
import { intlTags, isLocale, type Locale } from "@/lib/i18n/locales";
import ar from "@/messages/ar/bot-rating.json";
import en from "@/messages/en/bot-rating.json";
import ru from "@/messages/ru/bot-rating.json";
import tr from "@/messages/tr/bot-rating.json";

const sources: Record<Locale, typeof tr> = { tr, en, ru, ar };

/** What a bot says around its question, in the customer's language. */
export function ratingText(
  language: string,
  key: keyof typeof tr,
  params?: Record<string, string | number>,
): string {
  const locale = isLocale(language) ? language : "tr";
  const translate = createTranslator({
    locale: intlTags[locale] as Locale,
    messages: sources[locale],
  }) as unknown as (key: string, params?: Record<string, string | number>) => string;
  return translate(key, params);
}
