import { describe, expect, test } from "vitest";
import { contentDisposition, safeFileName } from "./file-name";

describe("safeFileName", () => {
  test.each([
    ["an ordinary name", "Fatura Kasım.pdf", "Fatura Kasım.pdf"],
    ["a way upwards", "../../etc/passwd", "passwd"],
    ["a way upwards on Windows", "..\\..\\boot.ini", "boot.ini"],
    ["a slash that only looks like one", "..∕..∕gizli.txt", "gizli.txt"],
    ["full-width slashes", "a／b＼c.txt", "c.txt"],
    ["an ending turned around", "fatura\u202egpj.exe", "faturagpj.exe"],
    ["line ends and NUL", "a\u0000b\r\nc.txt", "abc.txt"],
    ["a hidden file", "...bashrc", "bashrc"],
    ["nothing but dots", "../..", ""],
    ["zero-width letters only", "\u200b\u200d", ""],
    ["Arabic", "فاتورة.pdf", "فاتورة.pdf"],
    ["quotes and wildcards", 'a"b*c?.txt', "a_b_c_.txt"],
    ["ends that Windows drops", "rapor. . ", "rapor"],
    ["a drive", "C:autoexec.bat", "autoexec.bat"],
  ])("%s", (_label, name, expected) => {
    expect(safeFileName(name)).toBe(expected);
  });

  test("a very long one keeps its ending", () => {
    const name = safeFileName(`${"ğ".repeat(500)}.jpeg`);
    expect(name).toHaveLength(120);
    expect(name.endsWith("ğ.jpeg")).toBe(true);
    expect(safeFileName(`${"😀".repeat(200)}`).isWellFormed()).toBe(true);
  });
});

describe("contentDisposition", () => {
  test("every letter is kept, and nothing leaves the header", () => {
    expect(contentDisposition("attachment", 'Kasım "rapor".pdf')).toBe(
      "attachment; filename=\"Kas_m _rapor_.pdf\"; filename*=UTF-8''Kas%C4%B1m%20_rapor_.pdf",
    );
    expect(contentDisposition("inline", "a\r\nx: y")).not.toMatch(/[\r\n]/);
    expect(contentDisposition("attachment", "../..")).toBe("attachment");
  });
});
