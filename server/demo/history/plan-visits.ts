import { TZDate } from "@date-fns/tz";
import { firstNames, lastNames, namesAbroad } from "../data/people";
import type { Language, Talks } from "../data/talk";
import type { DemoOrder } from "../demo-orders";
import { createRandom, type Random, seedOf } from "../random";

/** So many days back the history begins. */
export const historyDays = 90;
const dayMs = 86_400_000;
const minuteMs = 60_000;
/** Later than this after a conversation a message begins a new one. */
const ownConversationMs = 4.2 * dayMs;
/** The last hours have some that wait and some just answered, whatever the time of day is. */
const freshWithinMinutes = 170;

/** How a workspace is written to. */
export type Rhythm = {
  seed: number;
  timeZone: string;
  /** On a usual day in the middle of the history. */
  visitsADay: number;
  /** By the hour of the workspace's zone, and Monday first. */
  hours: readonly number[];
  weekdays: readonly number[];
  /** Of those who write without an order; orders are asked for in Turkish. */
  languages: Readonly<Partial<Record<Language, number>>>;
  /** Of the visits: what the agent hands over, and what is about an order. */
  troubleShare: number;
  orderShare: number;
  /** Of the visits, those of people who have written before. */
  returnShare: number;
  firstTelegramId: number;
};

export type DemoCustomer = {
  telegramId: string;
  displayName: string;
  language: Language;
  since: Date;
  phone?: string;
};

/** A conversation before its words are chosen: so little that a year of them can be held. */
export type Visit = {
  at: Date;
  customer: DemoCustomer;
  /** Its place among the workspace's visits: what its words hang on. */
  index: number;
  about: "topic" | "trouble" | "order";
  /** Which of the talk's topics or troubles. */
  nth: number;
  order?: DemoOrder;
  /** Asked once, told, thanked. */
  isShort?: true;
  /** Written within the last hours, and on file as it stands now. */
  isFresh: boolean;
};

/**
 * All visits of the last ninety days in order: busy evenings and quiet nights of the workspace's zone, its week, a gentle
 * growth, people who come back. The same clock gives the same visits.
 */
export function planVisits(
  rhythm: Rhythm,
  talks: Talks,
  now: Date,
  orders: readonly DemoOrder[] = [],
): Visit[] {
  const random = createRandom(rhythm.seed);
  const chooser = createChooser(rhythm, talks, random, orders);
  const usual = planTimes(rhythm, random, now).map((at) => chooser.choose(at, false));
  const fresh = Array.from(
    { length: Math.max(8, Math.round(rhythm.visitsADay / 3)) },
    () => now.getTime() - random.between(4, freshWithinMinutes) * minuteMs,
  ).sort((a, b) => a - b);
  const recent = fresh.map((at) => chooser.choose(new Date(at), true));
  return [...usual, ...recent]
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .map((visit, index) => ({ ...visit, index }));
}

function planTimes(rhythm: Rhythm, random: Random, now: Date): Date[] {
  const { timeZone, weekdays, hours, visitsADay } = rhythm;
  const today = new TZDate(now, timeZone);
  const latest = now.getTime() - freshWithinMinutes * minuteMs;
  const times: number[] = [];
  for (let back = historyDays - 1; back >= 0; back--) {
    const day = new TZDate(today.getFullYear(), today.getMonth(), today.getDate() - back, timeZone);
    const midnight = day.getTime();
    const growth = 0.78 + (0.44 * (historyDays - back)) / historyDays;
    const weekday = weekdays[(day.getDay() + 6) % 7]!;
    const count = Math.round(visitsADay * growth * weekday * (0.85 + random.between(0, 30) / 100));
    for (let nth = 0; nth < count; nth++) {
      // On the day of a clock change an hour off, which nobody sees.
      const minutes = random.weigh(hours) * 60 + random.between(0, 59);
      const at = midnight + minutes * minuteMs + random.between(0, 59) * 1_000;
      if (at <= latest) times.push(at);
    }
  }
  return times.sort((a, b) => a - b).map((at) => new Date(at));
}

