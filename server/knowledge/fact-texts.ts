import { createTranslator } from "next-intl";
import { v5 } from "uuid";
import { createFormat } from "@/lib/format/format";
import ar from "@/messages/ar/bot-facts.json";
import en from "@/messages/en/bot-facts.json";
import ru from "@/messages/ru/bot-facts.json";
import tr from "@/messages/tr/bot-facts.json";
import { ownFactAnswer, ownFactName, ownFactQuestion } from "./fact-names";
import { type FaqLanguage, factKinds, isFactKey } from "./rules";

const messages: Record<FaqLanguage, typeof tr> = { tr, en, ru, ar };

/** How customers ask for a fact, in their language: what the index knows it by. */
export const factQuestion = (key: string, language: FaqLanguage): string =>
  isFactKey(key) ? messages[language][key].question : ownFactQuestion(key, language);

/** A fact by one short question or by its own name, as a button or a source shows it. */
export const factLabel = (key: string, language: FaqLanguage): string =>
  isFactKey(key) ? (/^[^?؟]*[?؟]/.exec(messages[language][key].question)?.[0] ?? key) : ownFactName(key);

/** The sentence that tells a fact in the customer's language. */
export function factAnswer(
  key: string,
  language: FaqLanguage,
  value: string,
  workspace: { timeZone: string },
): string {
  if (!isFactKey(key)) return ownFactAnswer(key, language, value);
  const translate = createTranslator({ locale: language, messages: messages[language] });
  switch (factKinds[key]) {
    case "days":
      return translate(`${key}.answer`, { days: Number(value) });
    case "money":
      return translate(`${key}.answer`, {
        amount: createFormat(language, workspace.timeZone).money(value, "TRY"),
      });
    default:
      return translate(`${key}.answer`, { text: value });
  }
}

/** A fact in one language is a row of the search index like any other: its id is made from what it is. */
export const factRowId = (workspaceId: string, key: string, language: FaqLanguage): string =>
  v5(`fact:${key}:${language}`, workspaceId);
