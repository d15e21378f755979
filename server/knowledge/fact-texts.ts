import { createTranslator } from "next-intl";
import { v5 } from "uuid";
import { createFormat } from "@/lib/format/format";
import ar from "@/messages/ar/bot-facts.json";
import en from "@/messages/en/bot-facts.json";
import ru from "@/messages/ru/bot-facts.json";
import tr from "@/messages/tr/bot-facts.json";
import { type FactKey, type FaqLanguage, factKeys, factKinds, faqLanguages } from "./rules";

const messages: Record<FaqLanguage, typeof tr> = { tr, en, ru, ar };

/** How customers ask for a fact, in their language: what the index knows it by. */
export const factQuestion = (key: FactKey, language: FaqLanguage): string => messages[language][key].question;

/** The sentence that tells a fact in the customer's language. */
export function factAnswer(
  key: FactKey,
  language: FaqLanguage,
  value: string,
  workspace: { timeZone: string },
): string {
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
export const factRowId = (workspaceId: string, key: FactKey, language: FaqLanguage): string =>
  v5(`fact:${key}:${language}`, workspaceId);

/** Row id → what it stands for, for every fact there may be in this workspace. */
export function factsByRowId(workspaceId: string): Map<string, { key: FactKey; language: FaqLanguage }> {
  return new Map(
    factKeys.flatMap((key) =>
      faqLanguages.map((language) => [factRowId(workspaceId, key, language), { key, language }] as const),
    ),
  );
}
