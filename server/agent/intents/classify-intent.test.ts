import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { foldText } from "@/lib/text/fold";
import { INTENTS_OF_KIND, type IntentKind } from "../schemas";
import { baseModel, classifyIntent, classifyWith } from "./classify-intent";
import { packIntentModel, unpackIntentModel } from "./model-file";
import { probabilities } from "./train-intents";
import { trainKind } from "./train-kind";
import { parseUtterances, type Utterance } from "./utterances";

const read = (path: string) =>
  parseUtterances(readFileSync(new URL(`data/${path}`, import.meta.url), "utf8"));
const readBoth = (kind: IntentKind, suffix: string) => [
  ...read(`shared${suffix}`),
  ...read(`${kind}${suffix}`),
];
const unseen = readBoth("shop", ".test.tsv");
const kinds = ["shop", "creator", "clinic", "desk"] as const;

function accuracy(
  kind: IntentKind,
  messages: readonly Utterance[],
  write: (text: string) => string = (text) => text,
): number {
  const right = messages.filter(({ intent, text }) => classifyIntent(write(text), kind).intent === intent);
  return right.length / messages.length;
}

describe.each(kinds)("the intents of a %s", (kind) => {
  const utterances = readBoth(kind, ".tsv");
  const tests = readBoth(kind, ".test.tsv");
  const turkish = tests.filter(({ language }) => language === "tr");

  // After a change of the data: npx vitest run server/agent/intents -u
  test("the model in use is the one that its data gives", { timeout: 60_000 }, async () => {
    const file = packIntentModel(trainKind(kind));
    const path = `${kind}.model.generated.json`;
    const kept = JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")) as typeof file;
    // A run has been seen to differ in the last digits; what the two say of every message does not.
    const [one, other] = [unpackIntentModel(kept), unpackIntentModel(file)];
    const isSame = tests.every(({ text }) => {
      const values = probabilities(other, text);
      return probabilities(one, text).every((value, index) => Math.abs(value - (values[index] ?? 0)) < 0.01);
    });
    await expect(`${JSON.stringify(isSame ? kept : file)}\n`).toMatchFileSnapshot(path);
  });

  test("every intent has at least 40 Turkish examples and 15 in every other language", () => {
    const few = INTENTS_OF_KIND[kind].flatMap((intent) =>
      (["tr", "en", "ru", "ar"] as const)
        .filter((language) => {
          const examples = utterances.filter((one) => one.intent === intent && one.language === language);
          return examples.length < (language === "tr" ? 40 : 15);
        })
        .map((language) => `${intent} ${language}`),
    );
    expect(few).toEqual([]);
  });

  test("no message of the test is in the training data", () => {
    const seen = new Set(utterances.map(({ text }) => foldText(text)));
    expect(tests.filter(({ text }) => seen.has(foldText(text)))).toEqual([]);
  });

  test("most unseen messages of another style are understood", () => {
    expect(tests.length).toBeGreaterThanOrEqual(120);
    expect(accuracy(kind, tests)).toBeGreaterThanOrEqual(0.9);
  });

  test("Turkish typed in ASCII is understood as well", () => {
    expect(accuracy(kind, turkish, foldText)).toBe(accuracy(kind, turkish));
  });

  test("of confident answers on unseen messages nine in ten are right: a score means what it says", () => {
    const confident = tests
      .map((message) => ({ ...message, result: classifyIntent(message.text, kind) }))
      .filter(({ result }) => result.margin >= 0.5);
    const right = confident.filter(({ intent, result }) => result.intent === intent);
    expect(confident.length / tests.length).toBeGreaterThanOrEqual(0.6);
    expect(right.length / confident.length).toBeGreaterThanOrEqual(0.94);
  });
});

test("the curves shown in the panel are those of the models in use on their tests", async () => {
  const curves = Object.fromEntries(kinds.map((kind) => [kind, curveOf(kind, readBoth(kind, ".test.tsv"))]));
  await expect(`${JSON.stringify(curves, null, 1)}\n`).toMatchFileSnapshot("curves.generated.json");
});

/** What a threshold on the score lets through, and how much of that is right. */
function curveOf(kind: IntentKind, messages: readonly Utterance[]) {
  const scored = messages.map(({ text, intent }) => {
    const result = classifyIntent(text, kind);
    return { score: result.scores[result.intent]!, isRight: result.intent === intent };
  });
  const rounded = (share: number) => Math.round(share * 1_000) / 1_000;
  return Array.from({ length: 19 }, (_, i) => {
    const threshold = (i + 1) / 20;
    const passing = scored.filter(({ score }) => score >= threshold);
    const right = passing.filter(({ isRight }) => isRight).length;
    return {
      threshold,
      coverage: rounded(passing.length / scored.length),
      precision: rounded(passing.length > 0 ? right / passing.length : 1),
    };
  });
}

describe("classifyIntent", () => {
  test("scores every intent, the scores sum to one and the margin is the distance of the best two", () => {
    const { intent, scores, margin } = classifyIntent("kargom nerde", "shop");
    expect(intent).toBe("order_status");
    expect(Object.keys(scores).sort()).toEqual([...INTENTS_OF_KIND.shop].sort());
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
    const again = unpackIntentModel(packIntentModel(baseModel("shop")));
    for (const { text } of unseen) {
      expect(classifyWith(again, text).intent).toBe(classifyIntent(text, "shop").intent);
    }
  });

  test("a file that names an unknown intent is refused", () => {
    expect(() =>
      unpackIntentModel({ ...packIntentModel(baseModel("desk")), intents: ["order_status", "dance"] }),
    ).toThrow(/dance/);
  });
});
