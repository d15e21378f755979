import type { PastConversation, PastMessage } from "@/server/conversations";
import { firstNames, lastNames } from "./data/people";
import { shopFaq } from "./data/shop-faq";
import { type DemoOrder, demoOrder } from "./demo-orders";
import { createRandom, type Random } from "./random";

export const demoConversationCount = 500;
/** The order, of the two thousand, that the first conversation asks about: placed a month ago. */
const firstAskedOrder = 933;
/** Of the last hours: some waiting for a member, some just answered. */
const recentCount = 24;

type Sources = {
  orderId(number: string): string;
  faqId(question: string): string;
  memberIds: readonly string[];
};
type Step = Omit<PastMessage, "at"> & { afterS: number };
type Story = { steps: Step[] } & Pick<PastConversation, "handoff"> & {
    outcome: "assumed" | "confirmed" | "people" | "waiting" | "fresh";
  };

const minuteMs = 60_000;
const dayMs = 86_400_000;
const turkishFaq = shopFaq.filter((entry) => entry.language === "tr");

const whereIsIt = [
  "Merhaba, {n} numaralı siparişim nerede?",
  "kargom nerde kaldı {n}",
  "{n} siparis ne durumda acaba",
  "selam {n} nolu siparişimi soracaktım",
  "Kargom hâlâ gelmedi. Sipariş no {n}",
  "iyi günler, {n} ne zaman elime ulaşır?",
];
const thanks = ["teşekkürler", "çok sağ olun", "tamamdır teşekkür ederim", "süper, sağ olun", "eyvallah"];
const troubles = [
  {
    ask: "Gelen gömleğin dikişi sökük, ne yapacağız?",
    summary: "Ürün kusurlu geldi: dikişi sökük.",
    reply: "Çok üzgünüz. Değişim kodunuzu şimdi iletiyorum, ürünü ücretsiz gönderebilirsiniz.",
  },
  {
    ask: "iki tane sipariş ettim bir tane geldi",
    summary: "Siparişte eksik ürün var: iki yerine bir adet gelmiş.",
    reply: "Eksik gelen ürünü bugün ücretsiz kargoya veriyoruz.",
  },
  {
    ask: "Faturada şirket adım yanlış yazılmış, düzeltebilir misiniz?",
    summary: "Fatura unvanı yanlış, düzeltme istiyor.",
    reply: "Doğru unvanı ve vergi numaranızı yazar mısınız? Faturayı bugün yenileyelim.",
  },
  {
    ask: "temsilciyle görüşmek istiyorum",
    summary: "Bir kişiyle görüşmek istiyor.",
    reply: "Merhaba, size nasıl yardımcı olabilirim?",
  },
  {
    ask: "kargo görevlisi aramadan iade etmiş paketi",
    summary: "Paket teslim edilmeden iade edilmiş.",
    reply: "Kargo şubesiyle görüştük, paketiniz yarın yeniden dağıtıma çıkacak.",
  },
  {
    ask: "Toptan alım yapmak istiyorum, 200 adet kupa için fiyat verir misiniz",
    summary: "200 adet kupa için toptan fiyat istiyor.",
    reply: "200 adet için birim fiyatımız 289,00 TL. Teklifi e-postanıza gönderebilirim.",
  },
];

/**
 * Five hundred conversations of the last thirty days, one a customer: most of them answered from an order or the FAQ,
 * some handed off and closed by members, a few waiting now.
 */
export function makeDemoConversations(
  now: Date,
  orders: readonly DemoOrder[],
  sources: Sources,
): PastConversation[] {
  const random = createRandom(77);
  return Array.from({ length: demoConversationCount }, (_, index) => {
    const isRecent = index >= demoConversationCount - recentCount;
    // Ordered about two days before the conversation; no order twice, since each brings its phone.
    const own = orders[firstAskedOrder + index * 2]!;
    const startedAt = isRecent
      ? new Date(now.getTime() - random.between(4, 170) * minuteMs)
      : dayTime(random, now, 30 - (index / (demoConversationCount - recentCount)) * 29.4);
    if (index === 0) {
      // Past the 72 hours within which a message would re-open it.
      const asked = new Date(now.getTime() - 4 * dayMs);
      return toConversation(provedStory(orders[0]!, asked, sources), {
        index,
        own,
        random,
        startedAt: asked,
        now,
      });
    }
    const story = tellStory(random, { own, at: startedAt, sources, isRecent });
    return toConversation(story, { index, own, random, startedAt, now });
  });
}

