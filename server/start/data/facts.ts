import type { Language, WorkspaceKind } from "../schemas";

type Fact = { key: string; value: string };
type Texts = Record<Language, string>;

/** As in the questions of the same kind: what is said in two places must agree. */
const own: Record<Exclude<WorkspaceKind, "shop">, Record<Language, readonly Fact[]>> = {
  creator: {
    tr: [
      { key: "Abonelik ücreti", value: "Ayda 149 TL" },
      { key: "Yayın günleri", value: "Salı ve cuma, saat 20.00" },
    ],
    en: [
      { key: "Subscription", value: "149 TL a month" },
      { key: "Days of publishing", value: "Tuesday and Friday at 8 pm" },
    ],
    ru: [
      { key: "Подписка", value: "149 лир в месяц" },
      { key: "Дни публикаций", value: "Вторник и пятница, 20:00" },
    ],
    ar: [
      { key: "الاشتراك", value: "149 ليرة في الشهر" },
      { key: "أيام النشر", value: "الثلاثاء والجمعة، الثامنة مساءً" },
    ],
  },
  clinic: {
    tr: [
      { key: "openingHours", value: "Hafta içi 09.00–18.00, cumartesi 10.00–16.00, pazar kapalı" },
      { key: "address", value: "Bağdat Caddesi No: 120, Kadıköy, İstanbul" },
    ],
    en: [
      { key: "openingHours", value: "Weekdays 9 am to 6 pm, Saturday 10 am to 4 pm, closed on Sunday" },
      { key: "address", value: "Bağdat Avenue 120, Kadıköy, Istanbul" },
    ],
    ru: [
      { key: "openingHours", value: "По будням 9:00–18:00, в субботу 10:00–16:00, воскресенье выходной" },
      { key: "address", value: "Багдат Джаддеси, 120, Кадыкёй, Стамбул" },
    ],
    ar: [
      { key: "openingHours", value: "أيام الأسبوع 9:00–18:00، السبت 10:00–16:00، الأحد عطلة" },
      { key: "address", value: "شارع بغداد رقم 120، كاديكوي، إسطنبول" },
    ],
  },
  desk: {
    tr: [
      { key: "Üyelik ücreti", value: "Ayda 49 dolar, ilk hafta ücretsiz" },
      { key: "Risk uyarısı", value: "Sinyaller yatırım tavsiyesi değildir; zarar edebilirsiniz" },
    ],
    en: [
      { key: "Membership", value: "49 dollars a month, the first week free" },
      { key: "Risk", value: "Signals are no investment advice; you may lose money" },
    ],
    ru: [
      { key: "Подписка", value: "49 долларов в месяц, первая неделя бесплатно" },
      { key: "Риск", value: "Сигналы не инвестиционный совет; убыток возможен" },
    ],
    ar: [
      { key: "الاشتراك", value: "49 دولارًا في الشهر، والأسبوع الأول مجاني" },
      { key: "المخاطر", value: "الإشارات ليست نصيحة استثمارية وقد تخسر" },
    ],
  },
};

const shopHours: Texts = {
  tr: "Hafta içi ve cumartesi 09.00–18.00",
  en: "Monday to Saturday, 9 am to 6 pm",
  ru: "С понедельника по субботу, 9:00–18:00",
  ar: "من الاثنين إلى السبت، 9:00–18:00",
};

/** What a workspace of this kind states once: samples to begin with. */
export function sampleFacts(kind: WorkspaceKind, language: Language): Fact[] {
  if (kind !== "shop") return [...own[kind][language]];
  return [
    { key: "openingHours", value: shopHours[language] },
    { key: "returnWindowDays", value: "14" },
    { key: "dispatchDays", value: "1" },
    { key: "deliveryDays", value: "4" },
    { key: "freeShippingFrom", value: "750,00" },
    { key: "shippingFee", value: "59,90" },
  ];
}
