import { describe, expect, test } from "vitest";
import type { WeeklyReport } from "./build-report";
import { toSvg } from "./draw-report";

const report = (locale: "tr" | "ar", range: string): WeeklyReport => ({
  ...{ locale, range, workspace: "Moda Sokak & Co", title: "", isEmpty: false },
  week: { from: "2026-11-09", to: "2026-11-15", endsAt: new Date("2026-11-15T21:00:00Z") },
  figures: [{ label: "a", value: "892", change: "-13%" }],
  days: [{ label: "Pzt", started: 58, handedOff: 18 }],
  suggestion: { text: "", href: "insight" },
});

describe("the picture of a week", () => {
  test("begins at the right in Arabic, and each of its texts reads in its own direction", () => {
    const svg = toSvg(report("ar", "9 نوفمبر – 15 نوفمبر 2026"));
    expect(svg).toMatch(
      /<text x="1152"[^>]*text-anchor="start" direction="rtl"[^>]*>\u20689 نوفمبر – 15 نوفمبر 2026\u2069</,
    );
    expect(svg).toContain("\u2068Moda Sokak &#38; Co\u2069");
  });

  test("begins at the left in Turkish", () => {
    const svg = toSvg(report("tr", "9 Kas – 15 Kas 2026"));
    expect(svg).toMatch(
      /<text x="48"[^>]*text-anchor="start" font-family[^>]*>\u20689 Kas – 15 Kas 2026\u2069</,
    );
    expect(svg).not.toContain("rtl");
  });
});
