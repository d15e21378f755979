import { existsSync, readFileSync } from "node:fs";

/** How many checks passed and failed, and why some could not be counted. */
export type Tally = { passed: number; failed: number; notes: string[] };

type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { name: string; status: string; message: string; assertionResults: { status: string }[] }[];
};

type PlaywrightReport = {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  errors: { message?: string }[];
};

/** One command that passes or fails as a whole. */
export function tallyCommand(code: number): Tally {
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, notes: [] };
}

/** Counts what vitest reports; a file that could not be loaded is a failure, too. */
export function tallyVitest(file: string, code: number): Tally {
  const report = readReport<VitestReport>(file);
  if (!report) return { passed: 0, failed: 1, notes: ["vitest has not reported"] };
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && assertionResults.every((result) => result.status !== "failed"),
  );
  const skipped = report.numPendingTests + report.numTodoTests;
  const notes = unloaded.map(({ name, message }) => `${name} could not run: ${message.split("\n")[0]}`);
  if (skipped > 0) notes.push(`${skipped} tests do not apply to this machine and were left out`);
  const failed = report.numFailedTests + unloaded.length;
  return settle({ passed: report.numPassedTests, failed, notes }, code);
}

/** Counts what Playwright reports; journeys are never skipped. */
export function tallyPlaywright(file: string, code: number): Tally {
  const report = readReport<PlaywrightReport>(file);
  if (!report) return { passed: 0, failed: 1, notes: ["Playwright has not reported"] };
  const { expected, unexpected, flaky, skipped } = report.stats;
  const notes = report.errors.map(({ message }) => message ?? "an error without a message");
  if (skipped > 0) notes.push(`${skipped} journeys were skipped, which counts as failed`);
  if (expected + unexpected + flaky + skipped === 0) notes.push("there are no journeys");
  return settle({ passed: expected, failed: unexpected + flaky + skipped, notes }, code);
}

/** A command that fails without a failed test has failed all the same, and so has one without any test. */
function settle(tally: Tally, code: number): Tally {
  const isSilent = tally.failed === 0 && (code !== 0 || tally.passed === 0);
  if (!isSilent) return tally;
  return { ...tally, failed: 1, notes: [...tally.notes, `the run ended with ${code} without a failed test`] };
}

function readReport<T>(file: string): T | null {
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, "utf8")) as T;
  } catch {
    return null;
  }
}
