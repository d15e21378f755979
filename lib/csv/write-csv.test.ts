import { describe, expect, test } from "vitest";
import { readCsv } from "../tables/read-csv";
import { writeCsv } from "./write-csv";

const cellOf = (value: string) =>
  writeCsv(["a"], [[value]])
    .slice(1)
    .split("\r\n")[1] ?? "";

describe("a file that a spreadsheet opens", () => {
  test.each([
    ["=1+1", "'=1+1"],
    ["=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"],
    ["-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"],
    ["+1-1+HYPERLINK(A1)", "'+1-1+HYPERLINK(A1)"],
    ["@SUM(A1:A9)", "'@SUM(A1:A9)"],
    ["  =1+1", "'  =1+1"],
    ["＝1+1", "'＝1+1"],
    ["\t=1+1", '"\'\t=1+1"'],
    ['=HYPERLINK("http://evil.example","x")', '"\'=HYPERLINK(""http://evil.example"",""x"")"'],
  ])("runs nothing of %j", (value, cell) => {
    expect(cellOf(value)).toBe(cell);
  });

  test.each(["-12,50", "+90 532 111 22 33", "-5", "1-2", "ad@example.com", "a=b", "Ayşe 👩‍🚀", "أين"])(
    "shows %j as it is",
    (value) => {
      expect(cellOf(value).replaceAll('"', "")).toBe(value);
    },
  );

  test("comes back as it was", async () => {
    const values = [
      "=1+1",
      "-2+3",
      "- bir\n- iki",
      "'tırnaklı'",
      'çift "tırnak"',
      "a;b,c\td",
      "@ben",
      "+90 532",
      "",
    ];
    const back: string[] = [];
    const text = writeCsv(
      ["n", "a"],
      values.map((value, index) => [String(index), value]),
    );
    async function* whole() {
      yield text;
    }
    for await (const { row, cells } of readCsv(whole(), ",")) if (row > 1) back.push(cells[1] ?? "");
    expect(back).toEqual(values);
  });
});
