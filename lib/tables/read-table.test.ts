import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { writeCsv } from "../csv/write-csv";
import { makeXlsx, zip } from "./make-xlsx";
import { inspectTable, readTable } from "./open-table";
import { readCsv } from "./read-csv";
import { type TableRow, TableUnreadable } from "./table";

const folder = mkdtempSync(join(tmpdir(), "santral-tables-"));
let files = 0;
function keep(bytes: string | Uint8Array): string {
  files += 1;
  const path = join(folder, String(files));
  writeFileSync(path, bytes);
  return path;
}

async function collect(rows: AsyncIterable<TableRow>): Promise<TableRow[]> {
  const all: TableRow[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

async function read(bytes: string | Uint8Array): Promise<TableRow[]> {
  const path = keep(bytes);
  return collect(readTable(path, await inspectTable(path)));
}

const cellsOf = async (bytes: string | Uint8Array) => (await read(bytes)).map(({ cells }) => cells);
const faultOf = async (bytes: string | Uint8Array) =>
  read(bytes).then(
    () => "none",
    (error: unknown) => (error instanceof TableUnreadable ? error.fault : String(error)),
  );

const encode = (text: string, table: Record<string, number>) =>
  Uint8Array.from([...text], (letter) => table[letter] ?? letter.charCodeAt(0));

describe("text", () => {
  const turkish = "ad;soyad\r\nŞığ;Öçü";
  test.each([
    ["UTF-8", Buffer.from(turkish)],
    ["UTF-8 with a mark", Buffer.from(`\ufeff${turkish}`)],
    ["UTF-16 with a mark", Buffer.from(`\ufeff${turkish}`, "utf16le")],
    ["UTF-16 without a mark", Buffer.from(turkish, "utf16le")],
    ["UTF-16, the other way round", Buffer.from(`\ufeff${turkish}`, "utf16le").swap16()],
    ["Windows-1254", encode(turkish, { Ş: 0xde, ı: 0xfd, ğ: 0xf0, Ö: 0xd6, ç: 0xe7, ü: 0xfc })],
  ])("in %s", async (_label, bytes) => {
    expect(await cellsOf(bytes)).toEqual([
      ["ad", "soyad"],
      ["Şığ", "Öçü"],
    ]);
  });

  test("in Windows-1251 and Windows-1256", async () => {
    const cyrillic = "вопрос;ответ\nкогда придёт заказ;завтра";
    const russian = Uint8Array.from([...cyrillic], (letter) => {
      const code = letter.charCodeAt(0);
      return letter === "ё" ? 0xb8 : code >= 0x410 ? code - 0x350 : code;
    });
    expect((await cellsOf(russian))[1]).toEqual(["когда придёт заказ", "завтра"]);
    const arabic = Uint8Array.of(
      0xc7,
      0xe1,
      0xd3,
      0xc4,
      0xc7,
      0xe1,
      0x3b,
      0xc7,
      0xe1,
      0xcc,
      0xe6,
      0xc7,
      0xc8,
      0x0a,
      0xe3,
      0xca,
      0xec,
      0x3b,
      0xc7,
      0xe1,
      0xed,
      0xe6,
      0xe3,
    );
    expect(await cellsOf(arabic)).toEqual([
      ["السؤال", "الجواب"],
      ["متى", "اليوم"],
    ]);
  });

  test("is UTF-8 only when all of it is", async () => {
    const late = Buffer.concat([
      Buffer.from(`a;b\n${"x;y\n".repeat(100_000)}`),
      Buffer.from([0xfe, 0x3b, 0xfd]),
    ]);
    expect((await cellsOf(late)).at(-1)).toEqual(["ş", "ı"]);
  });

  test.each([
    ["a comma", "a,b\n1,2"],
    ["a semicolon", "a;b\n1;2"],
    ["a tab", "a\tb\n1\t2"],
    ["a bar", "a|b\n1|2"],
    ["a mark that the file names itself", "sep=:\na:b\n1:2"],
    [
      "a semicolon among commas of amounts and prose",
      'a;b\n1;2\n"x, y, z";"1,5"\n'.replace('\n"x, y, z";"1,5"', ""),
    ],
  ])("parted by %s", async (_label, text) => {
    expect(await cellsOf(text)).toEqual([
      ["a", "b"],
      ["1", "2"],
    ]);
  });

  test("a title above and amounts with commas do not hide them either", async () => {
    const text = "Sipariş raporu\n\nno;ad;tutar\n1;Ali;10,00\n2;Veli;20,00\n3;Can;30,00\n";
    expect((await cellsOf(text))[1]).toEqual(["no", "ad", "tutar"]);
  });

  test("answers full of commas do not hide the semicolons", async () => {
    const text =
      "soru;yanıt\nne zaman;yarın, öbür gün, belki\nnerede;burada, orada\nkim;ben, sen, o, biz, siz\n";
    expect((await cellsOf(text))[3]).toEqual(["kim", "ben, sen, o, biz, siz"]);
  });

  test("rows are counted as a spreadsheet does, empty ones too", async () => {
    expect((await read("a,b\n\n,\nq,a\n")).map(({ row }) => row)).toEqual([1, 4]);
  });
});

const csv = async (text: string, cut = 3) => {
  async function* pieces() {
    for (let at = 0; at < text.length; at += cut) yield text.slice(at, at + cut);
  }
  const rows = await collect(readCsv(pieces(), ","));
  return rows.map(({ cells }) => cells);
};

describe("quotes", () => {
  test.each([
    ['"a, ""b""\nc",d', [['a, "b"\nc', "d"]]],
    ['5" boru,10', [['5" boru', "10"]]],
    ['"5" boru",10', [['5" boru', "10"]]],
    ['"a" ,b', [["a", "b"]]],
    [' "a,b",c', [["a,b", "c"]]],
    ['"",b', [["", "b"]]],
    [
      "a,b\r\nc,d\r\n",
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    [
      "a,b\rc,d",
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
  ])("%j", async (text, cells) => {
    for (const cut of [1, 2, 3, 100]) expect(await csv(text, cut)).toEqual(cells);
  });

  test("what writeCsv wrote comes back, wherever the pieces part it", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.string({ unit: "grapheme" }), { minLength: 2, maxLength: 4 }), { maxLength: 5 }),
        fc.integer({ min: 1, max: 40 }),
        async (rows, cut) => {
          const tidy = rows
            .map((cells) => ["x", ...cells.map((cell) => cell.replaceAll("'", "").trim())])
            .map((cells) => cells.slice(0, cells.findLastIndex((cell) => cell !== "") + 1));
          expect(await csv(writeCsv(["x"], tidy), cut)).toEqual([["x"], ...tidy]);
        },
      ),
    );
  });

  test("one that nothing closes gives the rows before it, then the row where it stands", async () => {
    const seen: number[] = [];
    const reading = async () => {
      const path = keep(`a,b\nc,d\ne,"f\n${"g,h\n".repeat(10)}`);
      for await (const { row } of readTable(path, await inspectTable(path))) seen.push(row);
    };
    await expect(reading()).rejects.toMatchObject({ fault: "broken", row: 3 });
    expect(seen).toEqual([1, 2]);
  });
});

