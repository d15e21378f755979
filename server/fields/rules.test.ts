import { describe, expect, test } from "vitest";
import { type FieldKind, readFieldValue, toFieldKey } from "./rules";

const choices = [
  { id: "c1", label: "Gümüş üye" },
  { id: "c2", label: "Eski", isArchived: true },
];
const read = (kind: FieldKind, given: string) => readFieldValue({ kind, choices }, given);
const same = (value: string) => ({ value, key: value });

describe("readFieldValue", () => {
  test.each<[FieldKind, string, unknown]>([
    ["text", "  ", null],
    ["text", " Kadıköy ", { value: "Kadıköy", key: "kadikoy" }],
    ["text", "x".repeat(501), { problem: "tooLong" }],
    ["number", "1250", same("1250")],
    ["number", "-12,50", same("-12.5")],
    ["number", "1.299,90", same("1299.9")],
    ["number", "1,299.90", same("1299.9")],
    ["number", "1 250", same("1250")],
    ["number", "007", same("7")],
    ["number", "-0", same("0")],
    ["number", "1.2.3", { problem: "notANumber" }],
    ["number", "12 elma", { problem: "notANumber" }],
    ["number", "1e9", { problem: "notANumber" }],
    ["number", "9".repeat(16), { problem: "notANumber" }],
    ["date", "20.11.2026", same("2026-11-20")],
    ["date", "2026-11-20", same("2026-11-20")],
    ["date", "30.02.2026", { problem: "notADay" }],
    ["boolean", "EVET", same("yes")],
    ["boolean", "Hayır", same("no")],
    ["boolean", "нет", same("no")],
    ["boolean", "نعم", same("yes")],
    ["boolean", "belki", { problem: "notYesNo" }],
    ["choice", "gumus uye", same("c1")],
    ["choice", "c1", same("c1")],
    // One that was taken out stays where it stands, and is chosen by nobody by its name.
    ["choice", "c2", same("c2")],
    ["choice", "eski", { problem: "notAChoice" }],
  ])("%s %j", (kind, given, expected) => expect(read(kind, given)).toEqual(expected));
});

test("names differ by more than case, marks and spaces", () => {
  expect(toFieldKey("  Doğum   Günü ")).toBe(toFieldKey("dogum gunu"));
});
