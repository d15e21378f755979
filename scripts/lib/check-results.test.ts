import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { tallyPlaywright, tallyVitest } from "./check-results";

const folder = mkdtempSync(join(tmpdir(), "santral-report-"));
afterAll(() => rmSync(folder, { recursive: true }));

const reportOf = (value: unknown) => {
  const file = join(folder, "report.json");
  writeFileSync(file, JSON.stringify(value));
  return file;
};

const vitest = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };
const unloaded = { name: "a.test.ts", status: "failed", message: "no such module", assertionResults: [] };
const playwright = { stats: { expected: 2, unexpected: 0, flaky: 0, skipped: 0 }, errors: [] };

describe("counting", () => {
  test.each([
    { label: "all green", report: vitest, code: 0, passed: 3, failed: 0 },
    { label: "one red", report: { ...vitest, numFailedTests: 1 }, code: 1, passed: 3, failed: 1 },
    {
      label: "a file that cannot be loaded",
      report: { ...vitest, testResults: [unloaded] },
      code: 1,
      passed: 3,
      failed: 1,
    },
    { label: "an error outside every test", report: vitest, code: 1, passed: 3, failed: 1 },
    { label: "no tests at all", report: { ...vitest, numPassedTests: 0 }, code: 0, passed: 0, failed: 1 },
  ])("vitest: $label", ({ report, code, passed, failed }) => {
    expect(tallyVitest(reportOf(report), code)).toMatchObject({ passed, failed });
  });

  test.each([
    { label: "all green", stats: {}, code: 0, passed: 2, failed: 0 },
    { label: "one red", stats: { unexpected: 1 }, code: 1, passed: 2, failed: 1 },
    { label: "one skipped", stats: { skipped: 1 }, code: 0, passed: 2, failed: 1 },
    { label: "one that passed at the second try", stats: { flaky: 1 }, code: 0, passed: 2, failed: 1 },
    { label: "no journeys", stats: { expected: 0 }, code: 0, passed: 0, failed: 1 },
  ])("Playwright: $label", ({ stats, code, passed, failed }) => {
    const report = reportOf({ ...playwright, stats: { ...playwright.stats, ...stats } });
    expect(tallyPlaywright(report, code)).toMatchObject({ passed, failed });
  });

  test("a run without a report has failed", () => {
    expect(tallyVitest("/nowhere.json", 0)).toMatchObject({ passed: 0, failed: 1 });
  });
});
