import { describe, expect, test } from "vitest";
import { classifyIntent } from "../intents/classify-intent";
import { bareQuestion, readAsks } from "./asks";

const read = (text: string) =>
  readAsks(text, (part) => {
    const { intent, scores, margin } = classifyIntent(part, "shop");
    return { intent, isClear: (scores[intent] ?? 0) >= 0.5 && margin >= 0.2 };
  });

describe("several things in one message", () => {
  test.each([
    ["kargom nerede, bir de kapıda ödeme var mı?", ["kargom nerede", "kapıda ödeme var mı?"]],
    [
      "Siparişim nerede? Ayrıca hediye paketi yapıyor musunuz?",
      ["Siparişim nerede?", "hediye paketi yapıyor musunuz?"],
    ],
    [
      "kapıda ödeme var mı ve yurt dışına gönderiyor musunuz",
      ["kapıda ödeme var mı", "yurt dışına gönderiyor musunuz"],
    ],
    ["kargom nerde\niade nasıl yapılıyor", ["kargom nerde", "iade nasıl yapılıyor"]],
    ["where is my order and do you ship abroad?", ["where is my order", "do you ship abroad?"]],
    ["где мой заказ и сколько стоит доставка?", ["где мой заказ", "сколько стоит доставка?"]],
    ["أين طلبي وكم سعر الشحن؟", ["أين طلبي", "كم سعر الشحن؟"]],
  ])("%s", (text, asks) => {
    expect(read(text).asks.map((ask) => ask.text)).toEqual(asks);
  });

  test.each([
    "kargom nerede",
    "Merhaba, geçen hafta bot aldım, 38 numara. Hala gelmedi. Kontrol edebilir misiniz?",
    "kargom nerede, ne zaman gelir?",
    "siparişim gelmedi ya, 10 gün oldu, nerede bu paket",
    "Merhaba. İyi günler. Kargom nerede? Teşekkürler.",
    "TY-1042 numaralı siparişim 14.30 itibarıyla nerede",
    "I ordered last week, and it still has not arrived. Can you check?",
    "",
    "🙂",
    "kargom nerede ".repeat(300),
  ])("one thing: %s", (text) => {
    expect(read(text).asks).toEqual([]);
  });
});

describe("what is said not to be wanted", () => {
  test.each([
    ["iade istemiyorum, sadece kargom nerede", "kargom nerede"],
    ["iptal değil iade etmek istiyorum", "iade etmek istiyorum"],
    ["I don't want a refund, just tell me where is my package", "tell me where is my package"],
    ["не хочу возвращать, просто скажите где посылка", "скажите где посылка"],
  ])("%s", (text, rest) => {
    expect(read(text)).toMatchObject({ text: rest, asks: [], isRefusal: false });
  });

  test("a refusal and nothing else is known as one", () => {
    expect(read("iade istemiyorum").isRefusal).toBe(true);
    expect(read("siparişi artık istemiyorum").isRefusal).toBe(false);
    expect(read("kargom gelmedi değil mi").isRefusal).toBe(false);
  });
});

describe("a whole question", () => {
  test.each([
    ["köpeğimle mağazaya girebilir miyim", true],
    ["Ürünü taktım ama ekranda hiçbir görüntü çıkmıyor", true],
    ["fiyat", false],
    ["bir sorum var", false],
    ["mavi kedi tabela uzay", false],
    ["do you sell gift cards for kids?", true],
  ])("%s: %s", (text, isFull) => {
    expect(read(text).isFullQuestion).toBe(isFull);
  });
});

test("a question is searched without what is said around it", () => {
  expect(bareQuestion("Merhaba hocam bir sorum olacaktı acaba kapıda ödeme var mı lütfen")).toBe(
    "kapida odeme var mi",
  );
  expect(bareQuestion("peki")).toBe("peki");
});
