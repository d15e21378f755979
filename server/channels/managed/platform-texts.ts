import { createTranslator } from "next-intl";
import { intlTags } from "@/lib/i18n/locales";
import ar from "@/messages/ar/bot-platform.json";
import en from "@/messages/en/bot-platform.json";
import ru from "@/messages/ru/bot-platform.json";
import tr from "@/messages/tr/bot-platform.json";

const sources = { tr, en, ru, ar };
type Language = keyof typeof sources;
type Translate = (key: string, params?: Record<string, string>) => string;

/** What the platform's own bot says, in the language of whoever writes to it; English where that is none of the four. */
export function platformText(
  languageCode: string | undefined,
  key: keyof typeof tr,
  params?: Record<string, string>,
): string {
  const [short = ""] = (languageCode ?? "").split("-");
  const language: Language = short in sources ? (short as Language) : "en";
  const translate = createTranslator({
    locale: intlTags[language] as Language,
    messages: sources[language],
  }) as unknown as Translate;
  return translate(key, params);
}
