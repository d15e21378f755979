/**
 * `npm run audit`: asks the registry for known weaknesses of the packages that we ship. A serious one fails, unless
 * `scripts/audit-allowed.json` says why it is lived with and until when. A registry that does not answer fails nothing:
 * that is said, so that nobody takes silence for health.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Allowance, judgeAudit } from "./lib/audit.ts";

const patienceMs = 30_000;
const root = join(import.meta.dirname, "..");
const allowed = JSON.parse(
  readFileSync(join(import.meta.dirname, "audit-allowed.json"), "utf8"),
) as Allowance[];
const asked = spawnSync("npm", ["audit", "--json", "--omit=dev", "--fetch-retries=0"], {
  cwd: root,
  encoding: "utf8",
  timeout: patienceMs,
  stdio: ["ignore", "pipe", "ignore"],
});
const { isAsked, problems, notes } = judgeAudit(
  asked.stdout ?? "",
  allowed,
  new Date().toISOString().slice(0, 10),
);
for (const note of notes) process.stdout.write(`${isAsked ? "·" : "! NOT CHECKED:"} ${note}\n`);
for (const problem of problems) process.stdout.write(`✗ ${problem}\n`);
if (isAsked && problems.length === 0)
  process.stdout.write("✓ No serious weakness is known of what we ship.\n");
process.exitCode = problems.length > 0 ? 1 : 0;
