import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

type Colour = readonly [number, number, number];

const css = readFileSync(new URL("../../app/tokens.css", import.meta.url), "utf8");
const themes = ["light", "dark"] as const;

/** Text on its ground, at least 4.5 : 1 (WCAG 2.2, 1.4.3). */
const readable: [text: string, grounds: string[]][] = [
  [
    "ink",
    [
      "paper",
      "surface",
      "sunken",
      "raised",
      "hover",
      "accent-soft",
      "success-soft",
      "warn-soft",
      "danger-soft",
    ],
  ],
  ["ink-muted", ["paper", "surface", "sunken", "raised", "hover"]],
  ["ink-faint", ["paper", "surface", "sunken", "raised"]],
  ["accent-text", ["paper", "surface", "sunken", "raised", "accent-soft"]],
  ["accent-ink", ["accent", "accent-strong"]],
  ["danger-ink", ["danger-fill"]],
  ["success", ["paper", "surface", "raised", "success-soft"]],
  ["warn", ["paper", "surface", "raised", "warn-soft"]],
  ["danger", ["paper", "surface", "raised", "danger-soft"]],
  ["paper", ["ink"]],
];

/** Edges, states and marks that carry meaning, at least 3 : 1 (WCAG 2.2, 1.4.11). */
const visible: [mark: string, grounds: string[]][] = [
  ["line-control", ["surface", "paper", "raised"]],
  ["focus", ["surface", "paper", "sunken", "raised"]],
  ["accent", ["surface", "paper", "sunken", "raised"]],
  ["chart-1", ["surface"]],
  ["chart-2", ["surface"]],
  ["chart-3", ["surface"]],
  ["chart-4", ["surface"]],
  ["chart-5", ["surface"]],
  ["chart-6", ["surface"]],
];

describe.each(themes)("the %s theme", (theme) => {
  test.each(pairs(readable))("%s is readable on %s", (text, ground) => {
    expect(contrast(colour(text, theme), colour(ground, theme))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(pairs(visible))("%s is seen on %s", (mark, ground) => {
    expect(contrast(colour(mark, theme), colour(ground, theme))).toBeGreaterThanOrEqual(3);
  });

  test("the six chart colours step one way in greyscale", () => {
    const greys = charts(theme).map(luminance);
    const steps = greys.slice(1).map((grey, index) => grey - (greys[index] ?? 0));
    expect(new Set(steps.map(Math.sign)).size).toBe(1);
  });

  test.each(Object.keys(blindness) as Blindness[])("the six chart colours differ to %s eyes", (kind) => {
    const seen = charts(theme).map((rgb) => toOklab(see(rgb, kind)));
    const distances = seen.flatMap((a, index) => seen.slice(index + 1).map((b) => distance(a, b)));
    expect(Math.min(...distances)).toBeGreaterThanOrEqual(0.06);
  });
});

/** Viénot and Machado's linear-RGB matrices at full severity. */
const blindness = {
  usual: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritan: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const;
type Blindness = keyof typeof blindness;

function pairs(table: [string, string[]][]): [string, string][] {
  return table.flatMap(([mark, grounds]) => grounds.map((ground): [string, string] => [mark, ground]));
}

function charts(theme: (typeof themes)[number]): Colour[] {
  return [1, 2, 3, 4, 5, 6].map((place) => colour(`chart-${place}`, theme));
}

/** A token of one theme as linear RGB, cut to what a screen of the sRGB kind can show. */
function colour(token: string, theme: (typeof themes)[number]): Colour {
  const match = new RegExp(`--${token}: light-dark\\(oklch\\(([^)]*)\\), oklch\\(([^)]*)\\)\\)`).exec(css);
  const written = match?.[theme === "light" ? 1 : 2];
  if (!written) throw new Error(`--${token} is not written as light-dark(oklch(…), oklch(…)).`);
  const [lightness = 0, chroma = 0, hue = 0] = written.split(" ").map(Number);
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return cut([
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]);
}

function cut([red, green, blue]: Colour): Colour {
  const clamp = (channel: number) => Math.min(1, Math.max(0, channel));
  return [clamp(red), clamp(green), clamp(blue)];
}

function luminance([red, green, blue]: Colour): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: Colour, b: Colour): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

function see([red, green, blue]: Colour, kind: Blindness): Colour {
  const m = blindness[kind];
  return cut([
    m[0] * red + m[1] * green + m[2] * blue,
    m[3] * red + m[4] * green + m[5] * blue,
    m[6] * red + m[7] * green + m[8] * blue,
  ]);
}

function toOklab([red, green, blue]: Colour): Colour {
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function distance(a: Colour, b: Colour): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
