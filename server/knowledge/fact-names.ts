import { foldText, tokenise } from "@/lib/text/fold";
import type { FactKey, FaqLanguage } from "./rules";

/** Words that names of facts are made of, and how customers ask for the thing in each language. */
type Concept = Record<FaqLanguage, string> & { names: string; label: string };

const concepts: readonly Concept[] = [
  {
    names:
      "price prices fee fees cost costs rate fiyat fiyati fiyatlari ucret ucreti ucretler bedel bedeli цена стоимость سعر رسوم",
    label: "ücreti",
    tr: "fiyatı ne kadar, ücreti ne kadar, kaç lira, kaça, kaç para",
    en: "how much is it, price, cost, fee",
    ru: "сколько стоит, цена, стоимость",
    ar: "كم سعر، كم تكلفة، بكم، السعر",
  },
  {
    names: "consultation exam examination checkup muayene consult консультация прием استشاره كشف",
    label: "muayene",
    tr: "muayene, kontrol, görüşme, konsültasyon",
    en: "consultation, examination, check-up, visit",
    ru: "консультация, приём, осмотр",
    ar: "استشارة، كشف، فحص، معاينة",
  },
  {
    names: "hours open opening working saatler saatleri calisma mesai часы время ساعات اوقات",
    label: "saatleri",
    tr: "saat kaçta açılıyor, kaça kadar açık, çalışma saatleri, hangi günler açık",
    en: "opening hours, what time do you open, when do you close",
    ru: "часы работы, когда открыты, до скольки работаете",
    ar: "ساعات العمل، متى تفتحون، متى تغلقون، أوقات الدوام",
  },
  {
    names: "weekend saturday sunday haftasonu cumartesi pazar выходные суббота воскресенье السبت الاحد",
    label: "hafta sonu",
    tr: "hafta sonu, cumartesi, pazar açık mısınız",
    en: "weekend, saturday, sunday, are you open",
    ru: "выходные, суббота, воскресенье",
    ar: "نهاية الأسبوع، السبت، الأحد",
  },
  {
    names:
      "membership member subscription subscribe plan vip uyelik abonelik подписка абонемент اشتراك عضويه",
    label: "üyelik",
    tr: "üyelik, abonelik, aboneliği, paket",
    en: "membership, subscription, plan, join",
    ru: "подписка, членство, тариф",
    ar: "اشتراك، عضوية، باقة",
  },
  {
    names: "monthly month aylik месяц ежемесячно شهري الشهري",
    label: "aylık",
    tr: "aylık, ayda",
    en: "monthly, per month, a month",
    ru: "в месяц, ежемесячно, на месяц",
    ar: "شهري، في الشهر، الشهر",
  },
  {
    names: "yearly annual annually year yillik год годовая سنوي السنوي",
    label: "yıllık",
    tr: "yıllık, senelik, yılda",
    en: "yearly, annual, per year",
    ru: "в год, годовая, на год",
    ar: "سنوي، في السنة",
  },
  {
    names: "duration length sure suresi minutes длительность مده",
    label: "süresi",
    tr: "ne kadar sürüyor, kaç dakika, süresi",
    en: "how long does it take, duration",
    ru: "сколько длится, продолжительность",
    ar: "كم يستغرق، المدة، كم تستمر",
  },
  {
    names: "payment payments odeme оплата دفع",
    label: "ödeme",
    tr: "ödeme, nasıl ödeyebilirim, kart, nakit, taksit",
    en: "payment, how can I pay, card, cash",
    ru: "оплата, как оплатить, карта, наличные",
    ar: "الدفع، كيف أدفع، بطاقة، نقدا",
  },
  {
    names: "installment installments taksit рассрочка تقسيط",
    label: "taksit",
    tr: "taksit var mı, kaç taksit",
    en: "installments",
    ru: "рассрочка",
    ar: "تقسيط",
  },
  {
    names: "parking otopark парковка موقف",
    label: "otopark",
    tr: "otopark var mı, park yeri",
    en: "parking, where can I park",
    ru: "парковка, где припарковаться",
    ar: "موقف سيارات",
  },
  {
    names: "trial demo deneme пробный تجربه تجريبي",
    label: "deneme",
    tr: "deneme süresi, ücretsiz deneme var mı",
    en: "free trial, try",
    ru: "пробный период, бесплатно попробовать",
    ar: "تجربة مجانية، فترة تجريبية",
  },
  {
    names: "refund refunds iade возврат استرداد استرجاع",
    label: "iade",
    tr: "iade, para iadesi, geri ödeme",
    en: "refund, money back",
    ru: "возврат денег",
    ar: "استرداد المبلغ، إرجاع المال",
  },
  {
    names: "deposit minimum kapora depozito minimum депозит ايداع",
    label: "en az tutar",
    tr: "en az ne kadar, minimum, kapora, depozito",
    en: "minimum, deposit, at least",
    ru: "минимальная сумма, депозит",
    ar: "الحد الأدنى، إيداع",
  },
  {
    names: "winrate win success accuracy performance basari isabet успех نجاح",
    label: "başarı oranı",
    tr: "başarı oranı, isabet oranı, kazanma oranı, yüzde kaç",
    en: "win rate, success rate, performance, accuracy",
    ru: "процент успешных, доходность",
    ar: "نسبة النجاح، الأداء",
  },
  {
    names: "signals signal sinyal сигналы اشارات",
    label: "sinyal",
    tr: "sinyal, kaç sinyal",
    en: "signals",
    ru: "сигналы",
    ar: "إشارات، توصيات",
  },
  {
    names: "insurance sigorta sgk страховка تامين",
    label: "sigorta",
    tr: "sigorta, sgk, özel sigorta, anlaşmalı kurum",
    en: "insurance, do you accept insurance",
    ru: "страховка",
    ar: "تأمين، هل تقبلون التأمين",
  },
  {
    names: "discount indirim kampanya скидка خصم",
    label: "indirim",
    tr: "indirim, kampanya, indirim kodu",
    en: "discount, promo code",
    ru: "скидка, промокод",
    ar: "خصم، تخفيض",
  },
  {
    names: "instagram social sosyal",
    label: "Instagram",
    tr: "instagram hesabınız, sosyal medya",
    en: "instagram, social media",
    ru: "инстаграм",
    ar: "انستغرام",
  },
];

