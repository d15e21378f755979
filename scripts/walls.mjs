/**
 * Checks who imports whom in the folder it is started in: the rules of .dependency-cruiser.mjs, and that no two
 * domains of the server depend on each other, however many files lie between.
 *
 * `--json` prints `[{ rule, from, to, comment }]` instead of sentences. Ends with 1 when a wall is broken.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { cruise } from "dependency-cruiser";
import extractDepcruiseOptions from "dependency-cruiser/config-utl/extract-depcruise-options";

const rooms = ["app", "components", "server", "db", "lib", "sandbox", "scripts", "tests"];
// Rooms are built as they are needed, so the list is what stands.
const standing = readdirSync(".").filter(
  (name) => rooms.includes(name) || /^instrumentation.*[.]ts$/.test(name),
);

const options = await extractDepcruiseOptions(join(import.meta.dirname, "..", ".dependency-cruiser.mjs"));
const { output } = await cruise(standing, { ...options, validate: true });
const violations = [...output.summary.violations.map(toViolation), ...findDomainCycles(output.modules)];

if (process.argv.includes("--json")) {
  process.stdout.write(`${JSON.stringify(violations)}\n`);
} else {
  for (const { rule, from, to, comment } of violations) {
    process.stderr.write(`\n${rule}\n  ${from} → ${to}\n  ${comment}\n`);
  }
  process.stdout.write(
    violations.length === 0
      ? `The walls stand: ${output.summary.totalCruised} files, ${output.summary.totalDependenciesCruised} imports.\n`
      : `\n${violations.length} imports go through a wall.\n`,
  );
}
process.exitCode = violations.length === 0 ? 0 : 1;

function toViolation({ rule, from, to }) {
  const { comment } = options.ruleSet.forbidden.find(({ name }) => name === rule.name);
  return { rule: rule.name, from, to, comment };
}

/** Pairs of domains that reach each other. server/trpc mounts every router, so it is left out of the graph. */
function findDomainCycles(modules) {
  const domainOf = (path) => /^server[/]([^/]+)[/]/.exec(path)?.[1] ?? null;
  const isDomain = (name) => name !== null && name !== "trpc" && name !== "kernel";
  const needs = new Map();
  for (const { source, dependencies } of modules) {
    const from = domainOf(source);
    if (!isDomain(from) || /[.]test[.]tsx?$/.test(source)) continue;
    for (const { resolved } of dependencies) {
      const to = domainOf(resolved);
      if (!isDomain(to) || to === from) continue;
      if (!needs.has(from)) needs.set(from, new Map());
      needs.get(from).set(to, { source, resolved });
    }
  }
  const found = [];
  for (const [from, targets] of needs) {
    for (const [to, example] of targets) {
      if (!reaches(needs, to, from)) continue;
      found.push({
        rule: "no-cycle-between-domains",
        from: example.source,
        to: example.resolved,
        comment: `server/${to} already depends on server/${from}. Break the circle with an event, never with an import.`,
      });
    }
  }
  return found;
}

function reaches(needs, start, goal, seen = new Set()) {
  if (start === goal) return true;
  if (seen.has(start)) return false;
  seen.add(start);
  return [...(needs.get(start)?.keys() ?? [])].some((next) => reaches(needs, next, goal, seen));
}
