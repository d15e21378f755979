/** The languages in which the agent understands and answers. */
export const LANGUAGES = ["tr", "en", "ru", "ar"] as const;

export type Language = (typeof LANGUAGES)[number];

export function isLanguage(value: string): value is Language {
  return (LANGUAGES as readonly string[]).includes(value);
}

/** The language of a tag such as Telegram's `language_code` ("en-US" → en), or null when it is not one of ours. */
export function languageOfTag(tag: string | null | undefined): Language | null {
  const base = tag?.toLowerCase().split(/[-_]/)[0] ?? "";
  return isLanguage(base) ? base : null;
}
