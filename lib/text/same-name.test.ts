import { expect, test } from "vitest";
import { isSameName } from "./same-name";

test.each([
  ["Ada Yılmaz", "Ada Yılmaz", true],
  [" Ada Yılmaz ", "Ada  Yılmaz", true],
  ["Ada Yılmaz", "Ada\u00a0Yılmaz\u200b", true],
  ["İpek", "İpek".normalize("NFD"), true],
  ["ada yılmaz", "Ada Yılmaz", false],
  ["Ada", "Ada Yılmaz", false],
  ["", "Ada", false],
])("%j for %j", (typed, name, isSame) => {
  expect(isSameName(typed, name)).toBe(isSame);
});
