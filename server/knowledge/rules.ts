/** Languages that entries may be written in: those that the agent answers in. */
export const faqLanguages = ["tr", "en", "ru", "ar"] as const;
export type FaqLanguage = (typeof faqLanguages)[number];

/** A workspace holds at most this many entries: beyond it, a question has too many almost equal answers. */
export const maxFaqEntries = 10_000;
export const maxQuestionLength = 500;
/** Below Telegram's 4,096, with room for a greeting. */
export const maxAnswerLength = 3_500;
/** Other ways to ask the same, beside the question itself. */
export const maxAlternatives = 20;
export const maxTags = 10;
export const maxTagLength = 40;
export const maxSynonymGroups = 200;
export const maxSynonymsEach = 20;
export const maxSynonymLength = 40;

/** What a workspace may state once and every answer may rest on, and how each is written. */
export const factKinds = {
  returnWindowDays: "days",
  dispatchDays: "days",
  deliveryDays: "days",
  freeShippingFrom: "money",
  shippingFee: "money",
  address: "text",
  phone: "phone",
  phoneHours: "text",
  openingHours: "text",
  email: "email",
  website: "url",
} as const;

export type FactKey = keyof typeof factKinds;
export const factKeys = Object.keys(factKinds) as [FactKey, ...FactKey[]];

export const isFactKey = (value: string): value is FactKey => Object.hasOwn(factKinds, value);

/** A workspace may state facts under names of its own too ("Botoks fiyatı"); each is a text. */
export const maxFactNameLength = 60;
export const maxOwnFacts = 200;

/** Tags as stored: trimmed, without repeats or empty ones. */
export function tidyTags(tags: readonly string[]): string[] {
  return [...new Set(tags.map((tag) => tag.trim().replace(/\s+/g, " ")).filter(Boolean))];
}
