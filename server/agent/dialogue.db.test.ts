import { beforeEach, describe, expect, test } from "vitest";
import { workspaces } from "@/db/schema";
import { makeChannel } from "@/server/deliveries/testing";
import { importText } from "@/server/imports";
import { inWorkspace } from "@/server/kernel";
import { createFaq } from "@/server/knowledge";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { makeTalk, orderCsv } from "./testing";

const t = useTestRuntime();
let shop: Awaited<ReturnType<typeof makeWorkspace>>;
let channelId: string;

/** A customer whose phone, with two orders on it, is proved. */
async function makeOwner(orders = 1) {
  const customer = await makeTalk(t.runtime, shop, { channelId });
  await importText({
    ctx: shop.member("owner"),
    input: {
      target: "shopOrders",
      text: orderCsv(
        ...[
          { number: "TY-1042", orderedAt: "2026-11-17" },
          { number: "TY-1050", orderedAt: "2026-11-18", status: "preparing" },
        ].slice(0, orders),
      ),
    },
  });
  await customer.ask("merhaba");
  await customer.shareContact("+905321234567");
  await customer.ask(orders === 1 ? "teşekkürler" : "merhaba");
  return customer;
}

beforeEach(async () => {
  t.clock.set("2026-11-20T09:00:00Z");
  shop = await makeWorkspace(t.runtime);
  channelId = (await makeChannel(shop)).channelId;
  for (const [question, answer] of [
    ["Kapıda ödeme var mı?", "Evet, kapıda nakit ya da kartla ödeyebilirsiniz."],
    ["Hediye paketi yapıyor musunuz?", "Evet, ücretsiz hediye paketi yapıyoruz."],
    ["Yurt dışına gönderim var mı?", "Hayır, yalnızca Türkiye içine gönderiyoruz."],
  ] as const) {
    await createFaq({ ctx: shop.member("owner"), input: { question, answer, language: "tr" } });
  }
});

describe("several things at once", () => {
  test("each is answered, in the order asked, with all sources", async () => {
    const customer = await makeOwner();
    const reply = await customer.ask("kargom nerede, bir de kapıda ödeme var mı?");
    expect(reply?.text).toMatch(/TY-1042[\s\S]*kapıda nakit/);
    expect(await customer.lastRun()).toMatchObject({
      action: "answer",
      sources: [{ kind: "shopOrder" }, { kind: "faq", label: "Kapıda ödeme var mı?" }],
    });
  });

  test("what has no answer is handed over in the same message", async () => {
    const customer = await makeOwner();
    const reply = await customer.ask("kargom nerede ve toptan satış yapıyor musunuz");
    expect(reply?.text).toMatch(/TY-1042[\s\S]*ekibimize iletiyorum/);
    expect(await customer.conversation()).toMatchObject({ status: "handed_off", isUrgent: false });
  });

  test("an order that is not proved is asked for after the other answer", async () => {
    const customer = await makeTalk(t.runtime, shop, { channelId });
    const reply = await customer.ask("kapıda ödeme var mı? kargom nerede?");
    expect(reply?.text).toMatch(/kapıda nakit[\s\S]*telefon numaranızı paylaşın/);
    expect(await customer.lastRun()).toMatchObject({ action: "clarify", intent: "order_status" });
  });
});

describe("what was said before counts", () => {
  test("the order told last is meant until another one is named", async () => {
    const customer = await makeOwner(2);
    await customer.ask("TY-1042 nerede");
    expect((await customer.ask("o ne zaman gelir?"))?.text).toContain("TY-1042");
    expect((await customer.ask("peki diğer siparişim?"))?.text).toContain("TY-1050");
    expect((await customer.ask("o hangi gün gelecek"))?.text).toContain("TY-1050");
  });

  test("an order that is not the customer's is not told by pointing at it either", async () => {
    const customer = await makeTalk(t.runtime, shop, { channelId });
    await importText({
      ctx: shop.member("owner"),
      input: { target: "shopOrders", text: orderCsv({ number: "TY-7000" }) },
    });
    await customer.ask("TY-7000 nerede");
    const reply = await customer.ask("o ne zaman gelir, ya diğer siparişim");
    expect(reply?.text).not.toContain("kargoda");
    expect((await customer.lastRun())?.sources).toEqual([]);
  });

  test("the same question again goes to a person; another one does not", async () => {
    const customer = await makeOwner();
    await customer.ask("kapıda ödeme var mı");
    await customer.ask("hediye paketi yapıyor musunuz");
    await customer.ask("Kapıda ödeme var mı??");
    expect((await customer.runs()).slice(-3).map(({ action, reason }) => [action, reason])).toEqual([
      ["answer", "faq_matched"],
      ["answer", "faq_matched"],
      ["handoff", "asked_again"],
    ]);
  });
});

describe("a day is named", () => {
  test("the member who takes over reads which day it is, and whether anybody is there", async () => {
    const clinic = await makeWorkspace(t.runtime, { kind: "clinic" });
    const { channelId: bot } = await makeChannel(clinic);
    const hours = [...Array.from({ length: 5 }, () => [{ from: 540, to: 1080 }]), [], []];
    await inWorkspace(clinic.member("owner"), (tx) => tx.update(workspaces).set({ businessHours: hours }));
    const customer = await makeTalk(t.runtime, clinic, { channelId: bot });
    await customer.ask("haftaya salı 14:30 için randevu almak istiyorum");
    expect((await customer.conversation()).handoffSummary).toContain(
      "Söylediği gün: 24 Kasım Salı, saat 14:30\n",
    );
    const other = await makeTalk(t.runtime, clinic, { channelId: bot });
    await other.ask("غدا الساعة 3 عصرا أريد حجز موعد");
    expect((await other.conversation()).handoffSummary).toContain(
      "21 Kasım Cumartesi, saat 15:00 (o saatte kimse yok)",
    );
  });

  test("whoever wants an order by a day is told whether it is expected by then", async () => {
    const customer = await makeOwner();
    await customer.ask("TY-1042 ne zaman gelir");
    const reply = await customer.ask("pazartesiye kadar elime ulaşır mı");
    expect(reply?.text).toMatch(/O güne (kadar elinizde|yetişmesi)/);
  });
});

describe("moods", () => {
  test("a first insult is met calmly, the second goes to a person and is urgent", async () => {
    const customer = await makeTalk(t.runtime, shop, { channelId });
    await customer.ask("salak mısınız siz");
    expect(await customer.lastRun()).toMatchObject({ action: "act", reason: "calmed" });
    await customer.ask("aptallar");
    expect(await customer.conversation()).toMatchObject({
      status: "handed_off",
      handoffReason: "insulted",
      isUrgent: true,
    });
  });

  test("who grows angrier gets a person, urgently", async () => {
    const customer = await makeOwner();
    await customer.ask("kargom hala gelmedi");
    await customer.ask("rezalet ya bıktım");
    expect(await customer.conversation()).toMatchObject({ handoffReason: "grew_angry", isUrgent: true });
  });
});
