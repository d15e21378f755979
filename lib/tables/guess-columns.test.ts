import { describe, expect, test } from "vitest";
import { guessColumns, type KnownColumn } from "./guess-columns";
import type { TableRow } from "./table";

const columns: KnownColumn[] = [
  { name: "number", isRequired: true, headings: ["sipariş no", "order id", "номер заказа", "رقم الطلب"] },
  {
    name: "phone",
    isRequired: false,
    headings: ["telefon", "phone", "телефон", "الهاتف"],
    looks: (value) => /^\+?[\d ]{10,16}$/.test(value),
  },
  { name: "email", isRequired: false, headings: ["e-posta"], looks: (value) => value.includes("@") },
  { name: "name", isRequired: true, headings: ["müşteri"] },
];

const rows = (...cells: string[][]): TableRow[] =>
  cells.map((one, index) => ({ row: index + 1, cells: one }));

describe("guessColumns", () => {
  test.each([
    ["Turkish", ["Müşteri", "SİPARİŞ-NO", "Telefon"]],
    ["Russian", ["müşteri", "Номер заказа", "Телефон"]],
    ["Arabic", ["MÜŞTERİ", "رقم الطلب", "الهاتف"]],
    ["longer ones", ["Müşteri adı soyadı", "Pazaryeri sipariş no", "Alıcı telefon (cep)"]],
  ])("by headings, %s", (_label, heading) => {
    const guess = guessColumns(rows(heading, ["Ayşe", "A-1", "0532 111 22 33"]), columns);
    expect(guess).toMatchObject({ headingRow: 1, map: { name: 0, number: 1, phone: 2, email: null } });
  });

  test("below a title and a date", () => {
    const guess = guessColumns(
      rows(["Sipariş raporu"], ["18.11.2026"], ["sipariş no", "müşteri"], ["A-1", "Ayşe"]),
      columns,
    );
    expect(guess).toMatchObject({ headingRow: 3, map: { number: 0, name: 1 } });
  });

  test("by content where the heading says nothing, or there is none", () => {
    const values = [
      ["A-1", "Ayşe", "+90 532 111 22 33", "a@b.co"],
      ["A-2", "Ali", "05321112234", "c@d.co"],
    ];
    expect(guessColumns(rows(["x1", "x2", "x3", "x4"], ...values), columns).map).toMatchObject({ email: 3 });
    expect(guessColumns(rows(...values), columns)).toMatchObject({
      headingRow: null,
      map: { phone: 2, email: 3, number: null, name: null },
    });
  });

  test("what stands below gainsays a heading", () => {
    const values = Array.from({ length: 5 }, (_, i) => ["yok", `0532 111 22 3${i}`]);
    expect(guessColumns(rows(["telefon", "cep"], ...values), columns).map.phone).toBe(1);
  });

  test("one column of the file is given once", () => {
    const map = guessColumns(rows(["telefon", "telefon"], ["1", "2"]), columns).map;
    expect(Object.values(map).filter((place) => place !== null)).toHaveLength(1);
  });
});
