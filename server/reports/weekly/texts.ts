import { createTranslator } from "next-intl";
import { intlTags, type Locale } from "@/lib/i18n/locales";
import agentAr from "@/messages/ar/agent.json";
import ar from "@/messages/ar/weekly.json";
import agentEn from "@/messages/en/agent.json";
import en from "@/messages/en/weekly.json";
import agentRu from "@/messages/ru/agent.json";
import ru from "@/messages/ru/weekly.json";
import agentTr from "@/messages/tr/agent.json";
import tr from "@/messages/tr/weekly.json";

const sources: Record<Locale, typeof tr> = { tr, en, ru, ar };
const intents: Record<Locale, Readonly<Record<string, string>>> = {
  tr: agentTr.intents,
  en: agentEn.intents,
  ru: agentRu.intents,
  ar: agentAr.intents,
};

/** What the weekly report says, in its reader's language. */
export function weeklyText(locale: Locale) {
  return createTranslator({
    locale: intlTags[locale] as Locale,
    messages: sources[locale],
  }) as unknown as (key: string, params?: Readonly<Record<string, string | number>>) => string;
}

/** The name of what customers ask for; one that the workspace has made brings its own. */
export const intentName = (locale: Locale, intent: string, own: string | null): string =>
  own ?? intents[locale][intent] ?? intent;
