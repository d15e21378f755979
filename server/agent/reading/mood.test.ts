import { describe, expect, test } from "vitest";
import { growsAngry, readAnger } from "./mood";

describe("readAnger", () => {
  test.each([
    ["kargom nerede", 0],
    ["kargom hala gelmedi", 1],
    ["KARGOM NEREDE KALDI ACABA", 1],
    ["rezalet bir hizmet", 2],
    ["HALA GELMEDİ REZALET!!!", 4],
    ["this is ridiculous, still nothing", 3],
    ["это безобразие", 2],
    ["مهزلة", 2],
    ["ТК", 0],
    ["", 0],
  ])("%s: %i", (text, level) => {
    expect(readAnger(text)).toBe(level);
  });
});

describe("growsAngry", () => {
  test("a first message never, a calm one never", () => {
    expect(growsAngry("rezalet yeter artık", [])).toBe(false);
    expect(growsAngry("kargom nerede", ["rezalet"])).toBe(false);
  });

  test("impatient and then angry, or angry twice", () => {
    expect(growsAngry("rezalet yeter artık", ["kargom hala gelmedi"])).toBe(true);
    expect(growsAngry("saçmalık", ["rezalet"])).toBe(true);
  });

  test("angry after calm words is not yet a rise", () => {
    expect(growsAngry("rezalet", ["merhaba", "kargom nerede"])).toBe(false);
  });
});
