import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { termsOfMessage } from "./message-terms";
import { isFound, readSearch, readTokens, toExcerpt } from "./rules";

const filtersOf = (typed: string) =>
  readSearch(typed).filters.map(({ operator, value, isNot }) => `${isNot ? "-" : ""}${operator}:${value}`);

describe("readSearch", () => {
  test.each([
    [
      "in English",
      'from:customer tag:"VIP müşteri" -is:closed',
      ["from:customer", "tag:VIP müşteri", "-is:closed"],
    ],
    [
      "in Turkish",
      "kimden:müşteri üye:Deniz önce:2026-11-01",
      ["from:customer", "member:Deniz", "before:2026-11-01"],
    ],
    ["in Turkish capitals", "KİMDEN:MÜŞTERİ İÇEREN:SES", ["from:customer", "has:voice"]],
    [
      "in Russian",
      "от:клиент после:2026-11-01 есть:фото",
      ["from:customer", "after:2026-11-01", "has:photo"],
    ],
    ["in Arabic", "من:عميل وسم:مهم حالة:عاجل", ["from:customer", "tag:مهم", "is:urgent"]],
    ["with the quotes of a phone", "tag:“acil iş” lang:tr", ["tag:acil iş", "lang:tr"]],
    ["a language by its name", "dil:Rusça язык:арабский lang:en", ["lang:ru", "lang:ar", "lang:en"]],
    ["two names of one", "assigned:me member:nobody", ["member:me", "member:nobody"]],
  ])("operators %s", (_label, typed, expected) => expect(filtersOf(typed)).toEqual(expected));

  test("words, phrases and what is left out", () => {
    const { needles, without, problems } = readSearch('İade  "kargo ücreti" -iptal -"para iadesi" TY-482');
    expect(needles).toEqual([
      { terms: ["iade"], isExact: false },
      { terms: ["kargo", "ucreti"], isExact: true },
      { terms: ["ty", "482"], isExact: false },
    ]);
    expect(without).toEqual([
      { terms: ["iptal"], isExact: false },
      { terms: ["para", "iadesi"], isExact: true },
    ]);
    expect(problems).toEqual([]);
  });

  test.each([
    ["an operator nobody knows", "renk:mavi kargo", "operatorUnknown", "renk:"],
    ["a value nobody knows", "from:komşu kargo", "valueUnknown", "from:komşu"],
    ["a language that none speaks", "lang:klingon kargo", "valueUnknown", "lang:klingon"],
    ["no value", "tag: kargo", "valueMissing", "tag:"],
    ["an empty value", 'tag:"" kargo', "valueMissing", 'tag:""'],
  ])("%s is told, and the rest is looked for", (_label, typed, code, token) => {
    const { needles, filters, problems } = readSearch(typed);
    expect(problems).toMatchObject([{ code, token }]);
    expect(filters).toEqual([]);
    expect(needles).toEqual([{ terms: ["kargo"], isExact: false }]);
  });

  test("an address, a time and a lone minus are words", () => {
    expect(readSearch("https://ornek.com 14:30 - kargo").problems).toEqual([]);
    expect(readSearch("14:30").needles).toEqual([{ terms: ["14", "30"], isExact: false }]);
  });

  test("more words than are looked for are told", () => {
    const { needles, problems } = readSearch(Array.from({ length: 20 }, (_, n) => `kelime${n}`).join(" "));
    expect(needles).toHaveLength(12);
    expect(problems).toMatchObject([{ code: "tooMuch" }]);
  });

  test("whatever is typed, it is read", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 120 }), (typed) => {
        const { needles, without } = readSearch(typed);
        for (const { terms } of [...needles, ...without])
          expect(terms.every((term) => term !== "")).toBe(true);
      }),
    );
  });
});

test("a long word is cut between letters, in messages and in searches alike", () => {
  const word = `a${"𠀀".repeat(40)}`;
  const [token] = readTokens(word);
  expect(token!.term).toBe(`a${"𠀀".repeat(23)}`);
  expect(readSearch(word).needles).toEqual([{ terms: [token!.term], isExact: false }]);
});

describe("isFound", () => {
  test.each([
    ["the beginning of a word", "kargo", "Kargomuz yola çıktı", true],
    ["not its middle", "argo", "Kargomuz yola çıktı", false],
    ["capitals and dots", "iade istiyorum", "İADE İSTİYORUM", true],
    ["every word, in any order", "yola kargo", "Kargo yola çıktı", true],
    ["one word that is missing", "kargo iade", "Kargo yola çıktı", false],
    ["a phrase", '"yola çıktı"', "Kargo yola çıktı", true],
    ["a phrase in another order", '"çıktı yola"', "Kargo yola çıktı", false],
    ["a quoted word is whole", '"kargo"', "kargomuz", false],
    ["a code, however it is written", "TY-482", "sipariş ty 4821", true],
    ["what is left out", "kargo -iptal", "kargo iptali", false],
    ["Arabic without its marks", "شكرا", "شُكْـــرًا لكم", true],
    ["Arabic with and without hamza", "الغاء", "إلغاء الطلب", true],
    ["Russian ё", "еще", "Ещё раз", true],
    ["across a joiner", "kargom", "kar\u200bgom", true],
  ])("%s", (_label, typed, text, expected) => {
    expect(isFound(readSearch(typed), readTokens(text))).toBe(expected);
  });

  test("a message is found by every word of it that the index holds", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), (text) => {
        for (const term of termsOfMessage({ text, fileName: null })) {
          expect(isFound(readSearch(`"${term}"`), readTokens(text))).toBe(true);
        }
      }),
    );
  });
});

describe("toExcerpt", () => {
  const marked = (text: string, typed: string) =>
    toExcerpt(text, readSearch(typed).needles)
      .map(({ text: part, isHit }) => (isHit ? `[${part}]` : part))
      .join("");

  test.each([
    ["all that is found", "Kargo nerede, kargom gelmedi", "kargo", "[Kargo] nerede, [kargom] gelmedi"],
    ["a phrase as one", "Bana para iadesi yapın", '"para iadesi"', "Bana [para iadesi] yapın"],
    ["Turkish letters as they stand", "İADE ettim", "iade", "[İADE] ettim"],
    ["words beside each other, once", "iade kargo", "iade kargo", "[iade] [kargo]"],
    ["nothing to mark", "Merhaba", "", "Merhaba"],
  ])("%s", (_label, text, typed, expected) => expect(marked(text, typed)).toBe(expected));

  test("a long message is cut around the first word that was found", () => {
    const text = `${"başka söz ".repeat(40)}iade ${"sonra söz ".repeat(40)}`;
    const excerpt = marked(text, "iade");
    expect(excerpt).toMatch(/^… .*\[iade\].* …$/s);
    expect(excerpt.length).toBeLessThan(200);
  });

  test("no letter is lost or doubled, whatever is looked for", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 60 }),
        fc.string({ maxLength: 6 }),
        (text, typed) => {
          const joined = toExcerpt(text, readSearch(typed).needles)
            .map((part) => part.text)
            .join("");
          expect(joined).toBe(text.toWellFormed());
        },
      ),
    );
  });
});
