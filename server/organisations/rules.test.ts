import { wcagContrast } from "culori";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { brandTones } from "./rules";

const paper = "#faf9f6";
const night = "#13110e";

function expectReadable(color: string) {
  const { light, dark } = brandTones(color);
  for (const [tones, ground] of [
    [light, paper],
    [dark, night],
  ] as const) {
    expect(wcagContrast(tones.fill, ground), `${color} as a ground`).toBeGreaterThanOrEqual(3);
    expect(wcagContrast(tones.fill, tones.ink), `${color} written on`).toBeGreaterThanOrEqual(4.5);
    expect(wcagContrast(tones.text, ground), `${color} as text`).toBeGreaterThanOrEqual(4.5);
  }
}

describe("the tones of a brand's colour", () => {
  test.each(["#ffff00", "#ffffff", "#000000", "#ff0000", "#808080", "#0f766e", "#7f7f00"])(
    "of %s can be read",
    (color) => expectReadable(color),
  );

  test("of any colour can be read", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffff }), (value) =>
        expectReadable(`#${value.toString(16).padStart(6, "0")}`),
      ),
      { numRuns: 150 },
    );
  });

  test("a colour that can be read in both stays as it was chosen", () => {
    expect(brandTones("#0f766e")).toMatchObject({ light: { fill: "#0f766e" }, dark: { fill: "#0f766e" } });
  });

  test("a pale one says that it was moved", () => {
    expect(brandTones("#ffe08a").isCorrected).toBe(true);
  });
});
