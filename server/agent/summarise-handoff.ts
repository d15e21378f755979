import { createTranslator } from "next-intl";
import type { When } from "@/lib/dates/find-when";
import { isLocale } from "@/lib/i18n/locales";
import ar from "@/messages/ar/bot-summary.json";
import en from "@/messages/en/bot-summary.json";
import ru from "@/messages/ru/bot-summary.json";
import tr from "@/messages/tr/bot-summary.json";
import type { Passage } from "@/server/knowledge";
import type { ShopOrderDetail } from "@/server/stores";
import { botDate } from "./bot-dates";
import type { Language } from "./language/languages";
import { type Intent, isOwnIntent } from "./schemas";
import { botText } from "./texts";

const messages: Record<Language, typeof tr> = { tr, en, ru, ar };

/** Why a conversation comes to people: the reasons of handoffs, and two of the product's own. */
export type HandoffReason = keyof typeof tr.why;

export const isHandoffReason = (reason: string): reason is HandoffReason => reason in tr.why;

export type HandoffFacts = {
  reason: HandoffReason;
  intent: Intent | null;
  /** Proved; null otherwise. */
  order: ShopOrderDetail | null;
  /** Numbers that were named and not proved. */
  codes: readonly string[];
  clarifyCount: number;
  /** The day that the customer names; `isClosed` when nobody is there at that time. */
  when: (When & { isClosed: boolean }) | null;
  lastWords: string;
};

const maxLastWords = 200;

/** For the member who takes over, in the workspace's language: why, about what, what is known, what was said last. */
export function summariseHandoff(facts: HandoffFacts, workspaceLanguage: string): string {
  const locale = isLocale(workspaceLanguage) ? workspaceLanguage : "en";
  const t = createTranslator({ locale, messages: messages[locale] });
  const lastWords = facts.lastWords.replace(/\s+/g, " ").trim().slice(0, maxLastWords);
  const lines = [t(`why.${facts.reason}`)];
  if (facts.intent && facts.intent !== "human" && !isOwnIntent(facts.intent)) {
    lines.push(t("topic", { topic: t(`intent.${facts.intent}`) }));
  }
  if (facts.order) {
    lines.push(t("order", { number: facts.order.number, status: t(`status.${facts.order.status}`) }));
  } else if (facts.codes.length > 0) {
    lines.push(t("named", { codes: facts.codes.join(", ") }));
  }
  if (facts.when) lines.push(t("when", describeWhen(facts.when, locale)));
  if (facts.clarifyCount > 0) lines.push(t("asked", { count: facts.clarifyCount }));
  if (lastWords) lines.push(t("said", { text: lastWords }));
  return lines.join("\n");
}

function describeWhen({ day, until, time, isClosed }: NonNullable<HandoffFacts["when"]>, locale: Language) {
  const days = [day, until].flatMap((each) => (each ? botDate(locale, each, "UTC") : []));
  return { days: days.join(" – "), time: time ?? "none", isClosed: String(isClosed) };
}

/** A passage this near is worth offering to the member, who judges it. */
const nearEnough = 0.3;

/** What the member may send or change, in the customer's language. */
export function draftReply(
  facts: Pick<HandoffFacts, "reason" | "order">,
  input: { language: Language; passages: readonly Passage[] },
): string {
  const { language } = input;
  const number = facts.order?.number;
  switch (facts.reason) {
    case "insulted":
    case "complained":
    case "grew_angry":
      return botText(language, "draft.upset");
    case "photo_needs_person":
      return botText(language, "draft.photo");
    case "cancel_needs_person":
      if (!facts.order || !number) return botText(language, "draft.person");
      return botText(
        language,
        facts.order.status === "preparing" ? "draft.cancelPreparing" : "draft.cancelShipped",
        {
          number,
        },
      );
    case "return_needs_person":
      return number ? botText(language, "draft.return", { number }) : botText(language, "draft.person");
    default: {
      if (number) return botText(language, "draft.order", { number });
      const [best] = input.passages;
      return best && best.confidence >= nearEnough ? best.answer : botText(language, "draft.person");
    }
  }
}
