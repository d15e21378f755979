import { describe, expect, test } from "vitest";
import { findClaims, isKept } from "./documents";
import { listPaths, readText } from "./files";

const { files, folders } = listPaths();
const manifest = JSON.parse(readText("package.json")) as { scripts: Record<string, string> };
const house = { paths: [...files, ...folders], scripts: Object.keys(manifest.scripts) };
const documents = files.filter((path) => path.endsWith(".md"));

describe("documents", () => {
  test.each(documents)("%s names only what exists", (document) => {
    const broken = findClaims(readText(document)).filter((claim) => !isKept(claim, document, house));
    expect(broken.map(({ line, text }) => `${document}:${line} ${text}`)).toEqual([]);
  });
});

describe("a claim of a document", () => {
  const small = {
    paths: [
      "README.md",
      "server/orders",
      "server/orders/README.md",
      "server/orders/index.ts",
      "app/w/[workspace]/page.tsx",
    ],
    scripts: ["lint"],
  };
  const holds = (text: string, document = "README.md") =>
    findClaims(text).map((claim) => isKept(claim, document, small));

  test.each([
    ["a file", "see `server/orders/index.ts`"],
    ["a file without its ending", "see `server/orders/index`"],
    ["a line of a file", "see `server/orders/index.ts:12`"],
    ["an import", "see `@/server/orders`"],
    ["a folder", "see `server/orders/`"],
    ["a placeholder", "see `server/<domain>/README.md`"],
    ["a star", "see `server/*/index.ts`"],
    ["any depth", "see `app/**/page.tsx`"],
    ["a choice", "see `server/{orders,stock}/index.ts`"],
    ["a choice in words", "see `server/orders|stock/index.ts`"],
    ["a folder of Next in brackets", "see `app/w/[workspace]/page.tsx`"],
    ["a bare file name", "each has an `index.ts`"],
    ["a link", "[orders](server/orders/README.md)"],
    ["a script", "`npm run lint`"],
  ])("that names %s is kept when it exists", (_, text) => {
    expect(holds(text)).toEqual([true]);
  });

  test.each([
    ["a file", "see `server/orders/gone.ts`"],
    ["a folder", "see `deploy/helm/`"],
    ["a star", "see `server/*/gone.ts`"],
    ["a bare file name", "see `gone.ts`"],
    ["a link", "[gone](docs/gone.md)"],
    ["a script", "run `npm run gone`"],
    ["a script in a code block", "```\nnpm run gone\n```"],
  ])("that names %s is broken when it does not", (_, text) => {
    expect(holds(text)).toEqual([false]);
  });

  test("counts from the document's own folder, too", () => {
    expect(holds("[door](index.ts) and [up](../../README.md)", "server/orders/README.md")).toEqual([
      true,
      true,
    ]);
  });

  test.each([
    "`/api/health`",
    "`text/csv`",
    "`conversation/opened`",
    "`DATABASE_URL`",
    "`app.workspace_id`",
    "`npm start`",
  ])("is not made by %s", (text) => {
    expect(findClaims(text)).toEqual([]);
  });
});
