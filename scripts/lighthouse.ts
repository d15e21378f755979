/**
 * `npm run lighthouse`: what Lighthouse says of the pages that strangers meet first, with its mobile preset, against the
 * built product. Prints the median of three runs a page and ends with 1 where a score is below the least wanted.
 *
 * Lighthouse itself is no package of ours: npm fetches this release for the run, so that nobody who starts the product
 * waits for its 170 MB.
 *
 * @param --origin of a product that runs already; without it one is started and stopped
 * @param --runs how often each page is looked at
 * @param --report a folder for what Lighthouse says in whole
 */
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromiumArguments, requireChromium } from "./lib/chromium.ts";
import { runCommand } from "./lib/command.ts";
import { startOwnProduct } from "./lib/own-product.ts";

const pages = ["/", "/sign-in"] as const;
const categories = ["performance", "accessibility", "best-practices", "seo"] as const;
const leastWanted = 95;
const release = "lighthouse@13.5.0";

type Category = (typeof categories)[number];
/** What we read of a report (Lighthouse's `Result.lhr`). */
type Report = {
  categories: Record<string, { score: number | null; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, { title: string; score: number | null; displayValue?: string }>;
};
type Look = { scores: Record<Category, number>; lost: string[] };

const { values } = parseArgs({
  options: {
    origin: { type: "string" },
    runs: { type: "string", default: "3" },
    report: { type: "string" },
  },
});
const runs = Math.max(1, Number(values.runs) || 1);
const folder = mkdtempSync(join(tmpdir(), "santral-lighthouse-"));
const chromium = requireChromium((line) => console.log(line));
const product = values.origin
  ? { origin: values.origin, stop: async () => {} }
  : await startOwnProduct({ dataDir: join(folder, "data"), env: { DEMO: "shop", DEMO_DAYS: "3" } });
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
  await product.stop();
  rmSync(folder, { recursive: true, force: true });
}
if (!isGoodEnough) {
  console.log(`✗ A score is below ${leastWanted}.`);
  process.exitCode = 1;
}

async function look(page: string, run: number): Promise<Look> {
  const name = `lighthouse-${page.slice(1) || "landing"}-${run}.json`;
  const file = join(folder, name);
  // Without a preset of ours: Lighthouse's default is a mid-range phone on slow 4G.
  const asked = [
    product.origin + page,
    "--quiet",
    "--locale=en-US",
    "--output=json",
    `--output-path=${file}`,
    `--only-categories=${categories.join(",")}`,
    `--chrome-flags=${["--headless=new", ...chromiumArguments].join(" ")}`,
  ];
  const { code, output } = await runCommand({
    command: ["npm", "exec", "--yes", `--package=${release}`, "--", "lighthouse", ...asked],
    cwd: folder,
    env: { ...process.env, CHROME_PATH: chromium },
  });
  if (code !== 0) throw new Error(`Lighthouse has said nothing of ${page}.\n${output.trim()}`);
  if (values.report) copyFileSync(file, join(values.report, name));
  const report = JSON.parse(readFileSync(file, "utf8")) as Report;
  return { scores: readScores(report), lost: readLost(report) };
}

function readScores(report: Report): Record<Category, number> {
  const scores = categories.map((name) => [name, Math.round((report.categories[name]?.score ?? 0) * 100)]);
  return Object.fromEntries(scores) as Record<Category, number>;
}

/** What costs points, each in a line. */
function readLost(report: Report): string[] {
  const weighty = Object.values(report.categories).flatMap(({ auditRefs }) =>
    auditRefs.filter(({ weight }) => weight > 0).map(({ id }) => id),
  );
  return weighty
    .map((id) => report.audits[id])
    .filter((audit) => audit !== undefined && audit.score !== null && audit.score < 0.9)
    .map((audit) => `${audit?.title}${audit?.displayValue ? `: ${audit.displayValue}` : ""}`);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
