import { createTranslator } from "next-intl";
import { createFormat } from "@/lib/format/format";
import { intlTags, type Locale } from "@/lib/i18n/locales";
import ar from "@/messages/ar/notifications.json";
import en from "@/messages/en/notifications.json";
import ru from "@/messages/ru/notifications.json";
import tr from "@/messages/tr/notifications.json";
import { leftOf, type NotificationKind } from "./rules";

const sources: Record<Locale, typeof tr> = { tr, en, ru, ar };
type Params = Readonly<Record<string, string | number>>;
type Translate = {
  (key: string, params?: Params): string;
  markup(key: string, params: Record<string, string | number | ((chunks: string) => string)>): string;
};

/** What notifications say outside the panel, in the reader's language. */
export function noticeText(locale: Locale): Translate {
  return createTranslator({
    locale: intlTags[locale] as Locale,
    messages: sources[locale],
  }) as unknown as Translate;
}

export type Told = { title: string; note: string | null };

/**
 * A notification's sentence. Without names unless its reader wants them: it may stand on a lock screen, and passes
 * through services of others.
 */
export function tellNotification(
  locale: Locale,
  { kind, params }: { kind: NotificationKind; params: Params },
  { showsNames }: { showsNames: boolean },
): Told {
  const t = noticeText(locale);
  const isOver = params.isOver ?? "no";
  // Of a bot there is nothing to hide: it is public.
  const bot = () => `@${params.bot}`;
  const code = kind === "bot-trouble" && isOver === "no" ? `codes.${params.code}` : null;
  if (kind === "bot-trouble") {
    const title = t.markup(`sentences.${kind}`, { isOver, bot });
    return { title, note: code && t(code) };
  }
  if (!showsNames) return { title: t(`short.${kind}`), note: null };
  const named = (name: string) => () => String(params[name] ?? "");
  const { duration } = createFormat(locale, "UTC");
  const title = t.markup(`sentences.${kind}`, {
    hasBy: params.by ? "yes" : "no",
    ...leftOf(params.minutes, duration),
    rating: Number(params.rating ?? 0),
    ...Object.fromEntries(["by", "customer", "title", "name"].map((name) => [name, named(name)])),
  });
  return { title, note: params.text ? String(params.text) : null };
}
