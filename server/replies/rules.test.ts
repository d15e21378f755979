import { describe, expect, test } from "vitest";
import { fillReply, findReplies, openShortcut, toShortcut, unknownVariable } from "./rules";

describe("fillReply", () => {
  const names = { customer: "Ayşe Yılmaz", member: "Deniz Kaya", workspace: "Moda Sokak" };
  test.each([
    ["Merhaba {{customer.firstName}}, ben {{ member.name }}.", "Merhaba Ayşe, ben Deniz Kaya."],
    ["{{workspace.name}} {{customer.name}} {{member.firstName}}", "Moda Sokak Ayşe Yılmaz Deniz"],
    ["Süslü {ayraç} ve {{nothing}} kalır", "Süslü {ayraç} ve {{nothing}} kalır"],
  ])("%s", (text, expected) => expect(fillReply(text, names)).toBe(expected));

  test("a name that looks like a variable is a name", () => {
    expect(fillReply("{{customer.name}}", { ...names, customer: "{{member.name}} $&" })).toBe(
      "{{member.name}} $&",
    );
  });
});

test.each([
  ["Merhaba {{customer.name}}", null],
  ["{{customer.phone}}", "customer.phone"],
  ["{{}}", ""],
])("unknownVariable %s", (text, expected) => expect(unknownVariable(text)).toBe(expected));

test.each([
  ["İade Süreci", "iade-sureci"],
  ["  kargo!! ", "kargo"],
  ["Возврат", "возврат"],
  ["!!!", ""],
])("toShortcut %s", (given, expected) => expect(toShortcut(given)).toBe(expected));

test.each([
  ["/", ""],
  ["/ka", "ka"],
  ["/İade", "İade"],
  ["/kargo nerede", null],
  ["bkz /ka", null],
])("openShortcut %s", (text, expected) => expect(openShortcut(text)).toBe(expected));

test("a beginning finds shortcuts first, then words", () => {
  const replies = [
    { shortcut: "selam", text: "Kargonuz yolda" },
    { shortcut: "kargo", text: "Takip numaranız" },
    { shortcut: "iade", text: "İade adresi" },
  ];
  const found = (typed: string) => findReplies(replies, typed).map(({ shortcut }) => shortcut);
  expect(found("")).toEqual(["selam", "kargo", "iade"]);
  expect(found("KARGO")).toEqual(["kargo", "selam"]);
  expect(found("yok")).toEqual([]);
});
