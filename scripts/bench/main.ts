import { benchAnswer } from "./answer.ts";
import { benchBackup } from "./backup.ts";
import { type Bench, openBench } from "./bench.ts";
import { benchBundle } from "./bundle.ts";
import { benchCrash } from "./crash.ts";
import { benchDashboard } from "./dashboard.ts";
import { benchDispatchMany, benchDispatchOne } from "./dispatch.ts";
import { benchFaq } from "./faq.ts";
import { benchInbox } from "./inbox.ts";
import { benchIngest } from "./ingest.ts";
import { benchClassify, benchTrain } from "./intents.ts";
import { benchIsolation } from "./isolation.ts";
import { benchLive } from "./live.ts";
import { benchMedia } from "./media.ts";
import { benchMemory } from "./memory.ts";
import { benchOperator } from "./operator.ts";
import { benchPages } from "./pages.ts";
import { type Figures, printTable } from "./report.ts";
import { benchSeed } from "./seed.ts";
import { benchSoak } from "./soak.ts";
import { benchStart } from "./start.ts";
import { benchShare } from "./workflows/share.ts";
import { benchSleepers } from "./workflows/sleepers.ts";
import { benchSteps } from "./workflows/steps.ts";

const names = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));

const benches: Record<string, (bench: Bench) => Promise<Figures>> = {
  ingest: benchIngest,
  answer: benchAnswer,
  faq: benchFaq,
  inbox: benchInbox,
  isolation: benchIsolation,
  dispatchOne: benchDispatchOne,
  dispatchMany: benchDispatchMany,
  train: benchTrain,
  classify: benchClassify,
  memory: benchMemory,
  operator: benchOperator,
  workflows: benchSteps,
  workflowsTwo: benchShare,
  sleepers: benchSleepers,
  start: benchStart,
  dashboard: benchDashboard(names.includes("dashboard")),
  media: benchMedia,
  backup: benchBackup,
  seed: benchSeed,
  soak: benchSoak,
  crash: benchCrash,
  live: benchLive,
  pages: benchPages,
  bundle: benchBundle,
};
/** Minutes to half an hour: only when asked for by name, or with `--all`. */
const longOnes = new Set(["start", "sleepers", "soak", "crash", "live", "pages", "bundle", "backup"]);

const has = (flag: string) => process.argv.includes(`--${flag}`);
const say = (line: string) => process.stderr.write(`  ${line}\n`);

const unknown = names.filter((name) => !(name in benches));
if (unknown.length > 0) {
  process.stderr.write(
    `✗ No such bench: ${unknown.join(", ")}. There are: ${Object.keys(benches).join(", ")}\n`,
  );
  process.exit(1);
}
const chosen =
  names.length > 0 ? names : Object.keys(benches).filter((name) => has("all") || !longOnes.has(name));

const { bench, close } = await openBench(say, { isQuick: has("quick") });
let ending: Promise<void> | null = null;
const end = () => {
  ending ??= close();
  return ending;
};
for (const name of ["SIGINT", "SIGTERM"] as const) {
  process.on(name, () => void end().finally(() => process.exit(130)));
}
const figures: Figures = {};
const failures: string[] = [];
for (const name of chosen) {
  if (ending) break;
  const startedAt = performance.now();
  say(`· ${name}`);
  try {
    Object.assign(figures, await benches[name]!(bench));
    say(`✓ ${name} (${Math.round((performance.now() - startedAt) / 1000)} s)`);
  } catch (error) {
    // The others are still worth measuring.
    failures.push(name);
    if (!ending) say(`✗ ${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}
if (ending) {
  await ending;
  process.exit(130);
}
await end();
process.stdout.write(has("json") ? `${JSON.stringify(figures)}\n` : `\n${printTable(figures)}\n`);
process.exit(failures.length > 0 ? 1 : 0);