describe("a workbook", () => {
  test("gives text, numbers, dates and the values of formulas", async () => {
    const [row] = await cellsOf(
      makeXlsx([
        [
          "Şığ & <b>",
          5_321_112_233,
          0.1 + 0.2,
          new Date("2026-11-18T00:00:00Z"),
          new Date("2026-11-18T14:05:00Z"),
          true,
          { xml: '<c r="AT" t="str"><f>CONCATENATE("a","b")</f><v>ab</v></c>' },
          { xml: '<c r="AT"><f>SUM(A1:B2)</f><v>1299.9</v></c>' },
          { xml: '<c r="AT" t="e"><v>#N/A</v></c>' },
          {
            xml: '<c r="AT" t="inlineStr"><is><r><t>iç</t></r><r><t xml:space="preserve"> içe</t></r></is></c>',
          },
          null,
          "son",
        ],
      ]),
    );
    expect(row).toEqual([
      "Şığ & <b>",
      "5321112233",
      "0.3",
      "2026-11-18",
      "2026-11-18 14:05:00",
      "true",
      "ab",
      "1299.9",
      "",
      "iç içe",
      "",
      "son",
    ]);
  });

  test("with macros is read for its values; nothing else of it is opened", async () => {
    const bytes = makeXlsx([["a", "b"]], { more: [{ name: "xl/vbaProject.bin", text: "Sub AutoOpen()" }] });
    expect(await cellsOf(bytes)).toEqual([["a", "b"]]);
  });

  test("the first sheet that is not hidden", async () => {
    const path = keep(
      makeXlsx([["görünen"]], {
        sheets:
          '<sheet name="Gizli" sheetId="2" state="hidden" r:id="rId1"/><sheet name="Açık" sheetId="1" r:id="rId1"/>',
      }),
    );
    expect(await inspectTable(path)).toEqual({ kind: "xlsx", sheet: "Açık", sheets: ["Açık"] });
  });

  test("dates counted from 1904", async () => {
    const bytes = makeXlsx([[{ xml: '<c r="AT" s="1"><v>1</v></c>' }]], {
      bookMore: '<workbookPr date1904="1"/>',
    });
    expect(await cellsOf(bytes)).toEqual([["1904-01-02"]]);
  });

  test("rows and columns far away take no room", async () => {
    const cells = Array.from({ length: 20_000 }, () => "<c/>").join("");
    const sheetXml = `<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c>${cells}<c r="XFD1"><v>2</v></c><c r="ZZZZZZZ1"><v>3</v></c></row>
      <row r="1048576"><c r="B1048576"><v>4</v></c></row></sheetData></worksheet>`;
    expect(await read(makeXlsx([], { sheetXml }))).toEqual([
      { row: 1, cells: ["1"] },
      { row: 1_048_576, cells: ["", "4"] },
    ]);
  });

  test("that unpacks to more than a sheet is refused before it is unpacked", async () => {
    const bomb = Buffer.alloc(64 * 1024 * 1024, " ");
    const bytes = makeXlsx([], { sheetXml: `<worksheet>${bomb}</worksheet>` });
    expect(bytes.length).toBeLessThan(1_000_000);
    expect(await faultOf(bytes)).toBe("tooLarge");
  });

  test("that unpacks to more than it says is cut off", async () => {
    const parts = { name: "xl/sharedStrings.xml", text: " ".repeat(1_000_000), claimsBytes: 10 };
    expect(await faultOf(makeXlsx([["a"]], { more: [parts] }))).toBe("broken");
  });

  test("that declares entities is refused", async () => {
    const sheetXml =
      '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&b;&f;</t></is></c></row></sheetData></worksheet>';
    expect(await faultOf(makeXlsx([], { sheetXml }))).toBe("broken");
  });

  test("that breaks off says at which row", async () => {
    const sheetXml = '<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2';
    await expect(read(makeXlsx([], { sheetXml }))).rejects.toMatchObject({ fault: "broken", row: 3 });
  });
});

test.each([
  ["nothing", "", "empty"],
  ["empty rows", "\ufeff ;;\r\n;\n", "empty"],
  ["a picture", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), "notATable"],
  ["a PDF", "%PDF-1.7", "notATable"],
  ["a web page called .xls", "<html><table><tr><td>1", "webPage"],
  ["a workbook of before 2007", Buffer.from("d0cf11e0a1b11ae1", "hex"), "oldWorkbook"],
  ["another archive", zip([{ name: "word/document.xml", text: "<w/>" }]), "notATable"],
  ["half an archive", makeXlsx([["a"]]).subarray(0, 300), "broken"],
] as const)("%s is refused with its reason", async (_label, bytes, fault) => {
  expect(await faultOf(bytes)).toBe(fault);
});
