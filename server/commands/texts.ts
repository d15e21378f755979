import { createTranslator } from "next-intl";
import { intlTags, isLocale, type Locale } from "@/lib/i18n/locales";
import ar from "@/messages/ar/bot-member.json";
import en from "@/messages/en/bot-member.json";
import ru from "@/messages/ru/bot-member.json";
import tr from "@/messages/tr/bot-member.json";

type Leaves<Tree> = {
  [Key in keyof Tree & string]: Tree[Key] extends string ? Key : `${Key}.${Leaves<Tree[Key]>}`;
}[keyof Tree & string];
export type MemberTextKey = Leaves<typeof tr>;

const sources: Record<Locale, typeof tr> = { tr, en, ru, ar };

/** What a bot says to a member, in the language of the member's Telegram. */
export function memberText(
  locale: Locale,
  key: MemberTextKey,
  params?: Record<string, string | number>,
): string {
  const translate = createTranslator({
    locale: intlTags[locale] as Locale,
    messages: sources[locale],
  }) as unknown as (key: string, params?: Record<string, string | number>) => string;
  return translate(key, params);
}

/** Of the interface's four; English where Telegram's is none of them. */
export function toLocale(code: string | null | undefined): Locale {
  const [short = ""] = (code ?? "").split("-");
  return isLocale(short) ? short : "en";
}
