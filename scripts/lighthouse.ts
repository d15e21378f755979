/**
 * `npm run lighthouse`: what Lighthouse says of the pages that strangers meet first, with its mobile preset, against the
 * built product. Prints the median of three runs a page and ends with 1 where a score is below the least wanted.
 *
 * @param --origin of a product that runs already; without it one is started and stopped
 * @param --runs how often each page is looked at
 * @param --report a folder for what Lighthouse says in whole
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { launch } from "chrome-launcher";
import lighthouse, { type RunnerResult } from "lighthouse";
import { chromiumArguments, requireChromium } from "./lib/chromium.ts";
import { startOwnProduct } from "./lib/own-product.ts";

const pages = ["/", "/sign-in"] as const;
const categories = ["performance", "accessibility", "best-practices", "seo"] as const;
const leastWanted = 95;

type Category = (typeof categories)[number];
type Look = { scores: Record<Category, number>; lost: string[] };

const { values } = parseArgs({
  options: {
    origin: { type: "string" },
    runs: { type: "string", default: "3" },
    report: { type: "string" },
  },
});
const runs = Math.max(1, Number(values.runs) || 1);
const dataDir = values.origin ? null : mkdtempSync(join(tmpdir(), "santral-lighthouse-"));
const product = dataDir
  ? await startOwnProduct({ dataDir, env: { DEMO: "shop", DEMO_DAYS: "3" } })
  : { origin: values.origin ?? "", stop: async () => {} };
const browser = await launch({
  chromePath: requireChromium((line) => console.log(line)),
  chromeFlags: ["--headless=new", ...chromiumArguments],
});
let isGoodEnough = true;
try {
  console.log(`${"page".padEnd(12)}${categories.map((name) => name.padStart(16)).join("")}`);
  for (const page of pages) {
    const looks: Look[] = [];
    for (let run = 0; run < runs; run++) looks.push(await look(page, run));
    const medians = categories.map((category) => median(looks.map(({ scores }) => scores[category])));
    console.log(`${page.padEnd(12)}${medians.map((score) => String(score).padStart(16)).join("")}`);
    if (medians.every((score) => score >= leastWanted)) continue;
    isGoodEnough = false;
    for (const line of new Set(looks.flatMap(({ lost }) => lost))) console.log(`  ${line}`);
  }
} finally {
  browser.kill();
  await product.stop();
  if (dataDir) rmSync(dataDir, { recursive: true, force: true });
}
if (!isGoodEnough) {
  console.log(`✗ A score is below ${leastWanted}.`);
  process.exitCode = 1;
}

async function look(page: string, run: number): Promise<Look> {
  const result = await lighthouse(
    product.origin + page,
    { port: browser.port, onlyCategories: [...categories], locale: "en-US", logLevel: "error" },
    // Without one of our own: Lighthouse's default is a mid-range phone on slow 4G.
    undefined,
  );
  if (!result) throw new Error(`Lighthouse has said nothing of ${page}.`);
  if (values.report) {
    writeFileSync(
      join(values.report, `lighthouse-${page.slice(1) || "landing"}-${run}.json`),
      JSON.stringify(result.lhr),
    );
  }
  return { scores: readScores(result), lost: readLost(result) };
}

function readScores({ lhr }: RunnerResult): Record<Category, number> {
  const scores = categories.map((name) => [name, Math.round((lhr.categories[name]?.score ?? 0) * 100)]);
  return Object.fromEntries(scores) as Record<Category, number>;
}

/** What costs points, each in a line. */
function readLost({ lhr }: RunnerResult): string[] {
  const weighty = Object.values(lhr.categories).flatMap(({ auditRefs }) =>
    auditRefs.filter(({ weight }) => weight > 0).map(({ id }) => id),
  );
  return weighty
    .map((id) => lhr.audits[id])
    .filter((audit) => audit !== undefined && audit.score !== null && audit.score < 0.9)
    .map((audit) => `${audit?.title}${audit?.displayValue ? `: ${audit.displayValue}` : ""}`);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
