import { describe, expect, test } from "vitest";
import { decodeText } from "./decode-text";
import { CsvBroken, CsvColumnsMissing, readCsv } from "./read-csv";
import { writeCsv } from "./write-csv";

const columns = [
  { name: "question", aliases: ["soru"] },
  { name: "answer", aliases: ["cevap", "yanıt"] },
  { name: "tags", aliases: ["etiketler"], isOptional: true },
] as const;

async function read(text: string) {
  const rows = [];
  for await (const row of readCsv(text, columns)) rows.push(row);
  return rows;
}

describe("readCsv", () => {
  test.each([
    ["a comma", "question,answer\nq,a\n"],
    ["a semicolon", "question;answer\nq;a\n"],
    ["a tab", "question\tanswer\nq\ta\n"],
    ["a byte order mark", "\ufeffquestion,answer\r\nq,a\r\n"],
    ["Turkish headings in another order and case", "CEVAP;Soru\na;q"],
    ["quoted headings", '"question";"answer"\n"q";"a"'],
  ])("reads %s", async (_, text) => {
    expect(await read(text)).toEqual([{ row: 2, values: { question: "q", answer: "a", tags: "" } }]);
  });

  test("keeps separators, quotes and line breaks inside quotes", async () => {
    const [row] = await read('question,answer\n"a, ""b""\nc",d');
    expect(row?.values.question).toBe('a, "b"\nc');
  });

  test("skips empty rows and counts rows as a spreadsheet does", async () => {
    const rows = await read("question,answer\n\n,\nq,a");
    expect(rows.map(({ row }) => row)).toEqual([4]);
  });

  test("names every missing column before the first row", async () => {
    await expect(read("soru\nq")).rejects.toMatchObject({ missing: ["answer"] });
    await expect(read("")).rejects.toBeInstanceOf(CsvColumnsMissing);
  });

  test("gives the rows before a broken one, then says where it broke", async () => {
    const rows: number[] = [];
    const reading = async () => {
      for await (const { row } of readCsv('question,answer\nq,a\nq,"a', columns)) rows.push(row);
    };
    await expect(reading()).rejects.toBeInstanceOf(CsvBroken);
    expect(rows).toEqual([2]);
  });

  test("reads what writeCsv wrote", async () => {
    const values = ['a "b"', "c;d\ne"];
    const [row] = await read(writeCsv(["question", "answer"], [values]));
    expect([row?.values.question, row?.values.answer]).toEqual(values);
  });

  test("a formula leaves as text", () => {
    expect(writeCsv(["a"], [["=1+1"]])).toContain("'=1+1");
  });
});

describe("decodeText", () => {
  test.each([
    ["UTF-8", new TextEncoder().encode("şığ")],
    ["Windows-1254", Uint8Array.of(0xfe, 0xfd, 0xf0)],
    ["UTF-16", Uint8Array.of(0xff, 0xfe, 0x5f, 0x01, 0x31, 0x01, 0x1f, 0x01)],
  ])("reads %s", (_, bytes) => expect(decodeText(bytes).replace("\ufeff", "")).toBe("şığ"));
});
