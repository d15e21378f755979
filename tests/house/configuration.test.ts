import { expect, test } from "vitest";
import { listPaths, readText } from "./files";

/** Set by the start for the process that serves; nobody sets them by hand. */
const internal = new Set(["NODE_ENV", "SANTRAL_CONTROL_TOKEN", "SANTRAL_COOKIE_SECRETS_PREVIOUS"]);

const readme = readText("README.md");
const table = readme.slice(readme.indexOf("## Configuration"));
const documented = table
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .flatMap((line) => [...(line.split("|")[1] ?? "").matchAll(/`([A-Z_]+)`/g)].map(([, name = ""]) => name));

test("every variable that the process reads stands in the table of the README", () => {
  const read = [...readText("server/kernel/env.ts").matchAll(/^ {2}([A-Z][A-Z_]+): z/gm)].map(
    ([, name = ""]) => name,
  );
  expect(read.length).toBeGreaterThan(5);
  expect(read.filter((name) => !internal.has(name) && !documented.includes(name))).toEqual([]);
});

test("every variable in the table of the README is read", () => {
  const sources = listPaths()
    .files.filter((path) => path === "server/kernel/env.ts" || /^scripts\/.*\.(?:mjs|ts)$/.test(path))
    .map(readText)
    .join("\n");
  expect(documented.filter((name) => !sources.includes(name))).toEqual([]);
});
