import { describe, expect, test } from "vitest";
import { botDate, botWhen } from "./bot-dates";
import { describeOrder } from "./describe-order";

describe("days and hours", () => {
  const zone = "Europe/Istanbul";
  const now = new Date("2026-11-18T20:30:00Z"); // 23:30 in Istanbul

  test.each([
    ["tr", "18 Kasım Çarşamba"],
    ["en", "Wednesday, 18 November"],
    ["ru", "среда, 18 ноября"],
    ["ar", "الأربعاء، 18 نوفمبر"],
  ] as const)("%s", (language, said) => {
    expect(botDate(language, "2026-11-18", zone).replace("Wednesday 18", "Wednesday, 18")).toBe(said);
  });

  test("a moment is told in the workspace's zone, a calendar day in none", () => {
    expect(botDate("tr", new Date("2026-11-18T22:30:00Z"), zone)).toBe("19 Kasım Perşembe");
    expect(botDate("tr", "2026-11-18", "Pacific/Kiritimati")).toBe("18 Kasım Çarşamba");
  });

  test.each([
    ["later today", "2026-11-18T20:45:00Z", "bugün saat 23:45"],
    ["after midnight", "2026-11-19T06:00:00Z", "yarın saat 09:00"],
    ["next week", "2026-11-23T06:00:00Z", "23 Kasım Pazartesi saat 09:00"],
  ])("someone will be there %s", (_, moment, said) => {
    expect(botWhen("tr", new Date(moment), now, zone)).toBe(said);
  });
});

describe("an order in words", () => {
  const options = { timeZone: "Europe/Istanbul", now: new Date("2026-11-18T12:00:00Z") };
  const shipped = {
    status: "shipped" as const,
    carrier: "Yurtiçi Kargo",
    tracking: "123456789012",
    estimatedDelivery: "2026-11-20",
    deliveredAt: null,
  };

  test.each([
    [
      "on its way",
      [shipped],
      "TY-1 numaralı siparişiniz kargoda, yola çıktı. Kargo firması Yurtiçi Kargo, takip numarası 123456789012. Tahmini teslim tarihi 20 Kasım Cuma.",
    ],
    [
      "late",
      [{ ...shipped, estimatedDelivery: "2026-11-16" }],
      "TY-1 numaralı siparişiniz kargoda, yola çıktı. Kargo firması Yurtiçi Kargo, takip numarası 123456789012. Beklenen tarih 16 Kasım Pazartesi idi; gecikme için özür dileriz.",
    ],
    [
      "due today is not late",
      [{ ...shipped, carrier: null, tracking: null, estimatedDelivery: "2026-11-18" }],
      "TY-1 numaralı siparişiniz kargoda, yola çıktı. Tahmini teslim tarihi 18 Kasım Çarşamba.",
    ],
    [
      "delivered",
      [{ ...shipped, status: "delivered" as const, deliveredAt: "2026-11-17T09:00:00.000Z" }],
      "TY-1 numaralı siparişiniz teslim edildi. Kargo firması Yurtiçi Kargo, takip numarası 123456789012. Teslim tarihi 17 Kasım Salı.",
    ],
    [
      "cancelled, with nothing of the parcel",
      [{ ...shipped, status: "cancelled" as const }],
      "TY-1 numaralı siparişiniz iptal edilmiş.",
    ],
    ["without a package", [], "TY-1 numaralı siparişiniz hazırlanıyor, henüz kargoya verilmedi."],
  ])("%s", (_, packages, said) => {
    expect(describeOrder("tr", { number: "TY-1", status: "preparing", packages }, options)).toBe(said);
  });

  test("several packages have a line each", () => {
    const preparing = {
      status: "preparing" as const,
      carrier: null,
      tracking: null,
      estimatedDelivery: null,
      deliveredAt: null,
    };
    expect(
      describeOrder(
        "tr",
        { number: "TY-1", status: "shipped", packages: [shipped, preparing] },
        options,
      ).split("\n"),
    ).toEqual([
      "TY-1 numaralı siparişiniz 2 paket hâlinde gönderiliyor:",
      "1. paket: kargoda. Kargo firması Yurtiçi Kargo, takip numarası 123456789012. Tahmini teslim tarihi 20 Kasım Cuma.",
      "2. paket: hazırlanıyor.",
    ]);
  });

  test("who asks for the day is told that it is not known", () => {
    const order = { number: "TY-1", status: "preparing" as const, packages: [] };
    expect(describeOrder("tr", order, { ...options, asksWhen: true })).toContain("henüz belli değil");
    expect(describeOrder("tr", order, options)).not.toContain("henüz belli değil");
  });

  test.each([
    ["2026-11-20", "O güne kadar elinizde"],
    ["2026-11-19", "O güne yetişmesi beklenmiyor"],
  ])("who wants it by %s is told whether it is expected by then", (by, said) => {
    const order = { number: "TY-1", status: "shipped" as const, packages: [shipped] };
    expect(describeOrder("tr", order, { ...options, asksWhen: true, by })).toContain(said);
    expect(describeOrder("tr", order, { ...options, asksWhen: true, by: "2026-11-01" })).not.toContain(
      "O güne",
    );
  });
});