/** Says of each visit in turn whose it is and what it is about. */
function createChooser(rhythm: Rhythm, talks: Talks, random: Random, orders: readonly DemoOrder[]) {
  const customers: { customer: DemoCustomer; lastAt: number }[] = [];
  // The last one written about is never the next one again.
  const lately: string[] = [];
  let nextOrder = 0;
  const languages = Object.keys(rhythm.languages) as Language[];
  const shares = languages.map((language) => rhythm.languages[language] ?? 0);

  function findReturning(at: number): DemoCustomer | null {
    for (let tries = 0; tries < 6 && customers.length > 20; tries++) {
      const known = customers[random.between(0, customers.length - 1)]!;
      if (at - known.lastAt < ownConversationMs) continue;
      known.lastAt = at;
      return known.customer;
    }
    return null;
  }

  function meet(at: Date, own?: DemoOrder): DemoCustomer {
    const language = own ? "tr" : languages[random.weigh(shares)]!;
    const customer: DemoCustomer = {
      telegramId: String(rhythm.firstTelegramId + customers.length),
      displayName: own?.customerName ?? nameIn(language, random),
      language,
      since: at,
      ...(own ? { phone: own.phone } : {}),
    };
    customers.push({ customer, lastAt: at.getTime() });
    return customer;
  }

  /** An order of the days before that nobody has asked about; orders are sorted by their day. */
  function takeOrder(at: number): DemoOrder | null {
    while (nextOrder < orders.length && orders[nextOrder]!.orderedAt.getTime() < at - 5 * dayMs)
      nextOrder += 1;
    const order = orders[nextOrder];
    if (!order || order.orderedAt.getTime() > at - 0.2 * dayMs) return null;
    nextOrder += 1;
    return order;
  }

  function chooseNth(about: string, weights: readonly number[], language: Language): number {
    for (let tries = 0; ; tries++) {
      const nth = random.weigh(weights);
      const key = `${about} ${language} ${nth}`;
      if (lately.includes(key) && tries < 12) continue;
      lately.push(key);
      if (lately.length > 2) lately.shift();
      return nth;
    }
  }

  return {
    choose(at: Date, isFresh: boolean): Visit {
      const wantsOrder = random.chance(rhythm.orderShare);
      const order = wantsOrder ? takeOrder(at.getTime()) : null;
      const returning = !order && random.chance(rhythm.returnShare) ? findReturning(at.getTime()) : null;
      const customer = returning ?? meet(at, order ?? undefined);
      const talk = talks[customer.language]!;
      const isTrouble =
        !order && talk.troubles.length > 0 && random.chance(isFresh ? 0.5 : rhythm.troubleShare);
      const about = order ? "order" : isTrouble ? "trouble" : "topic";
      const nth = order
        ? 0
        : isTrouble
          ? chooseNth(
              about,
              talk.troubles.map(({ asks }) => asks.length),
              customer.language,
            )
          : chooseNth(
              about,
              talk.topics.map(({ asks }) => asks.length),
              customer.language,
            );
      return { at, customer, index: 0, about, nth, isFresh, ...(order ? { order } : {}) };
    },
  };
}

function nameIn(language: Language, random: Random): string {
  if (language === "tr") {
    const first = random.pick(firstNames);
    // On Telegram many go by one name, or by a letter for the other.
    const draw = random.between(1, 10);
    return draw <= 2
      ? first
      : draw === 3
        ? `${first} ${random.pick(lastNames)[0]}.`
        : `${first} ${random.pick(lastNames)}`;
  }
  const { first, last } = namesAbroad[language];
  return random.chance(0.25) ? random.pick(first) : `${random.pick(first)} ${random.pick(last)}`;
}

/** What the words of a visit are drawn with. */
export const randomOf = (rhythm: Rhythm, visit: Visit): Random =>
  createRandom(seedOf(rhythm.seed, visit.index));