function toConversation(
  story: Story,
  given: { index: number; own: DemoOrder; random: Random; startedAt: Date; now: Date },
): PastConversation {
  const { index, own, random, startedAt, now } = given;
  let at = startedAt.getTime();
  const messages = story.steps.map(({ afterS, ...step }) => {
    at = Math.min(at + afterS * 1000, now.getTime());
    return { ...step, at: new Date(at) };
  });
  const knowsPhone = story.steps.some((step) =>
    step.run?.sources.some((source) => source.kind === "shopOrder"),
  );
  const name =
    index === 0
      ? demoOrder.customerName
      : knowsPhone
        ? own.customerName
        : `${random.pick(firstNames)} ${random.pick(lastNames)}`;
  const resolvedAt = new Date(Math.min(at + (story.outcome === "confirmed" ? 20_000 : dayMs), now.getTime()));
  const isResolved =
    (story.outcome === "assumed" && resolvedAt.getTime() < now.getTime()) || story.outcome === "confirmed";
  return {
    customer: {
      telegramId: String(index === 0 ? demoOrder.telegramId : 6_100_000_000 + index),
      displayName: name,
      language: "tr",
      ...(index === 0 ? { phone: demoOrder.phone } : knowsPhone ? { phone: own.phone } : {}),
    },
    status:
      story.outcome === "waiting"
        ? "handed_off"
        : isResolved || story.outcome === "people"
          ? "closed"
          : "open",
    messages,
    ...(story.handoff ? { handoff: story.handoff } : {}),
    ...(isResolved
      ? { resolution: { kind: story.outcome === "confirmed" ? "confirmed" : "assumed", at: resolvedAt } }
      : {}),
  };
}

type Setting = { own: DemoOrder; at: Date; sources: Sources; isRecent: boolean };

function tellStory(random: Random, setting: Setting): Story {
  const { sources, isRecent } = setting;
  const draw = random.between(1, 100);
  if (isRecent ? draw <= 50 : draw <= 22) return handoffStory(random, sources, isRecent);
  if (draw <= 62) return orderStory(random, setting);
  return faqStory(random, sources, isRecent);
}

function provedStory(own: DemoOrder, at: Date, sources: Sources): Story {
  const random = createRandom(1);
  return { ...orderStory(random, { own, at, sources, isRecent: false }), outcome: "confirmed" };
}

function orderStory(random: Random, { own: order, at, sources, isRecent }: Setting): Story {
  const outcome = isRecent ? "fresh" : random.chance(0.4) ? "confirmed" : "assumed";
  const run = {
    intent: "order_status",
    scores: { order_status: 0.9 + random.between(0, 8) / 100, delivery_time: 0.04, other: 0.02 },
    action: "answer",
    band: "answer",
    reason: "order_proved",
    sources: [{ kind: "shopOrder", id: sources.orderId(order.number), label: order.number }],
    durationMs: random.between(12, 48),
  } as const;
  return {
    outcome,
    steps: [
      { by: "customer", text: random.pick(whereIsIt).replace("{n}", order.number), afterS: 0 },
      { by: "agent", text: tellOrder(order, at), afterS: 1, run: { ...run, sources: [...run.sources] } },
      ...(outcome === "confirmed"
        ? [{ by: "customer" as const, text: random.pick(thanks), afterS: random.between(15, 300) }]
        : []),
    ],
  };
}

