import type { Ctx } from "@/server/kernel";
import type { Language } from "../schemas";

/** Samples are found, and taken out, by this tag. */
export const tagOf: Record<Language, string> = { tr: "örnek", en: "sample", ru: "пример", ar: "مثال" };

/** What a workspace's samples are written in: its own language, English where that is none of the four. */
export const languageOf = (ctx: Ctx): Language =>
  ctx.workspace.defaultLanguage in tagOf ? (ctx.workspace.defaultLanguage as Language) : "en";

/** What a shop is asked most. */
export const askForOrder: Record<Language, (number: string) => string> = {
  tr: (number) => `${number} numaralı siparişim nerede?`,
  en: (number) => `Where is my order ${number}?`,
  ru: (number) => `Где мой заказ ${number}?`,
  ar: (number) => `أين طلبي ${number}؟`,
};
