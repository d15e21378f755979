import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, isBuildStale } from "./build.ts";
import { type Tally, tallyCommand, tallyPlaywright, tallyVitest } from "./check-results.ts";
import { requireChromium } from "./chromium.ts";
import { runCommand } from "./command.ts";
import { describeError, PlainError } from "./plain-error.ts";
import { findFreePort } from "./ports.ts";
import { identify, signal as sendSignal, waitForEnd } from "./processes.ts";
import { seconds } from "./progress.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const bin = (name: string) => join(root, "node_modules/.bin", name);

type Environment = Record<string, string | undefined>;

/** What all checks of one run share. */
type Run = {
  /** Everything temporary lies here, databases included. */
  folder: string;
  env: Environment;
  signal: AbortSignal;
};

type Outcome = Tally & { output: string };
type Check = { name: string; title: string; run: (run: Run) => Promise<Outcome> };

const command =
  (...parts: string[]) =>
  async (run: Run): Promise<Outcome> => {
    const { code, output } = await runCommand({
      command: parts,
      cwd: root,
      env: run.env,
      signal: run.signal,
    });
    return { ...tallyCommand(code), output };
  };

const vitest =
  (project: string, env: Environment = {}) =>
  async (run: Run): Promise<Outcome> => {
    const report = join(run.folder, `${project}-${randomBytes(4).toString("hex")}.json`);
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const { code, output } = await runCommand({
      command: [bin("vitest"), "run", "--project", project, ...reporters],
      cwd: root,
      env: { ...run.env, ...env },
      signal: run.signal,
    });
    return { ...tallyVitest(report, code), output };
  };

const staticChecks: Check[] = [
  { name: "format", title: "Format and lint", run: command(bin("biome"), "check", ".") },
  { name: "walls", title: "Walls", run: command("npm", "run", "-s", "lint:walls") },
  { name: "dead", title: "Dead code", run: command(bin("knip")) },
  { name: "unit", title: "Unit tests", run: vitest("unit") },
  { name: "audit", title: "Known weaknesses of our packages", run: runAudit },
];

// Types come after the build, which writes some of them.
const builtChecks: Check[] = [
  { name: "build", title: "Build", run: runBuild },
  { name: "types", title: "Types", run: command(bin("tsc"), "--noEmit") },
];

const slowChecks: Check[] = [
  { name: "database", title: "Database tests on the embedded server", run: vitest("database") },
  { name: "given", title: "Database tests on the server of TEST_DATABASE_URL", run: runOnGivenServer },
  { name: "start", title: "The start", run: vitest("start") },
  { name: "journeys", title: "Journeys in Chromium", run: runJourneys },
];

/**
 * Runs every check, or those named, and ends the process after the line `N passed, N failed`. Two lanes where the
 * two cores allow it; what measures time or drives a browser runs alone.
 */