/** What could be said of the order at that moment. */
function tellOrder(order: DemoOrder, at: Date): string {
  const day = new Intl.DateTimeFormat("tr", { day: "numeric", month: "long", timeZone: "Europe/Istanbul" });
  const wasThere = order.deliveredAt !== null && order.deliveredAt <= at;
  switch (order.deliveredAt && !wasThere ? "shipped" : order.status) {
    case "preparing":
      return `${order.number} numaralı siparişiniz hazırlanıyor. Tahmini teslim tarihi ${day.format(order.estimatedDelivery)}.`;
    case "shipped":
      return `${order.number} numaralı siparişiniz ${order.carrier} ile yolda. Takip numarası ${order.tracking}, tahmini teslim tarihi ${day.format(order.estimatedDelivery)}.`;
    case "out_for_delivery":
      return `${order.number} numaralı siparişiniz bugün dağıtımda. ${order.carrier}, takip numarası ${order.tracking}.`;
    case "cancelled":
      return `${order.number} numaralı siparişiniz iptal edilmiş görünüyor.`;
    case "delivered":
    case "returned":
      return `${order.number} numaralı siparişiniz ${day.format(order.deliveredAt ?? order.estimatedDelivery)} tarihinde teslim edildi. ${order.carrier}, takip numarası ${order.tracking}.`;
  }
}

function faqStory(random: Random, sources: Sources, isRecent: boolean): Story {
  const entry = random.pick(turkishFaq);
  const outcome = isRecent ? "fresh" : random.chance(0.3) ? "confirmed" : "assumed";
  return {
    outcome,
    steps: [
      {
        by: "customer",
        text: random.chance(0.5) ? entry.question : entry.question.toLocaleLowerCase("tr").replace(/\?$/, ""),
        afterS: 0,
      },
      {
        by: "agent",
        text: entry.answer,
        afterS: 1,
        run: {
          intent: "other",
          scores: { other: 0.7 + random.between(0, 20) / 100, order_status: 0.05 },
          action: "answer",
          band: "answer",
          reason: "faq_matched",
          sources: [
            {
              kind: "faq",
              id: sources.faqId(entry.question),
              label: entry.question,
              score: 0.75 + random.between(0, 20) / 100,
            },
          ],
          durationMs: random.between(9, 40),
        },
      },
      ...(outcome === "confirmed"
        ? [{ by: "customer" as const, text: random.pick(thanks), afterS: random.between(10, 200) }]
        : []),
    ],
  };
}

function handoffStory(random: Random, sources: Sources, isRecent: boolean): Story {
  const trouble = random.pick(troubles);
  const memberId = random.pick(sources.memberIds);
  const opening: Step[] = [
    { by: "customer", text: trouble.ask, afterS: 0 },
    {
      by: "agent",
      text: "Sizi hemen bir arkadaşımıza aktarıyorum, en kısa sürede yazacak.",
      afterS: 1,
      run: {
        intent: "other",
        scores: { other: 0.62, human: 0.2, return: 0.1 },
        action: "handoff",
        band: "handoff",
        reason: trouble.ask.includes("temsilci") ? "asked_for_person" : "complained",
        sources: [],
        durationMs: random.between(8, 30),
      },
    },
  ];
  const handoff = { reason: "complained", summary: trouble.summary, suggestedReply: trouble.reply };
  if (isRecent) return { outcome: "waiting", handoff, steps: opening };
  return {
    outcome: "people",
    handoff: { ...handoff, assignedMemberId: memberId },
    steps: [
      ...opening,
      { by: "member", memberId, text: trouble.reply, afterS: random.between(60, 2_400) },
      { by: "customer", text: random.pick(thanks), afterS: random.between(30, 900) },
      {
        by: "member",
        memberId,
        text: "Rica ederiz, başka bir sorunuz olursa buradayız.",
        afterS: random.between(20, 300),
      },
    ],
  };
}

/** A moment on that day, more often in the evening, as customers write. */
function dayTime(random: Random, now: Date, daysAgo: number): Date {
  const midnight = Math.floor((now.getTime() - daysAgo * dayMs) / dayMs) * dayMs;
  const hour = random.chance(0.6) ? random.between(14, 20) : random.between(6, 21);
  const at = midnight + hour * 3_600_000 + random.between(0, 59) * minuteMs;
  return new Date(Math.min(at, now.getTime() - 3 * 3_600_000));
}