const conceptByName = new Map(
  concepts.flatMap((concept) => concept.names.split(" ").map((name) => [name, concept] as const)),
);

/** "consultationFee" and "consultation_fee" as words; a name of several words stays as its writer put it. */
export const ownFactName = (name: string): string =>
  name
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .replace(/[_\-./]+/g, " ")
    .replace(/\s+/g, " ")
    .trim();

/** What the index knows a fact of the workspace's own name by: its name, and how customers ask for such a thing. */
export function ownFactQuestion(name: string, language: FaqLanguage): string {
  const words = ownFactName(name);
  const asked = tokenise(foldText(words)).flatMap((word) => conceptByName.get(word)?.[language] ?? []);
  return [words, ...new Set(asked)].join("? ");
}

/** The value with its name before it; a whole sentence stands alone. */
export function ownFactAnswer(name: string, language: FaqLanguage, value: string): string {
  if (/[.!?؟…]$/.test(value) || value.split(/\s+/).length > 6) return value;
  const isCode = /^[a-z][a-zA-Z0-9]*([_.-][a-zA-Z0-9]+)*$/.test(name);
  const words = ownFactName(name);
  const label =
    isCode && language === "tr"
      ? words
          .split(" ")
          .map((word) => conceptByName.get(foldText(word))?.label ?? word)
          .join(" ")
      : words;
  const [first = "", ...rest] = isCode ? label.toLowerCase() : label;
  return `${first.toLocaleUpperCase(language)}${rest.join("")}: ${value}`;
}

/** What workspaces call the facts that the product knows by a name of its own. */
const otherNames: Record<FactKey, string> = {
  returnWindowDays: "returndays returnwindow returnperiod returnpolicydays iadesuresi iadegunu",
  dispatchDays: "dispatchtime handlingdays preparationdays hazirliksuresi kargolamasuresi",
  deliveryDays: "deliverytime shippingdays shippingtime teslimatsuresi teslimsuresi kargosuresi",
  freeShippingFrom:
    "freeshipping freeshippinglimit freeshippingthreshold freeshippingover ucretsizkargo kargolimiti",
  shippingFee: "shippingprice shippingcost deliveryfee deliverycost cargofee kargoucreti",
  address: "adres location konum adresimiz",
  phone: "telefon phonenumber tel",
  phoneHours: "callhours telefonsaatleri",
  openingHours:
    "hours workinghours businesshours openhours calismasaatleri saatler mesaisaatleri workhours schedule",
  email: "eposta mail emailaddress",
  website: "web site url internetsitesi",
};

const keyByName = new Map(
  (Object.entries(otherNames) as [FactKey, string][]).flatMap(([key, names]) =>
    [key.toLowerCase(), ...names.split(" ")].map((name) => [name, key] as const),
  ),
);

/** The product's own key for a fact that a workspace calls by another name ("hours", "return_days"), or null. */
export const findFactKey = (name: string): FactKey | null =>
  keyByName.get(foldText(name).replace(/[^\p{L}\p{N}]/gu, "")) ?? null;
