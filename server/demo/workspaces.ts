import type { OpenInterval } from "@/db/schema";
import type { DemoSlug, WorkspaceKind } from "@/server/kernel";
import { clinicAbroad } from "./data/clinic-abroad";
import { clinicTurkish } from "./data/clinic-turkish";
import { creatorTalks } from "./data/creator";
import { deskTalks } from "./data/desk";
import { shopFaq } from "./data/shop-faq";
import { shopTalks } from "./data/shop-talk";
import type { Language, Talks } from "./data/talk";
import type { Rhythm } from "./history/plan-visits";

/** One of the demo's workspaces, as it is made. */
export type DemoWorkspace = {
  slug: DemoSlug;
  kind: WorkspaceKind;
  name: string;
  defaultLanguage: Language;
  languages: Language[];
  businessHours: OpenInterval[][];
  bots: readonly [{ name: string; username: string }, ...{ name: string; username: string }[]];
  facts: readonly { key: string; value: string }[];
  faq: readonly { question: string; answer: string; language: Language; tags: string }[];
  talks: Talks;
  rhythm: Rhythm;
};

const from = (open: string, close: string): OpenInterval => ({ from: minutesOf(open), to: minutesOf(close) });

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(":").map(Number);
  return hours! * 60 + minutes!;
}

const faqOf = (talks: Talks) =>
  (Object.keys(talks) as Language[]).flatMap((language) =>
    talks[language]!.topics.map(({ question, answer, tags }) => ({ question, answer, tags, language })),
  );

const shopDay = [from("9:00", "12:30"), from("13:30", "19:00")];

const shop: DemoWorkspace = {
  slug: "demo",
  kind: "shop",
  name: "Moda Sokak",
  defaultLanguage: "tr",
  languages: ["tr", "en", "ru", "ar"],
  businessHours: [shopDay, shopDay, shopDay, shopDay, shopDay, [from("10:00", "17:00")], []],
  bots: [{ name: "Moda Sokak", username: "moda_sokak_bot" }],
  facts: [
    { key: "returnWindowDays", value: "14" },
    { key: "dispatchDays", value: "1" },
    { key: "deliveryDays", value: "4" },
    { key: "freeShippingFrom", value: "750,00" },
    { key: "shippingFee", value: "59,90" },
    { key: "address", value: "Moda Caddesi No: 48, Kadıköy, İstanbul" },
    { key: "phone", value: "+90 216 555 01 01" },
    { key: "phoneHours", value: "Hafta içi 09.00–19.00" },
    { key: "email", value: "merhaba@modasokak.example" },
  ],
  faq: shopFaq,
  talks: shopTalks,
  rhythm: {
    seed: 77,
    timeZone: "Europe/Istanbul",
    visitsADay: 48,
    hours: [
      3, 1.4, 0.6, 0.3, 0.2, 0.3, 0.8, 1.8, 3.2, 5, 6, 6.4, 6, 6.2, 6, 5.8, 5.8, 6, 6.6, 7.6, 9, 9.6, 8, 5,
    ],
    weekdays: [1.18, 1.08, 1, 0.98, 0.96, 0.86, 0.94],
    languages: { tr: 82, en: 8, ru: 5, ar: 5 },
    troubleShare: 0.24,
    orderShare: 0.36,
    returnShare: 0.8,
    firstTelegramId: 6_110_000_000,
  },
};

const clinicDay = [from("9:00", "19:00")];

const clinic: DemoWorkspace = {
  slug: "demo-clinic",
  kind: "clinic",
  name: "Turna Diş Kliniği",
  defaultLanguage: "tr",
  languages: ["tr", "en", "ru", "ar"],
  businessHours: [clinicDay, clinicDay, clinicDay, clinicDay, clinicDay, [from("10:00", "17:00")], []],
  bots: [{ name: "Turna Diş Kliniği", username: "turna_dis_bot" }],
  facts: [
    { key: "address", value: "Halaskargazi Caddesi No: 114, kat 2, Şişli, İstanbul" },
    { key: "phone", value: "+90 212 555 02 02" },
    { key: "phoneHours", value: "Hafta içi 09.00–19.00, cumartesi 10.00–17.00" },
    { key: "email", value: "merhaba@turnadis.example" },
    { key: "Muayene ücreti", value: "900 TL, tedaviye başlanırsa düşülür" },
  ],
  faq: [
    ...clinicTurkish.topics.map(({ question, answer, tags }) => ({
      question,
      answer,
      tags,
      language: "tr" as const,
    })),
    ...faqOf(clinicAbroad),
  ],
  talks: { tr: clinicTurkish, ...clinicAbroad },
  rhythm: {
    seed: 1_453,
    timeZone: "Europe/Istanbul",
    visitsADay: 24,
    hours: [
      2, 0.9, 0.4, 0.2, 0.2, 0.3, 0.9, 2.4, 5.5, 8, 8.2, 7.6, 6, 6.4, 6.6, 6.4, 6.2, 6, 6, 6.4, 6.8, 6.4, 5,
      3.4,
    ],
    weekdays: [1.3, 1.14, 1.04, 1, 0.94, 0.86, 0.72],
    languages: { tr: 62, en: 19, ru: 11, ar: 8 },
    troubleShare: 0.36,
    orderShare: 0,
    returnShare: 0.62,
    firstTelegramId: 6_300_000_000,
  },
};

