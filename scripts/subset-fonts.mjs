/**
 * Cuts the product's two typefaces down to the letters of its four languages and the three weights it uses, and
 * writes `public/fonts/` and `app/fonts.generated.css`, and the same as TrueType for pictures that the server draws. Both are committed: run it again when a letter, a weight or the
 * version of a typeface changes (`node scripts/subset-fonts.mjs`).
 */
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import subsetFont from "subset-font";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const inter = join(root, "node_modules/@fontsource-variable/inter");
const plex = join(root, "node_modules/@fontsource/ibm-plex-sans-arabic");
const out = join(root, "public/fonts");
/** What draws pictures reads no WOFF2. */
const drawn = join(root, "server/reports/weekly/fonts");

/** @param {...(number | [number, number])} ranges */
const letters = (...ranges) => ranges.map((range) => (typeof range === "number" ? [range, range] : range));

/** Basic Latin, the Latin-1 letters, Turkish, and the punctuation, arrows and currencies the interface shows. */
const latin = letters(
  [0x20, 0x7e],
  [0xa0, 0xff],
  [0x11e, 0x11f],
  [0x130, 0x131],
  [0x15e, 0x15f],
  [0x2010, 0x2015],
  [0x2018, 0x201e],
  0x2022,
  0x2026,
  0x202f,
  0x2039,
  0x203a,
  0x20ac,
  0x20ba,
  0x20bd,
  0x2122,
  [0x2190, 0x2193],
  0x2212,
  0x2318,
  0x21b5,
  0x21e7,
);
const cyrillic = letters([0x401, 0x401], [0x410, 0x44f], 0x451, 0x2116);
const arabic = letters(
  0x60c,
  0x61b,
  0x61f,
  [0x621, 0x63a],
  [0x640, 0x652],
  [0x660, 0x66c],
  0x670,
  0x67e,
  0x686,
  0x6a4,
  0x6af,
);

const weights = { min: 400, max: 600, default: 400 };
const faces = [
  {
    file: "inter-latin",
    family: "Inter Variable",
    weight: "400 600",
    from: [
      join(inter, "files/inter-latin-wght-normal.woff2"),
      join(inter, "files/inter-latin-ext-wght-normal.woff2"),
    ],
    ranges: latin,
    axes: { wght: weights },
  },
  {
    file: "inter-cyrillic",
    family: "Inter Variable",
    weight: "400 600",
    from: [join(inter, "files/inter-cyrillic-wght-normal.woff2")],
    ranges: cyrillic,
    axes: { wght: weights },
  },
  ...[400, 600].map((weight) => ({
    file: `plex-arabic-${weight}`,
    family: "IBM Plex Sans Arabic",
    weight: String(weight),
    from: [join(plex, `files/ibm-plex-sans-arabic-arabic-${weight}-normal.woff2`)],
    ranges: arabic,
    axes: undefined,
  })),
];

/** Arial, stretched to Inter's metrics, so that nothing moves when the real letters arrive. */
const fallback = `@font-face {
  font-family: "Inter Fallback";
  src: local("Arial"), local("Liberation Sans"), local("Roboto");
  ascent-override: 90.44%;
  descent-override: 22.52%;
  line-gap-override: 0%;
  size-adjust: 107.12%;
}
`;

await main();

async function main() {
  await mkdir(out, { recursive: true });
  await mkdir(drawn, { recursive: true });
  let css = "/* Written by scripts/subset-fonts.mjs. */\n";
  for (const face of faces) css += await writeFace(face);
  await writeFile(join(root, "app/fonts.generated.css"), css + fallback);
  await copyFile(join(inter, "LICENSE"), join(out, "LICENSE-Inter.txt"));
  await copyFile(join(plex, "LICENSE"), join(out, "LICENSE-IBM-Plex.txt"));
}

async function writeFace({ file, family, weight, from, ranges, axes }) {
  let css = "";
  for (const [index, source] of from.entries()) {
    const name = index === 0 ? file : `${file}-${index + 1}`;
    const has = await unicodesOf(source);
    const kept = codePoints(ranges).filter((point) => has(point));
    const cut = async (targetFormat) =>
      subsetFont(await readFile(source), String.fromCodePoint(...kept), {
        targetFormat,
        ...(axes && { variationAxes: axes }),
      });
    const font = await cut("woff2");
    await writeFile(join(out, `${name}.woff2`), font);
    await writeFile(join(drawn, `${name}.ttf`), await cut("sfnt"));
    console.log(`${name}.woff2  ${kept.length} letters  ${(font.byteLength / 1024).toFixed(1)} kB`);
    css += `@font-face {
  font-family: "${family}";
  font-style: normal;
  font-weight: ${weight};
  font-display: swap;
  src: url("../public/fonts/${name}.woff2") format("woff2");
  unicode-range: ${toUnicodeRange(kept)};
}
`;
  }
  return css;
}

/** Which letters a fontsource file holds, by the unicode-range that its package states. */
async function unicodesOf(source) {
  const subset = /-(latin-ext|latin|cyrillic|arabic)-/.exec(source.slice(source.lastIndexOf("/")))?.[1];
  const stated = JSON.parse(await readFile(join(dirname(source), "../unicode.json"), "utf8"))[subset];
  const ranges = stated.split(",").map((part) => {
    const [first, last = first] = part.trim().replace("U+", "").split("-");
    return [Number.parseInt(first, 16), Number.parseInt(last, 16)];
  });
  return (point) => ranges.some(([first, last]) => point >= first && point <= last);
}

function codePoints(ranges) {
  return ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i));
}

function toUnicodeRange(points) {
  const runs = [];
  for (const point of points) {
    const run = runs.at(-1);
    if (run && run[1] === point - 1) run[1] = point;
    else runs.push([point, point]);
  }
  const hex = (point) => point.toString(16).toUpperCase();
  return runs.map(([a, b]) => (a === b ? `U+${hex(a)}` : `U+${hex(a)}-${hex(b)}`)).join(", ");
}
