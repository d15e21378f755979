import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  asciiDigits,
  charGrams,
  cleanText,
  codeKey,
  foldText,
  lowerTurkish,
  prefix,
  squeezeRepeats,
  tokenise,
  zeroDigits,
} from "./fold";
import { fnv1a, hashedGrams } from "./hashing";

describe("foldText", () => {
  test.each([
    ["Turkish capitals", "İADE ETMEK İSTİYORUM", "iade etmek istiyorum"],
    ["the dotless I", "ISPARTA ılık", "isparta ilik"],
    ["a dot above, written apart", "I\u0307stanbul", "istanbul"],
    ["every Turkish letter", "çğıöşü ÇĞIÖŞÜ İ", "cgiosu cgiosu i"],
    ["other Latin marks", "café Ångström straße", "cafe angstrom strasse"],
    ["Russian ё and й", "Ёлка Йод край", "елка йод край"],
    ["alef forms and ta marbuta", "أين إلغاء آخر المدينة", "اين الغا اخر المدينه"],
    ["vowel marks and tatweel", "شُكْـــرًا", "شكرا"],
    ["alef maqsura and hamza seats", "متى مسؤول بائع", "متي مسوول بايع"],
    ["Arabic-Indic digits", "٤٨٢ ۹۱۳", "482 913"],
    ["full-width letters", "ＡＢＣ１２３", "abc123"],
    ["zero-width and direction marks", "ka\u200brg\u200do\u2066m\u202e", "kargom"],
    ["soft hyphen and variation selector", "kar\u00adgo ❤\ufe0f", "kargo ❤"],
  ])("%s", (_, text, folded) => {
    expect(foldText(text)).toBe(folded);
  });

  test("folding twice changes nothing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 100 }), (text) => {
        const once = foldText(text);
        expect(foldText(once)).toBe(once);
      }),
    );
  });

  test("a text is never longer than 8,192 characters afterwards", () => {
    expect(cleanText("\ufdfa".repeat(4_096)).length).toBe(8_192);
  });
});

describe("small tools", () => {
  test("lower-casing keeps the two Turkish i apart", () => {
    expect(lowerTurkish("IĞDIR İZMİR")).toBe("ığdır izmir");
  });

  test("words are letters and digits of any script", () => {
    expect(tokenise("kargom nerede? TY-12 где, أين 😊")).toEqual([
      "kargom",
      "nerede",
      "TY",
      "12",
      "где",
      "أين",
    ]);
    expect(tokenise("😊 …")).toEqual([]);
  });

  test("prefixes, grams, digits, repeats", () => {
    expect(prefix("siparişim")).toBe("sipar");
    expect(prefix("iade")).toBe("iade");
    expect(charGrams("kargo")).toEqual(["karg", "argo"]);
    expect(charGrams("var")).toEqual(["var"]);
    expect(zeroDigits("15 gün")).toBe("00 gün");
    expect(asciiDigits("٣ gün")).toBe("3 gün");
    expect(squeezeRepeats("merhabaaaa")).toBe("merhaba");
  });

  test("a code is the same however it is typed", () => {
    for (const code of ["TY-12345", "ty12345", "#TY 12345", "ty_12345", "T\u200bY-12345"]) {
      expect(codeKey(code)).toBe("TY12345");
    }
  });
});

describe("hashedGrams", () => {
  const options = { buckets: 1_024, wordGrams: 2, charSizes: [3], maxCharacters: 100 };

  test("is the same for the same words, however they are typed", () => {
    expect(hashedGrams("Kargom NEREDE 12", options)).toEqual(hashedGrams("kargom nerede 98", options));
  });

  test("stays within its buckets and reads no more than it should", () => {
    const counts = hashedGrams("kargo ".repeat(1_000), options);
    expect(Math.max(...counts.keys())).toBeLessThan(1_024);
    expect(Math.max(...counts.values())).toBeLessThanOrEqual(100);
  });

  test("the hash is FNV-1a", () => {
    expect(fnv1a("")).toBe(0x811c9dc5);
    expect(fnv1a("a")).toBe(0xe40c292c);
  });
});