const creatorDay = [from("11:00", "22:00")];

const creator: DemoWorkspace = {
  slug: "demo-creator",
  kind: "creator",
  name: "Lodos Kareler",
  defaultLanguage: "tr",
  languages: ["tr", "en", "ru"],
  businessHours: [
    creatorDay,
    creatorDay,
    creatorDay,
    creatorDay,
    creatorDay,
    creatorDay,
    [from("14:00", "20:00")],
  ],
  bots: [
    { name: "Lodos Kareler", username: "lodos_kareler_bot" },
    { name: "Lodos Kulübü", username: "lodos_kulubu_bot" },
  ],
  facts: [
    { key: "email", value: "merhaba@lodoskareler.example" },
    { key: "Üyelik ücreti", value: "99 TL / ay" },
    { key: "Preset paketi", value: "349 TL ya da 250 Yıldız" },
  ],
  faq: faqOf(creatorTalks),
  talks: creatorTalks,
  rhythm: {
    seed: 808,
    timeZone: "Europe/Istanbul",
    visitsADay: 27,
    hours: [6, 3.6, 1.6, 0.7, 0.3, 0.3, 0.5, 1, 2, 3, 3.8, 4.4, 5, 5, 5, 5, 5.4, 6, 6.6, 7.4, 9, 10.6, 11, 9],
    weekdays: [0.9, 0.9, 0.94, 0.98, 1.08, 1.12, 1.2],
    languages: { tr: 86, en: 11, ru: 3 },
    troubleShare: 0.2,
    orderShare: 0,
    returnShare: 0.64,
    firstTelegramId: 6_500_000_000,
  },
};

const deskDay = [from("7:00", "21:00")];

const desk: DemoWorkspace = {
  slug: "demo-desk",
  kind: "desk",
  name: "Pusula Signals",
  defaultLanguage: "en",
  languages: ["en", "tr", "ru"],
  businessHours: [deskDay, deskDay, deskDay, deskDay, deskDay, [], [from("18:00", "21:00")]],
  bots: [{ name: "Pusula Signals", username: "pusula_signals_bot" }],
  facts: [
    { key: "email", value: "desk@pusulasignals.example" },
    { key: "Membership", value: "$49 a month, $129 for three months, Plus $79 a month" },
    { key: "Risk", value: "Nothing is promised: trading can cost what was put in" },
  ],
  faq: faqOf(deskTalks),
  talks: deskTalks,
  rhythm: {
    seed: 4_242,
    timeZone: "Europe/London",
    visitsADay: 20,
    hours: [
      2.4, 1.4, 0.9, 0.6, 0.6, 1, 2.2, 5, 7.4, 6.6, 5.4, 5, 5.4, 7.4, 8.4, 7.6, 6.4, 5.6, 5, 5.2, 5.6, 5.2,
      4.2, 3.2,
    ],
    weekdays: [1.24, 1.22, 1.2, 1.2, 1.16, 0.42, 0.56],
    languages: { en: 74, tr: 18, ru: 8 },
    troubleShare: 0.2,
    orderShare: 0,
    returnShare: 0.64,
    firstTelegramId: 6_700_000_000,
  },
};

/** In the order in which they are made. */
export const demoWorkspaces: readonly DemoWorkspace[] = [shop, creator, clinic, desk];

/** The five who work in all of them. Fixed ids, so that whichever is made first or anew has the same people. */
export const demoTeam = [
  { role: "owner", displayName: "Elif Demir", personId: "019a0000-0000-7000-8000-0000000000d1" },
  { role: "admin", displayName: "Murat Kaya", personId: "019a0000-0000-7000-8000-0000000000d2" },
  { role: "supervisor", displayName: "Selin Aydın", personId: "019a0000-0000-7000-8000-0000000000d3" },
  { role: "support", displayName: "Can Öztürk", personId: "019a0000-0000-7000-8000-0000000000d4" },
  { role: "analyst", displayName: "Derya Şahin", personId: "019a0000-0000-7000-8000-0000000000d5" },
] as const;

/** How soon each of them means to answer and to close, in minutes in which its team is there. */
export const demoLevels = {
  isOn: true,
  targets: {
    usual: { first: 60, next: 120, close: 1_440 },
    byPriority: { urgent: { first: 15, next: 30 } },
    byBot: [],
  },
};
