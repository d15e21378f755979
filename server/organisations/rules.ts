import {
  useMode as addMode,
  clampChroma,
  converter,
  formatHex,
  modeLrgb,
  modeOklch,
  modeRgb,
  wcagContrast,
} from "culori/fn";

/** Pure decisions about brands; the browser uses them before it sends a byte. */

export const maxLogoBytes = 5 * 1024 * 1024;
/** A picture of this many pixels is unpacked in 160 MB; more is nobody's logo. */
export const maxLogoPixels = 40_000_000;
export const leastLogoPixels = 32;
export const logoSide = 512;
export const logoTypes = ["image/png", "image/jpeg", "image/webp"] as const;

/** Why a picture cannot be the logo; the closed list. */
export const logoReasons = [
  "too_large",
  "too_small",
  "too_many_pixels",
  "svg",
  "not_a_picture",
  "unreadable",
  "empty",
] as const;
export type LogoReason = (typeof logoReasons)[number];

addMode(modeRgb);
addMode(modeLrgb);
addMode(modeOklch);
const toOklch = converter("oklch");

/** Where the tones are seen: the panel's paper, as app/tokens.css has it. */
const grounds = { light: "#faf9f6", dark: "#13110e" } as const;
const inks = ["#ffffff", "#13110e"] as const;
/** WCAG 2.2: text against what is behind it (1.4.3), and the edge of what is pressed (1.4.11). */
const textContrast = 4.5;
const shapeContrast = 3;

export type BrandTones = {
  /** A ground for buttons and headings. */
  fill: string;
  /** What is written on it. */
  ink: string;
  /** The colour as text on the page. */
  text: string;
};

/** What is shown of a brand's colour, in light and in dark: each as near to the chosen one as can be read. */
export function brandTones(color: string): { light: BrandTones; dark: BrandTones; isCorrected: boolean } {
  const light = tonesOn(color, grounds.light);
  const dark = tonesOn(color, grounds.dark);
  const isCorrected = [light, dark].some(({ fill, text }) => fill !== color || text !== color);
  return { light, dark, isCorrected };
}

function tonesOn(color: string, ground: string): BrandTones {
  const visible = moveUntil(color, (tone) => wcagContrast(tone, ground) >= shapeContrast);
  // Of a middle lightness neither ink may do: the fill moves a little further.
  const fill = moveUntil(
    visible,
    (tone) => wcagContrast(tone, ground) >= shapeContrast && contrastWithInk(tone) >= textContrast,
  );
  const ink =
    [...inks].sort((one, other) => wcagContrast(fill, other) - wcagContrast(fill, one))[0] ?? inks[0];
  return { fill, ink, text: moveUntil(color, (tone) => wcagContrast(tone, ground) >= textContrast) };
}

const contrastWithInk = (tone: string): number => Math.max(...inks.map((ink) => wcagContrast(tone, ink)));

/** The tone of the same hue nearest in lightness that will do; what does already stays as it is. */
function moveUntil(color: string, isGood: (tone: string) => boolean): string {
  if (isGood(color)) return color;
  const { l = 0, c = 0, h } = toOklch(color) ?? {};
  for (let step = 0.005; step <= 1; step += 0.005) {
    for (const lightness of [l - step, l + step]) {
      if (lightness < 0 || lightness > 1) continue;
      const tone = formatHex(
        clampChroma({ mode: "oklch", l: lightness, c, ...(h !== undefined && { h }) }, "oklch"),
      );
      if (tone && isGood(tone)) return tone;
    }
  }
  return color;
}
