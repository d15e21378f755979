import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { isLocale } from "@/lib/i18n/locales";
import { foldText } from "@/lib/text/fold";
import { parseUtterances } from "../intents/utterances";
import { detectLanguage } from "./detect-language";
import { languageMargin, packLanguageModel, turkishProbability, unpackLanguageModel } from "./language-model";
import { trainLanguage } from "./train-language";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
const readShort = (path: string) =>
  read(path)
    .split("\n")
    .filter(Boolean)
    .map((line) => line.split("\t"))
    .map(([language, text]) => ({ language: language ?? "", text: text ?? "" }));

describe("the language model", () => {
  // After a change of the data: npx vitest run server/agent/language -u
  test("is the one that its data gives", async () => {
    const path = "language.model.generated.json";
    const file = packLanguageModel(trainLanguage());
    const kept = JSON.parse(read(path)) as typeof file;
    // A run has been seen to differ in the last digits; what the two say of every message does not.
    const [one, other] = [unpackLanguageModel(kept), unpackLanguageModel(file)];
    const isSame = readShort("data/short.test.tsv").every(({ text }) => {
      const [mine, its] = [one, other].map((model) => turkishProbability(model, languageMargin(model, text)));
      return Math.abs(mine! - its!) < 0.01;
    });
    await expect(`${JSON.stringify(isSame ? kept : file)}\n`).toMatchFileSnapshot(path);
  });
});

describe("detectLanguage", () => {
  const messages = ["shared", "shop", "creator", "clinic", "desk"].flatMap((kind) =>
    parseUtterances(read(`../intents/data/${kind}.test.tsv`)),
  );

  test("tells at least 99 % of messages that it was not trained on, Turkish typed in ASCII included", () => {
    const right = messages.filter(({ language, text }) => detectLanguage(text).language === language);
    expect(right.length / messages.length).toBeGreaterThanOrEqual(0.99);

    const turkish = messages.filter(({ language }) => language === "tr");
    const ascii = turkish.filter(({ text }) => detectLanguage(foldText(text)).language === "tr");
    expect(ascii.length / turkish.length).toBeGreaterThanOrEqual(0.99);
  });

  test("tells at least 95 % of one- to four-word phrases that it was not trained on", () => {
    const phrases = readShort("data/short.test.tsv");
    const right = phrases.filter(({ language, text }) => detectLanguage(text).language === language);
    const ascii = phrases.filter(
      ({ language, text }) => detectLanguage(foldText(text)).language === language,
    );
    expect(right.length / phrases.length).toBeGreaterThanOrEqual(0.95);
    expect(ascii.length / phrases.length).toBeGreaterThanOrEqual(0.95);
  });

  test.each([
    ["a number", "482913"],
    ["an order number", "TY-12345"],
    ["an emoji", "👍🏽"],
    ["ok", "ok"],
    ["punctuation", "???"],
    ["a link", "https://example.com/where-is-my-order"],
    ["nothing", ""],
    ["zero-width characters", "\u200b\u200f\u2066"],
  ])("%s keeps the conversation's language", (_, text) => {
    for (const previous of ["tr", "en", "ru", "ar"].filter(isLocale)) {
      expect(detectLanguage(text, { previous, hint: "en" })).toEqual({
        language: previous,
        confidence: 0,
        from: "previous",
      });
    }
  });

  test("a clear sentence in another language changes it", () => {
    expect(detectLanguage("where is my order please", { previous: "tr" }).language).toBe("en");
    expect(detectLanguage("kargom nerede kaldi", { previous: "en" }).language).toBe("tr");
    expect(detectLanguage("где мой заказ", { previous: "tr" }).language).toBe("ru");
    expect(detectLanguage("أين طلبي", { previous: "en" }).language).toBe("ar");
  });

  test("without a word to go by, the platform's hint decides, then the workspace's language", () => {
    expect(detectLanguage("482913", { hint: "ru" })).toMatchObject({ language: "ru", from: "hint" });
    expect(detectLanguage("482913", { hint: "en-US" })).toMatchObject({ language: "en", from: "hint" });
    expect(detectLanguage("482913", { hint: "de", fallback: "en" })).toMatchObject({
      language: "en",
      from: "fallback",
    });
    expect(detectLanguage("", {})).toMatchObject({ language: "tr", from: "fallback" });
  });

  test("a brand in Latin letters does not make a Russian or Arabic sentence English", () => {
    expect(detectLanguage("где мой заказ Trendyol Express").language).toBe("ru");
    expect(detectLanguage("متى يصل طلبي من Yurtici Kargo").language).toBe("ar");
  });
});
