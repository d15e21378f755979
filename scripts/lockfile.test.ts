import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

type Lock = {
  packages: Record<string, { optionalDependencies?: Record<string, string>; resolved?: string }>;
};

const text = readFileSync(join(import.meta.dirname, "../package-lock.json"), "utf8");
const { packages } = JSON.parse(text) as Lock;

test("the lockfile names every optional package of every platform (node scripts/complete-lockfile.mjs)", () => {
  const known = Object.keys(packages);
  const optional = Object.values(packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
  const isKnown = (name: string) =>
    known.some((path) => path === `node_modules/${name}` || path.endsWith(`/node_modules/${name}`));
  expect(optional.filter((name) => !isKnown(name))).toEqual([]);
});

test("the lockfile is bound to no registry", () => {
  expect(Object.values(packages).filter(({ resolved }) => resolved?.startsWith("http"))).toEqual([]);
});
