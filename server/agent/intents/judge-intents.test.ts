import { describe, expect, test } from "vitest";
import { classificationFigures, lastLine } from "./figures";
import { judgeIntents } from "./judge-intents";
import { parseLabelled, parseTexts, UnreadableExamples } from "./labelled-lines";

describe("parseLabelled", () => {
  test("reads what any program writes: a mark, CRLF, empty lines, tabs in the text", () => {
    expect(parseLabelled("\ufefforder\tkargom nerede\r\n\r\nreturn\tiade\tetmek\n", "a.tsv")).toEqual([
      { intent: "order", text: "kargom nerede" },
      { intent: "return", text: "iade\tetmek" },
    ]);
  });

  test.each([
    ["a line without a tab", "order kargom nerede", "a.tsv, line 1: expected a label, a tab and a text."],
    ["a line without a text", "order\tx\norder\t  ", "a.tsv, line 2: expected a label, a tab and a text."],
    ["an empty file", "\n\n", "a.tsv has no examples."],
  ])("says what is wrong with %s", (_, file, message) => {
    expect(() => parseLabelled(file, "a.tsv")).toThrow(message);
  });

  test("a file of texts has at least one", () => {
    expect(parseTexts(" hava nasıl \r\n\r\n", "o.txt")).toEqual(["hava nasıl"]);
    expect(() => parseTexts("", "o.txt")).toThrow(UnreadableExamples);
  });
});

describe("judgeIntents", () => {
  const train = parseLabelled(
    ["nerede", "ne durumda", "gelmedi", "yolda mı", "takip"].map((end) => `order\tkargom ${end}`).join("\n") +
      "\n" +
      ["istiyorum", "nasıl", "kodu", "şartları", "süresi"].map((end) => `return\tiade ${end}`).join("\n"),
    "train",
  );

  test("learns, and counts what it takes for what", () => {
    const test = parseLabelled("order\tbenim kargom nerde\nreturn\tiade edecem", "test");
    const judgement = judgeIntents({ train, test, oos: ["hava güzel", "maç kaçta"] });
    expect(judgement).toMatchObject({ accuracy: 1, macroF1: 1, n: 2, ascii: { accuracy: 1 } });
    expect(judgement.confusion).toEqual({
      labels: ["order", "return"],
      rows: [
        [1, 0],
        [0, 1],
      ],
    });
    expect(judgement.threshold.on).toBe("held-out training");
    expect(judgement.oos).toMatchObject({ n: 2, auroc: 1 });
    expect(judgement.curve[0]).toMatchObject({ threshold: 0, coverage: 1, precision: 1, oosRecall: 0 });
  });

  test("the threshold is chosen on the development split where there is one", () => {
    const one = parseLabelled("order\tkargom nerde", "dev");
    expect(judgeIntents({ train, test: one, dev: one }).threshold.on).toBe("dev");
  });

  test("a label that the training has not is named", () => {
    const strange = parseLabelled("order\tkargom\ndance\tdans\ndance\tdans et", "test");
    expect(() => judgeIntents({ train, test: strange })).toThrow('"dance" (2 lines)');
  });

  test("a hundred intents of one example each are judged, and one intent alone", () => {
    // Digits count as one, so letters tell them apart.
    const words = Array.from({ length: 100 }, (_, i) =>
      [...String(i)].map((digit) => "bcdfghklmn"[Number(digit)]).join("a"),
    );
    const many = words.map((word, i) => ({ intent: `i${i}`, text: `${word}kelime ${word}${word}` }));
    const judgement = judgeIntents({ train: many, test: many });
    expect(judgement.n).toBe(100);
    // Learnt by heart: with nothing held out that was seen, no calibration may turn them round.
    expect(judgement.accuracy).toBeGreaterThan(0.9);
    expect(judgeIntents({ train: many.slice(0, 1), test: many.slice(0, 1) }).accuracy).toBe(1);
  });
});

test("figures: recall and precision by hand, and the last line", () => {
  const figures = classificationFigures([0, 0, 1, 1], [0, 1, 1, 1], ["a", "b", "c"]);
  expect(figures.perLabel[0]).toEqual({ label: "a", precision: 1, recall: 0.5, f1: 2 / 3, n: 2 });
  expect(figures.macroF1).toBeCloseTo((2 / 3 + 0.8) / 2, 10);
  expect(lastLine(figures)).toBe("accuracy 0.7500 macroF1 0.7333 n 4");
});
