/**
 * Draws the pictures of the installed product from its mark (`app/icon.svg`): `tsx scripts/icons.ts` writes
 * `public/icons/` and `public/favicon.ico`, which are committed. Run it again when the mark or its colours change.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Page } from "@playwright/test";
import { chromiumArguments, requireChromium } from "./lib/chromium.ts";

const root = join(import.meta.dirname, "..");
const out = join(root, "public/icons");
const paper = "#faf9f6";

/** `share` is how much of the square the mark takes: a mask may cut a fifth off every side. */
const icons = [
  { name: "icon-192", size: 192, share: 0.72, radius: 0.2 },
  { name: "icon-512", size: 512, share: 0.72, radius: 0.2 },
  { name: "icon-maskable-512", size: 512, share: 0.52, radius: 0 },
  { name: "apple-touch-icon", size: 180, share: 0.66, radius: 0 },
];

/** What browsers and tools ask for that read no page first. */
const faviconSizes = [16, 32, 48];

const mark = readFileSync(join(root, "app/icon.svg"), "utf8");
mkdirSync(out, { recursive: true });
const browser = await chromium.launch({
  executablePath: requireChromium((line) => console.log(line)),
  args: chromiumArguments,
});
try {
  const page = await browser.newPage({ colorScheme: "light" });
  for (const { name, size, share, radius } of icons) {
    writeFileSync(
      join(out, `${name}.png`),
      await draw(page, size, {
        share,
        square: `background:${paper};border-radius:${size * radius}px`,
      }),
    );
    console.log(`public/icons/${name}.png`);
  }
  const pictures = [];
  for (const size of faviconSizes) {
    pictures.push({ size, png: await draw(page, size, { share: 1, square: "" }) });
  }
  writeFileSync(join(root, "public/favicon.ico"), packIcon(pictures));
  console.log("public/favicon.ico");
} finally {
  await browser.close();
}

/** The mark on a square of this many pixels. */
async function draw(page: Page, size: number, { share, square }: { share: number; square: string }) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>body{margin:0;background:transparent}div{width:${size}px;height:${size}px;display:grid;place-items:center;` +
      `${square}}svg{width:${size * share}px;height:${size * share}px}</style>` +
      `<div>${mark}</div>`,
  );
  return page.screenshot({ omitBackground: true });
}

/** Pictures as one icon file: a head, an entry of 16 bytes for each, and the PNG files as they are. */
function packIcon(pictures: readonly { size: number; png: Buffer }[]): Buffer {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  for (const [index, { size, png }] of pictures.entries()) {
    const at = 6 + 16 * index;
    head.writeUInt8(size, at);
    head.writeUInt8(size, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([head, ...pictures.map(({ png }) => png)]);
}
