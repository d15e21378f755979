import { expect, test } from "vitest";
import { loadMessages } from "./load-messages";
import { withFallback } from "./with-fallback";

test("a missing text falls back key by key, and what the fallback lacks is dropped", () => {
  const english = { title: "Figures", chart: { day: "Day", total: "Total" } };
  const arabic = { title: "الأرقام", chart: { day: "اليوم" }, old: "قديم" };
  expect(withFallback(arabic, english)).toEqual({
    title: "الأرقام",
    chart: { day: "اليوم", total: "Total" },
  });
});

test("a text where the fallback has a group is no text", () => {
  expect(withFallback({ chart: "?" }, { chart: { day: "Day" } })).toEqual({ chart: { day: "Day" } });
});

test("only the named domains are loaded", async () => {
  expect(Object.keys(await loadMessages("ru", ["common", "shell"]))).toEqual(["common", "shell"]);
});
