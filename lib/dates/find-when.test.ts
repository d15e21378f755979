import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldText } from "@/lib/text/fold";
import { findWhen } from "./find-when";

// A Saturday, half past ten in Istanbul.
const now = new Date("2026-11-21T07:30:00Z");
const at = { now, timeZone: "Europe/Istanbul" };

function read(text: string): string | null {
  const when = findWhen(text, at);
  if (!when) return null;
  return [when.until ? `${when.day}..${when.until}` : when.day, when.time].filter(Boolean).join(" ");
}

const cases: [text: string, expected: string | null][] = [
  ["yarın", "2026-11-22"],
  ["Yarın 14:30 uygun mu?", "2026-11-22 14:30"],
  ["yarın sabah 9'da gelebilir miyim", "2026-11-22 09:00"],
  ["yarın akşam 7 gibi", "2026-11-22 19:00"],
  ["öbür gün 3'te", "2026-11-23 15:00"],
  ["bugün öğleden sonra dörtte", "2026-11-21 16:00"],
  ["bu akşam", "2026-11-21"],
  ["dün sipariş verdim", "2026-11-20"],
  ["haftaya salı 14:30", "2026-11-24 14:30"],
  ["gelecek hafta cuma saat 10", "2026-11-27 10:00"],
  ["salıya yetişir mi", "2026-11-24"],
  ["önümüzdeki perşembe saat 11.30", "2026-11-26 11:30"],
  ["cumartesi açık mısınız", "2026-11-28"],
  ["geçen cuma", "2026-11-20"],
  ["haftaya", "2026-11-23..2026-11-29"],
  ["bu hafta içinde", "2026-11-21..2026-11-22"],
  ["hafta sonu gelir mi", "2026-11-21..2026-11-22"],
  ["24 Kasım'da", "2026-11-24"],
  ["24 kasım 2026 saat 2 buçukta", "2026-11-24 14:30"],
  ["3 Ocak", "2027-01-03"],
  ["24.11 de gelirim", "2026-11-24"],
  ["24.11.2026 14.30", "2026-11-24 14:30"],
  ["ayın 25'inde", "2026-11-25"],
  ["ayın 5'i", "2026-12-05"],
  ["3 gün sonra", "2026-11-24"],
  ["iki hafta sonra", "2026-12-05"],
  ["2 gün önce", "2026-11-19"],
  ["tomorrow at 3pm", "2026-11-22 15:00"],
  ["the day after tomorrow", "2026-11-23"],
  ["next Tuesday at 14:30", "2026-11-24 14:30"],
  ["on Monday morning at 9", "2026-11-23 09:00"],
  ["last Friday", "2026-11-20"],
  ["November 24th, 10 am", "2026-11-24 10:00"],
  ["the 3rd of December", "2026-12-03"],
  ["in two weeks", "2026-12-05"],
  ["half past 4 tomorrow", "2026-11-22 16:30"],
  ["will it come this weekend?", "2026-11-21..2026-11-22"],
  ["next week", "2026-11-23..2026-11-29"],
  ["12 am tomorrow", "2026-11-22 00:00"],
  ["завтра в 15:00", "2026-11-22 15:00"],
  ["послезавтра", "2026-11-23"],
  ["во вторник в 10 утра", "2026-11-24 10:00"],
  ["в следующую среду", "2026-11-25"],
  ["на следующей неделе в пятницу", "2026-11-27"],
  ["через неделю", "2026-11-28"],
  ["через 3 дня", "2026-11-24"],
  ["24 ноября в 7 вечера", "2026-11-24 19:00"],
  ["позавчера", "2026-11-19"],
  ["غدا الساعة 3 عصرا", "2026-11-22 15:00"],
  ["بعد بكرة", "2026-11-23"],
  ["يوم الثلاثاء القادم الساعة ١٠ صباحا", "2026-11-24 10:00"],
  ["الخميس من الأسبوع القادم", "2026-11-26"],
  ["بعد يومين", "2026-11-23"],
  ["٢٤ نوفمبر", "2026-11-24"],
  ["24 تشرين الثاني", "2026-11-24"],
  ["أمس", "2026-11-20"],
  // Times, amounts, orders and words that only look like days.
  ["14:30 olur mu", null],
  ["TY-1042 nerede", null],
  ["14 gün içinde iade edebilir miyim", null],
  ["10.30 uygun", null],
  ["1.250,50 TL ödedim", null],
  ["pazarlık payı var mı", null],
  ["yarım kilo", null],
  ["salim bey orada mı", null],
  ["31.02.2026", null],
  ["may I ask something", null],
  ["", null],
  ["🙏", null],
];

describe("findWhen", () => {
  test.each(cases)("%s", (text, expected) => expect(read(text)).toBe(expected));

  test.each(cases)("typed in ASCII and small letters: %s", (text, expected) =>
    expect(read(foldText(text))).toBe(expected),
  );

  test("on a weekday its own name is the one in a week", () =>
    expect(findWhen("cumartesi", at)?.day).toBe("2026-11-28"));

  test("the day is that of the zone, not of the server", () => {
    const late = new Date("2026-11-21T22:30:00Z");
    expect(findWhen("yarın", { now: late, timeZone: "Europe/Istanbul" })?.day).toBe("2026-11-23");
    expect(findWhen("yarın", { now: late, timeZone: "America/New_York" })?.day).toBe("2026-11-22");
  });

  test("whatever is written, the day exists", () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            ...cases.flatMap(([text]) => text.split(" ")),
            "31",
            "29.02",
            "00:00",
            "99",
            "ayın",
          ),
        ),
        (parts) => {
          const when = findWhen(parts.join(" "), at);
          if (!when) return;
          for (const day of [when.day, when.until ?? when.day]) {
            expect(new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10)).toBe(day);
          }
          expect(when.time ?? "00:00").toMatch(/^([01]\d|2[0-3]):[0-5]\d$/);
        },
      ),
    ));
});
