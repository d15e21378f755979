import { join } from "node:path";
import { directionOf } from "@/lib/i18n/locales";
import { getRuntime } from "@/server/kernel";
import type { WeeklyReport } from "./build-report";
import { weeklyText } from "./texts";

export const pictureSize = { width: 1_200, height: 720 };

const fonts = ["inter-latin", "inter-latin-2", "inter-cyrillic", "plex-arabic-400", "plex-arabic-600"];
const folder = join(/* turbopackIgnore: true */ process.cwd(), "server/reports/weekly/fonts");
const ink = "#1c1917";
const muted = "#57534e";
const teal = "#0f766e";
const amber = "#b45309";
const family = "Inter, IBM Plex Sans Arabic";
const strong = "Inter, IBM Plex Sans Arabic SemiBold";

/** The week as a picture: four figures and a bar a day. PNG, in our own typefaces whatever the machine has. */
export async function drawReport(report: WeeklyReport): Promise<Buffer> {
  // Fetched with the first report: it weighs tens of megabytes.
  const { default: sharp } = await import("sharp");
  await getRuntime().keep("weekly-report-fonts", async () => {
    // Drawing a letter of a file is what makes its typeface known.
    for (const name of fonts) {
      const fontfile = join(folder, `${name}.ttf`);
      await sharp({ text: { text: "a", font: "Inter 10", fontfile, rgba: true } })
        .png()
        .toBuffer();
    }
  });
  return sharp(Buffer.from(toSvg(report)))
    .png({ palette: true })
    .toBuffer();
}

type Text = {
  x: number;
  y: number;
  size: number;
  color?: string;
  isStrong?: boolean;
  at?: "start" | "middle" | "end";
};

/** Exported for its test. */
export function toSvg(report: WeeklyReport): string {
  const { width, height } = pictureSize;
  const isRtl = directionOf(report.locale) === "rtl";
  const t = weeklyText(report.locale);
  // Written from left to right and mirrored as a whole for Arabic.
  const x = (at: number) => (isRtl ? width - at : at);
  const direction = isRtl ? ' direction="rtl"' : "";
  const text = (words: string, { x: left, y, size, color = ink, isStrong = false, at = "start" }: Text) => {
    const type = isStrong ? `font-family="${strong}" font-weight="600"` : `font-family="${family}"`;
    // Each in the direction of its own first letter: a Latin name in an Arabic report, a date, a figure with its sign.
    const isolated = words && `\u2068${toXml(words)}\u2069`;
    return `<text x="${x(left)}" y="${y}" font-size="${size}" fill="${color}" text-anchor="${at}"${direction} ${type}>${isolated}</text>`;
  };
  const box = (left: number, y: number, wide: number, high: number, fill: string, radius = 0) =>
    `<rect x="${isRtl ? width - left - wide : left}" y="${y}" width="${wide}" height="${high}" rx="${radius}" fill="${fill}"/>`;

  const tiles = report.figures.slice(0, 4).map(({ label, value, change }, index) => {
    const left = 48 + index * 280;
    return [
      box(left, 148, 264, 140, "#ffffff", 12),
      text(shorten(label, 26), { x: left + 20, y: 184, size: 20, color: muted }),
      text(value, { x: left + 20, y: 238, size: 44, isStrong: true }),
      text(change ?? "", { x: left + 20, y: 270, size: 18, color: muted }),
    ].join("");
  });
  const most = Math.max(1, ...report.days.flatMap(({ started, handedOff }) => [started, handedOff]));
  const [bottom, tall, step] = [636, 220, 1_088 / 7];
  const bars = report.days.map(({ label, started, handedOff }, index) => {
    const left = 56 + index * step;
    const wide = (step - 56) / 2;
    const bar = (value: number, at: number, fill: string) => {
      const high = Math.round((value / most) * tall);
      const told = { x: at + wide / 2, y: bottom - high - 8, size: 18, at: "middle" as const };
      return box(at, bottom - high, wide, high, fill) + (value > 0 ? text(String(value), told) : "");
    };
    return [
      bar(started, left + 24, teal),
      bar(handedOff, left + 32 + wide, amber),
      text(label, { x: left + step / 2, y: bottom + 32, size: 20, color: muted, at: "middle" }),
    ].join("");
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
<rect width="100%" height="100%" fill="#f5f5f4"/>
${text(shorten(report.workspace, 48), { x: 48, y: 76, size: 38, isStrong: true })}
${text(report.range, { x: 48, y: 116, size: 24, color: muted })}
${tiles.join("\n")}
${box(48, 308, 1_104, 384, "#ffffff", 12)}
${box(68, 336, 18, 18, teal)}${text(t("figures.started"), { x: 96, y: 352, size: 20, color: muted })}
${box(568, 336, 18, 18, amber)}${text(t("figures.handedOff"), { x: 596, y: 352, size: 20, color: muted })}
<rect x="56" y="${bottom}" width="1088" height="1" fill="#d6d3d1"/>
${bars.join("\n")}
</svg>`;
}

function shorten(words: string, most: number): string {
  const letters = [...words.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")];
  return letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : letters.join("");
}

const toXml = (words: string): string => words.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
