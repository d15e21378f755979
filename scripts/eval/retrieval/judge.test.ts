import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { judgeRetrieval, lastLine } from "./judge.ts";
import { readSquad } from "./read-squad.ts";

const folder = mkdtempSync(join(tmpdir(), "santral-eval-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const written = (name: string, text: string) => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};

describe("judging retrieval", () => {
  test("our own passages: recall@1 of at least 90 %, recall@5 of at least 97 %, and the same in ASCII", () => {
    const squad = readSquad(join(import.meta.dirname, "passages.tr.json"));
    const judgement = judgeRetrieval(squad, { isAscii: false });
    expect(judgement.n).toBe(240);
    expect(judgement.recallAt1).toBeGreaterThanOrEqual(0.9);
    expect(judgement.recallAt5).toBeGreaterThanOrEqual(0.97);
    expect(lastLine(judgement)).toMatch(/^recall@1 0\.\d{4} recall@5 [01]\.\d{4} mrr@10 0\.\d{4} n 240$/);
    expect(lastLine(judgeRetrieval(squad, { isAscii: true }))).toBe(lastLine(judgement));
  });

  test("counts places, a passage that occurs twice once, and names what was missed", () => {
    const kule = { context: "Kule 1348'de yapıldı.", qas: [{ question: "Kule ne zaman yapıldı?" }] };
    const kopru = { context: "Köprü 1973'te açıldı.", qas: [{ question: "Zürafa kaç metre?" }] };
    const file = written(
      "two.json",
      `\ufeff${JSON.stringify({ data: [{ paragraphs: [kule, kopru, kule] }] })}`,
    );
    expect(judgeRetrieval(readSquad(file), { isAscii: true })).toEqual({
      recallAt1: 2 / 3,
      recallAt5: 2 / 3,
      mrrAt10: 2 / 3,
      n: 3,
      passages: 2,
      isAscii: true,
      places: { 1: 2, later: 1 },
      missed: [{ question: "zurafa kac metre?", passage: 1, place: null }],
    });
  });

  test.each([
    ["a file that is not there", join(folder, "none.json"), "cannot be read"],
    ["what is no JSON", written("broken.json", "{"), "cannot be read"],
    ["another shape", written("other.json", "[]"), 'has no list "data"'],
    [
      "an empty passage",
      written("blank.json", '{"data":[{"paragraphs":[{"context":" "}]}]}'),
      "data[0].paragraphs[0]",
    ],
    ["no question", written("empty.json", '{"data":[]}'), "holds no question"],
  ])("%s is refused by name", (_, file, said) => {
    expect(() => readSquad(file)).toThrow(said);
  });
});
