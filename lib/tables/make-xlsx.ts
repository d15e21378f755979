import { crc32, deflateRawSync } from "node:zlib";

export type XlsxPart = { name: string; text: string | Uint8Array; claimsBytes?: number };

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const relations = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';

/** An archive of parts as spreadsheets write them. */
export function zip(parts: readonly XlsxPart[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, text, claimsBytes } of parts) {
    const raw = Buffer.from(text as string);
    const packed = deflateRawSync(raw);
    const title = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(raw), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(claimsBytes ?? raw.length, 18);
    common.writeUInt16LE(title.length, 22);
    const local = Buffer.concat([Buffer.from("PK\u0003\u0004"), common, title, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\u0001\u0002\u0014\u0000"), common, tail, title]));
    files.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006");
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, central, end]);
}

export type XlsxCell = string | number | boolean | Date | null | { xml: string };

/** A workbook of one sheet; texts stand in the shared table, dates are numbers with a date's style. */
export function makeXlsx(
  rows: readonly (readonly XlsxCell[])[],
  options: { sheetXml?: string; more?: XlsxPart[]; sheets?: string; bookMore?: string } = {},
): Buffer {
  const strings: string[] = [];
  const cell = (value: XlsxCell, at: string): string => {
    if (value === null) return "";
    if (typeof value === "number") return `<c r="${at}"><v>${value}</v></c>`;
    if (typeof value === "boolean") return `<c r="${at}" t="b"><v>${value ? 1 : 0}</v></c>`;
    if (value instanceof Date) {
      return `<c r="${at}" s="1"><v>${(value.getTime() - Date.UTC(1899, 11, 30)) / 86_400_000}</v></c>`;
    }
    if (typeof value === "object") return value.xml.replace("AT", at);
    strings.push(`<si><t xml:space="preserve">${escapeText(value)}</t></si>`);
    return `<c r="${at}" t="s"><v>${strings.length - 1}</v></c>`;
  };
  const body = rows
    .map((cells, index) => {
      const inner = cells.map((value, column) => cell(value, `${letters(column)}${index + 1}`)).join("");
      return `<row r="${index + 1}">${inner}</row>`;
    })
    .join("");
  return zip([
    { name: "[Content_Types].xml", text: `${declaration}<Types/>` },
    {
      name: "xl/workbook.xml",
      text: `${declaration}<workbook ${main} ${relations}>${options.bookMore ?? ""}<sheets>${
        options.sheets ?? '<sheet name="Sayfa1" sheetId="1" r:id="rId1"/>'
      }</sheets></workbook>`,
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      text: `${declaration}<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`,
    },
    {
      name: "xl/styles.xml",
      text: `${declaration}<styleSheet ${main}><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>`,
    },
    {
      name: "xl/worksheets/sheet1.xml",
      text: `${declaration}${options.sheetXml ?? `<worksheet ${main}><sheetData>${body}</sheetData></worksheet>`}`,
    },
    { name: "xl/sharedStrings.xml", text: `${declaration}<sst ${main}>${strings.join("")}</sst>` },
    ...(options.more ?? []),
  ]);
}

function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last;
}

const escapeText = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
