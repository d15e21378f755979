import { foldText, tokenise } from "@/lib/text/fold";

/** Which order a customer points at without a number: the one told last, another one, or the newest. */
export type OrderReference = "same" | "other" | "newest";

const OTHER =
  / (my )?(other|second|another|2nd) (order|package|parcel|one|shipment) | (друг\p{L}+|втор\p{L}+) (заказ|посылк|доставк)\p{L}* | а (другой|второй|вторая|другая) | (طلبي|الطلب|طلبيتي|الشحنه|شحنتي) (الاخر|الثاني|الاخري|الثانيه|التاني) | (والثاني|والاخر|الثاني|التاني) /u;
const OTHER_WORDS = new Set(
  "diger digeri digerini digerinin digerim oteki oburu obur ikinci ikincisi ikincisini".split(" "),
);
const ORDER_WORD = /^(siparis|kargo|paket|koli|order|package|parcel|заказ|посылк|طلب|شحن)/;
const NEWEST =
  / (son|en son) (verdigim |aldigim )?(siparis|kargo|paket)\p{L}* | (latest|last|most recent|newest) (order|package|parcel) | последн\p{L}+ (заказ|посылк)\p{L}* | (اخر طلب|اخر طلبيه|الطلب الاخير) /u;
const SAME =
  / (o|bu|onun|bunun|onu|bunu|ona|buna|it|that one|this one|that order|this order|он|она|оно|его|ее|этот заказ|эта посылка|هو|هي|هذا الطلب|نفس الطلب|هذه الشحنه) /u;

/** "Diğer siparişim", "my other order", "son siparişim", "o ne zaman gelir?": null when it points at none. */
export function findOrderReference(text: string): OrderReference | null {
  const words = tokenise(foldText(text));
  const spaced = ` ${words.join(" ")} `;
  const isTurkishOther = words.some(
    (word, i) =>
      OTHER_WORDS.has(word) &&
      (words.length <= 3 ||
        ORDER_WORD.test(words[i + 1] ?? "") ||
        /^(diger|oteki|obur|ikinci)\p{L}{1,}$/u.test(word)),
  );
  if (isTurkishOther || OTHER.test(spaced)) return "other";
  if (NEWEST.test(spaced)) return "newest";
  return SAME.test(spaced) ? "same" : null;
}
