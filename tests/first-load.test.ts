import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import tailwind from "@tailwindcss/postcss";
import postcss from "postcss";
import { beforeAll, describe, expect, test } from "vitest";
import { locales } from "@/lib/i18n/locales";

const root = join(import.meta.dirname, "..");
const budgetBytes = 120 * 1024;

type Face = { file: string; bytes: number; has: (point: number) => boolean };

const faces = readFaces(readFileSync(join(root, "app/fonts.generated.css"), "utf8"));
let cssBytes = 0;

beforeAll(async () => {
  const from = join(root, "app/globals.css");
  const { css } = await postcss([tailwind({ base: root, optimize: true })]).process(
    readFileSync(from, "utf8"),
    {
      from,
    },
  );
  cssBytes = gzipSync(css).byteLength;
});

describe.each(locales)("a first load in %s", (locale) => {
  const letters = lettersOf(locale);

  test("finds every letter of its texts in our typefaces", () => {
    const without = letters.filter((point) => !faces.some((face) => face.has(point)));
    expect(without.map((point) => String.fromCodePoint(point))).toEqual([]);
  });

  test("stays within 120 kB of styles and typefaces", () => {
    const needed = faces.filter((face) => letters.some((point) => face.has(point)));
    const bytes = needed.reduce((sum, face) => sum + face.bytes, cssBytes);
    console.info(`${locale}: ${(bytes / 1024).toFixed(1)} kB (styles ${(cssBytes / 1024).toFixed(1)})`);
    expect(bytes).toBeLessThanOrEqual(budgetBytes);
  });
});

test("Arabic letters are fetched for Arabic only", () => {
  const arabic = faces.filter((face) => face.file.includes("arabic"));
  const others = locales.filter((locale) => locale !== "ar").flatMap(lettersOf);
  expect(arabic).not.toHaveLength(0);
  expect(arabic.filter((face) => others.some((point) => face.has(point)))).toEqual([]);
});

/** Texts that only Telegram draws, in its own letters. */
const drawnElsewhere = ["bot-member.json", "bot-rating.json"];

/** The code points of all texts of ours in a language, the signs of ICU among them; marks that are never drawn need no letter. */
function lettersOf(locale: string): number[] {
  const folder = join(root, "messages", locale);
  const text = readdirSync(folder)
    .filter((file) => file.endsWith(".json") && !drawnElsewhere.includes(file))
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("");
  return [...new Set(text)]
    .filter((letter) => !/\p{Control}|\p{Default_Ignorable_Code_Point}/u.test(letter))
    .map((letter) => letter.codePointAt(0) ?? 0);
}

function readFaces(css: string): Face[] {
  return css.split("@font-face").flatMap((block) => {
    const file = /url\("([^"]+)"\)/.exec(block)?.[1];
    const range = /unicode-range:\s+([^;]+);/.exec(block)?.[1];
    if (!file || !range) return [];
    const runs = range.split(",").map((part) => {
      const [first = "", last = first] = part.trim().replace(/^u\+/i, "").split("-");
      return [Number.parseInt(first, 16), Number.parseInt(last, 16)] as const;
    });
    const bytes = statSync(join(root, "app", file)).size;
    return [{ file, bytes, has: (point) => runs.some(([first, last]) => point >= first && point <= last) }];
  });
}