export async function runChecks(names: string[]): Promise<void> {
  const startedAt = performance.now();
  const aborter = new AbortController();
  const folder = mkdtempSync(join(tmpdir(), "santral-test-"));
  // The embedded server of root runs as another uid and has to get through.
  chmodSync(folder, 0o711);
  const run: Run = {
    folder,
    env: {
      ...process.env,
      TMPDIR: folder,
      SANTRAL_TEST_RUN: randomBytes(4).toString("hex"),
      NEXT_TELEMETRY_DISABLED: "1",
      TZ: "UTC",
    },
    signal: aborter.signal,
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => aborter.abort());

  const total = { passed: 0, failed: 0 };
  const isWanted = ({ name }: Check) => {
    // It needs the network: on a build server, or when asked for.
    if (name === "audit" && !process.env.CI) return names.includes(name);
    if (name === "given" && !process.env.TEST_DATABASE_URL) return false;
    return names.length === 0 || names.includes(name);
  };
  const lane = async (checks: Check[]) => {
    for (const check of checks.filter(isWanted)) {
      if (aborter.signal.aborted) return;
      const outcome = await runCheck(check, run);
      total.passed += outcome.passed;
      total.failed += outcome.failed;
    }
  };
  try {
    if (slowChecks.some((check) => check.name === "journeys" && isWanted(check))) {
      run.env.CHROME_PATH = requireChromium((message) => console.log(`  ${message}`));
    }
    await Promise.all([lane(staticChecks), lane(builtChecks)]);
    await lane(slowChecks);
    if (aborter.signal.aborted) throw new PlainError("Stopped by a signal.");
  } catch (error) {
    console.error(`✗ ${describeError(error)}`);
    total.failed += 1;
  }
  await cleanUp(folder);
  console.log(`\nTook ${seconds(performance.now() - startedAt)}`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  process.exit(total.failed === 0 ? 0 : 1);
}

async function runCheck(check: Check, run: Run): Promise<Outcome> {
  const startedAt = performance.now();
  console.log(`· ${check.title} …`);
  const outcome = await check.run(run);
  const took = seconds(performance.now() - startedAt);
  if (outcome.failed > 0 && !run.signal.aborted) console.log(`${outcome.output.trim()}\n`);
  for (const note of outcome.notes) console.log(`  ${note}`);
  console.log(
    `${outcome.failed === 0 ? "✓" : "✗"} ${check.title}: ${outcome.passed} passed, ${outcome.failed} failed (${took})`,
  );
  return outcome;
}

async function runBuild(run: Run): Promise<Outcome> {
  try {
    if (isBuildStale(root)) await build(root, run.signal);
    return { passed: 1, failed: 0, notes: [], output: "" };
  } catch (error) {
    return { passed: 0, failed: 1, notes: [], output: describeError(error) };
  }
}

/** What it says is shown also when nothing failed: above all that it could not ask. */
async function runAudit(run: Run): Promise<Outcome> {
  const outcome = await command("npm", "run", "-s", "audit")(run);
  return { ...outcome, notes: outcome.output.trim().split("\n") };
}

/** The roles of a lasting server are shared by its runs, and so is the file of their passwords. */
function runOnGivenServer(run: Run): Promise<Outcome> {
  return vitest("database", { TEST_ADMIN_URL: process.env.TEST_DATABASE_URL, TMPDIR: process.env.TMPDIR })(
    run,
  );
}

async function runJourneys(run: Run): Promise<Outcome> {
  const report = join(run.folder, "journeys.json");
  const port = await findFreePort(3200, "127.0.0.1");
  const { code, output } = await runCommand({
    command: [bin("playwright"), "test"],
    cwd: root,
    env: {
      ...withoutOwnSettings(run.env),
      JOURNEY_PORT: String(port),
      JOURNEY_DATA_DIR: join(run.folder, "journeys"),
      JOURNEY_REPORT: report,
    },
    signal: run.signal,
  });
  return { ...tallyPlaywright(report, code), output };
}

/** The journeys meet the product as it is on a fresh machine, whatever this shell has set. */
function withoutOwnSettings(env: Environment): Environment {
  const own = ["APP_URL", "DATABASE_URL", "DATA_DIR", "HOST", "PORT", "SANDBOX", "SANTRAL_SECRET"];
  return Object.fromEntries(Object.entries(env).filter(([name]) => !own.includes(name)));
}

/** Ends database servers that a killed suite has left behind, and removes what is temporary. */
async function cleanUp(folder: string): Promise<void> {
  for (const name of readdirSync(folder)) {
    const lock = join(folder, name, "postgres/cluster/postmaster.pid");
    if (!existsSync(lock)) continue;
    const server = identify(Number(readFileSync(lock, "utf8").split("\n")[0]));
    if (!server) continue;
    sendSignal(server.pid, "SIGQUIT");
    await waitForEnd(server, 10_000);
  }
  rmSync(folder, { recursive: true, force: true });
}
