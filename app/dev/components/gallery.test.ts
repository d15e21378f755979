import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const here = import.meta.dirname;
const primitives = join(here, "../../../components/ui");
/** Parts that stand in a frame around every page, or that others are made of. */
const unseen = new Set(["Toaster", "LateTrigger"]);

const shown = readdirSync(here)
  .filter((file) => file.endsWith(".tsx"))
  .map((file) => readFileSync(join(here, file), "utf8"))
  .join("\n");

const components = readdirSync(primitives)
  .filter((file) => file.endsWith(".tsx"))
  .flatMap((file) => {
    const source = readFileSync(join(primitives, file), "utf8");
    return [...source.matchAll(/^export function ([A-Z]\w*)/gm)].map(([, name = ""]) => ({ file, name }));
  });

test("the gallery has every primitive", () => {
  expect(components.length).toBeGreaterThan(40);
  const missing = components.filter(
    ({ name }) => !unseen.has(name) && !new RegExp(`<${name}[\\s/>]`).test(shown),
  );
  expect(missing.map(({ file, name }) => `${file}: ${name}`)).toEqual([]);
});
