import { isLocale, type Locale } from "@/lib/i18n/locales";

/** A language in which the agent understands and answers: the same four as the interface's. */
export type Language = Locale;

/** The language of a tag such as Telegram's `language_code` ("en-US" → en), or null when it is not one of ours. */
export function languageOfTag(tag: string | null | undefined): Language | null {
  const base = tag?.toLowerCase().split(/[-_]/)[0];
  return isLocale(base) ? base : null;
}
