import { describe, expect, test } from "vitest";
import { listPaths, readText } from "./files";
import { findLooseEnds, isWellNamed } from "./sources";

const { files, folders } = listPaths();
const sources = files.filter(
  (path) => /\.(?:[cm]?[jt]sx?|css|sql|sh)$/.test(path) && !path.includes(".generated."),
);

/** Names that a convention outside the house has chosen. */
const givenNames =
  /^(?:README|ARCHITECTURE|CONTRIBUTING|LICENSE|LICENSE-[\w-]+|Dockerfile|SECURITY)(?:\.\w+)?$|^public\/fonts\/|^db\/migrations\/meta\/|\/README\.md$/;

describe("the house", () => {
  test("has no work left open and no check switched off without a reason", () => {
    // The check's own examples break it on purpose.
    const found = sources
      .filter((path) => !path.startsWith("tests/house/"))
      .flatMap((path) => findLooseEnds(readText(path)).map(({ line, what }) => `${path}:${line} ${what}`));
    expect(found).toEqual([]);
  });

  test("has no source file over 500 lines but tests, schemas and tables of data", () => {
    const mayBeLong = /\.test\.tsx?$|^tests\/|^db\/(?:schema|migrations)\//;
    const long = sources
      .filter((path) => !mayBeLong.test(path))
      .map((path) => ({ path, lines: readText(path).trimEnd().split("\n").length }))
      .filter(({ lines }) => lines > 500);
    expect(long).toEqual([]);
  });

  test("names files and folders in kebab-case", () => {
    const odd = [...files, ...folders].filter((path) => !givenNames.test(path) && !isWellNamed(path));
    expect(odd).toEqual([]);
  });
});

describe("a loose end", () => {
  test.each([
    ["work left open", `// ${"TO"}DO later`, 1],
    ["a disable without a reason", "// @ts-expect-error\nx();", 1],
    ["a disable whose reason is a word", "// biome-ignore lint/a11y/useAltText: ok\nx();", 1],
    [
      "a disable with its reason on the line",
      "// biome-ignore lint/a11y/useAltText: the picture is decoration\nx();",
      0,
    ],
    ["a disable with its reason above", "// grammY's type lacks this field.\n// @ts-expect-error\nx();", 0],
    ["a sentence that only speaks of doing", 'const text = "nothing to do";', 0],
  ])("%s", (_, source, count) => {
    expect(findLooseEnds(source)).toHaveLength(count);
  });
});

describe("a name", () => {
  test.each([
    "server/orders/get-order.ts",
    "app/w/[workspace]/(site)/page.tsx",
    "app/[...slug]/page.tsx",
    "db/migrations/0001_row_security.sql",
    ".dependency-cruiser.mjs",
  ])("%s is well formed", (path) => {
    expect(isWellNamed(path)).toBe(true);
  });
  test.each(["server/orders/getOrder.ts", "components/Button.tsx", "docs/My Guide.md"])(
    "%s is not",
    (path) => {
      expect(isWellNamed(path)).toBe(false);
    },
  );
});
