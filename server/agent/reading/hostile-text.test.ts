import { describe, expect, test } from "vitest";
import { cleanText, foldText } from "@/lib/text/fold";
import { detectLanguage } from "../language/detect-language";
import { readMessage } from "./read-message";

/** One customer's odd message must not hold up everybody else's: no reading may grow with the square of its length. */
const longest = 4_096;
const fill = (piece: string, length = longest) =>
  piece.repeat(Math.ceil(length / piece.length)).slice(0, length);

const pieces = [
  ["one letter", "a"],
  ["one Turkish letter", "ı"],
  ["one Arabic letter", "ا"],
  ["one digit", "1"],
  ["letters and digits in turn", "a1"],
  ["a code without end", "A1-"],
  ["a cue and a digit", "sipariş no 1"],
  ["a cue without end", "son 4 "],
  ["half a phone", "0 5"],
  ["a web address that begins again", "sonwww."],
  ["an address that is none", "a@"],
  ["dates without end", "12/"],
  ["prices", "₺1.1,"],
  ["spaces", " "],
  ["a cue and the rest spaces", `son${" ".repeat(4_090)}`],
  ["another cue and the rest spaces", `soyadım${" ".repeat(4_080)}`],
  ["a word and the rest spaces", `sipariş${" ".repeat(4_080)}`],
  ["line breaks", "\n\t"],
  ["brackets", "([{\\"],
  ["what NFKC makes eighteen of", "\ufdfa"],
  ["invisible marks", "\u200b\u2066"],
  ["a person in many parts", "👨‍👩‍👧‍👦"],
] as const;

const slowestMs = 1_000;
const timeOf = (work: () => unknown) => {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
};

describe("4,096 characters of", () => {
  test.each(pieces)("%s are read in good time", (_label, piece) => {
    readMessage("ısın");
    // Twice the length of what can come: what grows with the square shows.
    expect(timeOf(() => readMessage(fill(piece, 2 * longest)))).toBeLessThan(slowestMs);
    expect(timeOf(() => detectLanguage(fill(piece)))).toBeLessThan(slowestMs);
  });
});

test("marks upon marks without end are cut before they are put in order", () => {
  const pile = `Z${fill("\u0301\u0327", 900_000)}`;
  expect(timeOf(() => cleanText(pile))).toBeLessThan(slowestMs);
  expect(timeOf(() => foldText(pile))).toBeLessThan(slowestMs);
});
