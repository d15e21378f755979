/**
 * Draws the pictures of the installed product from its mark (`app/icon.svg`): `tsx scripts/icons.ts` writes
 * `public/icons/`, which is committed. Run it again when the mark or its colours change.
 */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "@playwright/test";
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

const mark = readFileSync(join(root, "app/icon.svg"), "utf8");
mkdirSync(out, { recursive: true });
const browser = await chromium.launch({
  executablePath: requireChromium((line) => console.log(line)),
  args: chromiumArguments,
});
try {
  const page = await browser.newPage({ colorScheme: "light" });
  for (const { name, size, share, radius } of icons) {
    await page.setViewportSize({ width: size, height: size });
    await page.setContent(
      `<style>body{margin:0;background:transparent}div{width:${size}px;height:${size}px;display:grid;place-items:center;` +
        `background:${paper};border-radius:${size * radius}px}svg{width:${size * share}px;height:${size * share}px}</style>` +
        `<div>${mark}</div>`,
    );
    await page.screenshot({ path: join(out, `${name}.png`), omitBackground: true });
    console.log(`public/icons/${name}.png`);
  }
} finally {
  await browser.close();
}
