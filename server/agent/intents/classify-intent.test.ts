import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { foldText } from "@/lib/text/fold";
import { classifyIntent, classifyWith } from "./classify-intent";
import { packIntentModel, unpackIntentModel } from "./model-file";
import { trainIntentModel } from "./train-intents";
import { fillSlots, parseSlots, parseUtterances, type Utterance } from "./utterances";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
const utterances = parseUtterances(read("data/shop.tsv"));
const groups = fillSlots(utterances, parseSlots(read("data/shop.slots.tsv")));
const unseen = parseUtterances(read("data/shop.test.tsv"));
const trained = packIntentModel(trainIntentModel(groups));

function accuracy(messages: readonly Utterance[], write: (text: string) => string = (text) => text): number {
  const right = messages.filter(({ intent, text }) => classifyIntent(write(text), "shop").intent === intent);
  return right.length / messages.length;
}

describe("the shop's intents", () => {
  // After a change of the data: npx vitest run server/agent/intents -u
  test("the model in use is the one that its data gives", async () => {
    await expect(`${JSON.stringify(trained)}\n`).toMatchFileSnapshot("shop.model.generated.json");
  });

  test.each(trained.intents)("%s has examples enough in every language", (intent) => {
    const examples = (language: string) =>
      utterances.filter((utterance) => utterance.intent === intent && utterance.language === language).length;
    expect(examples("tr")).toBeGreaterThanOrEqual(60);
    expect(examples("en")).toBeGreaterThanOrEqual(25);
    expect(examples("ru")).toBeGreaterThanOrEqual(15);
    expect(examples("ar")).toBeGreaterThanOrEqual(15);
  });

  test("no message of the test is in the training data", () => {
    const seen = new Set(groups.flat().map(({ text }) => foldText(text)));
    expect(unseen.filter(({ text }) => seen.has(foldText(text)))).toEqual([]);
  });

  test("at least 90 % of unseen messages are understood, in all and in Turkish", () => {
    expect(unseen.length).toBeGreaterThanOrEqual(150);
    expect(accuracy(unseen)).toBeGreaterThanOrEqual(0.9);
    expect(accuracy(unseen.filter(({ language }) => language === "tr"))).toBeGreaterThanOrEqual(0.9);
  });

  test("Turkish typed in ASCII or in capitals is understood as well, within two points", () => {
    const turkish = unseen.filter(({ language }) => language === "tr");
    expect(accuracy(turkish, foldText)).toBeGreaterThanOrEqual(accuracy(turkish) - 0.02);
    expect(accuracy(turkish, (text) => text.toLocaleUpperCase("tr"))).toBeGreaterThanOrEqual(
      accuracy(turkish) - 0.02,
    );
  });

  test("of confident answers on unseen messages at least 97 % are right: a score means what it says", () => {
    const confident = unseen
      .map((message) => ({ ...message, result: classifyIntent(message.text, "shop") }))
      .filter(({ result }) => result.margin >= 0.5);
    const right = confident.filter(({ intent, result }) => result.intent === intent);
    expect(confident.length / unseen.length).toBeGreaterThanOrEqual(0.75);
    expect(right.length / confident.length).toBeGreaterThanOrEqual(0.97);
  });
});

describe("classifyIntent", () => {
  test("scores every intent, the scores sum to one and the margin is the distance of the best two", () => {
    const { intent, scores, margin } = classifyIntent("kargom nerde", "shop");
    expect(intent).toBe("order_status");
    expect(Object.keys(scores).sort()).toEqual([...trained.intents].sort());
    const ranked = Object.values(scores).sort((a, b) => b - a);
    expect(ranked.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 6);
    expect(margin).toBeCloseTo(ranked[0]! - ranked[1]!, 6);
  });

  test.each([
    ["nothing", ""],
    ["an emoji", "🙂"],
    ["4,096 characters", "kargom nerede ".repeat(300).slice(0, 4_096)],
    ["zero-width and right-to-left characters", "ka\u200brgom \u202enerede"],
    ["half a surrogate pair", "\ud83d kargom"],
  ])("%s is read without an error", (_, text) => {
    const { scores } = classifyIntent(text, "shop");
    expect(Object.values(scores).every((score) => score >= 0 && score <= 1)).toBe(true);
  });

  test("reads an ordinary message well within 1.5 ms", () => {
    const startedAt = performance.now();
    for (const { text } of unseen) classifyIntent(text, "shop");
    expect((performance.now() - startedAt) / unseen.length).toBeLessThan(1.5);
  });

  test("a greeting before it or thanks after it change nothing", () => {
    const bare = classifyIntent("kargom nerede", "shop");
    for (const text of [
      "Merhaba, iyi günler. Kargom nerede?",
      "kargom nerede teşekkürler 🙏",
      "slm kargom nerede",
    ]) {
      expect(classifyIntent(text, "shop")).toEqual(bare);
    }
  });

  test("invisible characters do not change what is understood", () => {
    expect(classifyIntent("ia\u200dde etmek\u2060 istiyorum", "shop")).toEqual(
      classifyIntent("iade etmek istiyorum", "shop"),
    );
  });
});

describe("the packed model", () => {
  test("decides as the trained one does", () => {
    const again = unpackIntentModel(JSON.parse(JSON.stringify(trained)) as typeof trained);
    for (const { text } of unseen) {
      expect(classifyWith(again, text).intent).toBe(classifyIntent(text, "shop").intent);
    }
  });

  test("a file that names an unknown intent is refused", () => {
    expect(() => unpackIntentModel({ ...trained, intents: ["order_status", "dance"] })).toThrow(/dance/);
  });
});
