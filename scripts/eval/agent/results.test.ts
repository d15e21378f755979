import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { putIntoReadme, type Result } from "./results.ts";

const root = join(import.meta.dirname, "../../..");

test("the README says what results.json says", () => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const results = JSON.parse(
    readFileSync(join(root, "server/agent/evaluation/results.json"), "utf8"),
  ) as Result[];
  expect(putIntoReadme(readme, results)).toBe(readme);
});

test("a README without markers is refused", () => {
  expect(() => putIntoReadme("# Santral", [])).toThrow(/eval:agent/);
});
