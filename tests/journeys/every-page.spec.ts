import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "@playwright/test";
import { assetsOf, type FirstLoad, firstLoadLimits, printFirstLoads } from "../../scripts/lib/first-load.ts";
import { type SeenPage, seenPages } from "../../scripts/lib/page-list.ts";
import { colourRules, findBarriers } from "../fixtures/axe.ts";
import { enter, expect, listen, test } from "../fixtures/journey.ts";

const folder = join(import.meta.dirname, "../../screenshots");
const widths = { 1440: { width: 1440, height: 900 }, 390: { width: 390, height: 844 } } as const;
const schemes = ["light", "dark"] as const;
/** The longest words and the other direction; of the console every language, as nobody else reads over it. */
const walks = [
  { locale: "tr", pages: seenPages },
  { locale: "ar", pages: seenPages },
  { locale: "en", pages: seenPages.filter(isConsole) },
  { locale: "ru", pages: seenPages.filter(isConsole) },
] as const;
/** Two cores: while one page is looked at, the next is drawn. */
const lanes = 2;

type Fault = { page: string; fault: unknown };
type Weight = FirstLoad & { laterBytes: number };
type Walk = { faults: Fault[]; weights: Weight[] };

for (const { locale, pages } of walks) {
  test(`every page${pages === seenPages ? "" : " of the console"} in ${locale}: nothing in the way of anyone, in light and dark, wide and narrow`, async ({
    browser,
    baseURL,
  }) => {
    test.setTimeout(300_000);
    mkdirSync(folder, { recursive: true });
    const walk: Walk = { faults: [], weights: [] };
    const rest = [...pages];
    const lane = async () => {
      const [member, stranger] = [
        await openAs(browser, locale, baseURL),
        await openAs(browser, locale, baseURL),
      ];
      await enter(member, "settings/hours");
      for (let next = rest.shift(); next; next = rest.shift()) {
        await look(next.isPublic ? stranger : member, next, locale, walk);
      }
      await member.context().close();
      await stranger.context().close();
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    if (locale === "tr") {
      console.info(printFirstLoads(walk.weights));
      const heavy = walk.weights.filter(
        ({ scriptBytes, styleBytes }) =>
          scriptBytes > firstLoadLimits.scriptBytes || styleBytes > firstLoadLimits.styleBytes,
      );
      expect(heavy, "pages that load too much").toEqual([]);
    }
    expect(walk.faults).toEqual([]);
  });
}

function isConsole({ route }: SeenPage): boolean {
  return route.startsWith("/operator");
}

async function openAs(browser: Browser, locale: string, baseURL = ""): Promise<Page> {
  const context = await browser.newContext({
    baseURL,
    locale: "tr-TR",
    timezoneId: "Europe/Istanbul",
    viewport: widths[1440],
    reducedMotion: "reduce",
    // What comes out of a worker's cache is weighed unpacked.
    serviceWorkers: "block",
  });
  await context.addCookies([{ name: "santral_locale", value: locale, url: baseURL }]);
  return context.newPage();
}

async function look(page: Page, seen: SeenPage, locale: string, { faults, weights }: Walk): Promise<void> {
  const { address } = seen;
  const complaints = listen(page);
  const blame = (where: string, fault: unknown) => faults.push({ page: `${address} (${where})`, fault });
  await page.setViewportSize(widths[1440]);
  await page.emulateMedia({ colorScheme: "light" });
  const answer = await page.goto(address);
  expect(answer?.status(), address).toBe(200);
  const html = (await answer?.text()) ?? "";
  await settle(page);
  weights.push(await weigh(page, address, html));
  const root = page.locator("html");
  if ((await root.getAttribute("lang")) !== locale) blame(locale, "speaks another language");
  if ((await root.getAttribute("dir")) !== (locale === "ar" ? "rtl" : "ltr"))
    blame(locale, "runs the wrong way");
  for (const [width, size] of Object.entries(widths)) {
    await page.setViewportSize(size);
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme });
      await drawn(page);
      const where = `${locale}, ${colorScheme}, ${width}`;
      // What the dark changes is colours.
      const rules = colorScheme === "dark" ? colourRules : undefined;
      for (const fault of await findBarriers(page, rules)) blame(where, fault);
      await page.screenshot({
        path: join(folder, `${nameOf(address)}.${locale}.${colorScheme}.${width}.jpg`),
        type: "jpeg",
        quality: 70,
        fullPage: true,
      });
    }
    const excess = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    if (excess > 0) blame(`${locale}, ${width}`, `is ${excess} px wider than the screen`);
  }
  for (const complaint of complaints) blame(locale, complaint);
  page.removeAllListeners();
}

/** What is still coming has come. */
async function settle(page: Page): Promise<void> {
  await expect(page.locator('[aria-busy="true"], .skeleton'), page.url()).toHaveCount(0);
  await page.evaluate(() => document.fonts.ready);
}

/** The page stands as it was asked for: colours have changed, and what moves has come to its end. */
async function drawn(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    // What inherits a colour begins to change when its parent has changed: until three frames see nothing move.
    for (let still = 0, frames = 0; still < 3 && frames < 300; frames += 1) {
      await frame();
      const isMoving = document
        .getAnimations()
        .some(
          ({ playState, effect }) => playState === "running" && effect?.getTiming().iterations !== Infinity,
        );
      still = isMoving ? 0 : still + 1;
    }
  });
}

/** What the browser fetched: what the page's HTML asks for, what came by itself after, and what it draws with. */
async function weigh(page: Page, address: string, html: string): Promise<Weight> {
  const fetched = await page.evaluate(() =>
    (performance.getEntriesByType("resource") as PerformanceResourceTiming[]).map(
      ({ name, encodedBodySize }) => ({
        path: new URL(name).pathname,
        bytes: encodedBodySize,
      }),
    ),
  );
  const first = new Set(assetsOf(html).scripts.map((path) => path.split("?")[0]));
  const sum = (isWanted: (path: string) => boolean) =>
    fetched.filter(({ path }) => isWanted(path)).reduce((total, { bytes }) => total + bytes, 0);
  const isScript = (path: string) => path.startsWith("/_next/") && path.endsWith(".js");
  return {
    address,
    scriptBytes: sum((path) => first.has(path)),
    laterBytes: sum((path) => isScript(path) && !first.has(path)),
    styleBytes: sum((path) => /\.(?:css|woff2)$/.test(path)),
  };
}

function nameOf(address: string): string {
  return address.replace(/^\//, "").replaceAll(/[^\w-]+/g, "-") || "landing";
}
