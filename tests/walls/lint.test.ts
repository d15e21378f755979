import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const lines = (count: number) =>
  Array.from({ length: count }, (_, index) => `export const v${index} = 1;\n`).join("");

/** What the linter must refuse: the words of its message, and the file that breaks it. */
const refused: { words: string; label: string; path: string; text: string }[] = [
  { words: "noExplicitAny", label: "any", path: "server/a/any.ts", text: "export const a: any = 1;\n" },
  {
    words: "noProcessEnv",
    label: "the environment read in a domain",
    path: "server/a/environment.ts",
    text: "export const a = process.env.HOME;\n",
  },
  {
    words: "useFilenamingConvention",
    label: "a file name in camel case",
    path: "server/a/getOrder.ts",
    text: "export const a = 1;\n",
  },
  { words: "noExcessiveLinesPerFile", label: "501 lines", path: "components/long.tsx", text: lines(501) },
  {
    words: "noExcessiveLinesPerFile",
    label: "501 lines of tests",
    path: "server/a/long.test.ts",
    text: lines(501),
  },
  ...[
    "Number(order.amountMinor)",
    "Number(input.price)",
    'Number(row["amount_minor"])',
    "parseInt(priceMinor, 10)",
    "Number.parseFloat(unitPrice)",
    "Number(String(totalAmount))",
    "+balance",
  ].map((expression, index) => ({
    words: "Money is a bigint",
    label: `money in a float: ${expression}`,
    path: `server/a/money-${index}.ts`,
    text: `export const a = ${expression};\n`,
  })),
  {
    words: "a type that is imported in place",
    label: "a type imported in place",
    path: "components/in-place.tsx",
    text: 'export type A = import("@/db/schema").Row;\n',
  },
  {
    words: "Of server/trpc a component knows one thing",
    label: "another type of server/trpc in a component",
    path: "components/inputs.tsx",
    text: 'import type { Inputs } from "@/server/trpc";\n\nexport type A = Inputs;\n',
  },
];

const accepted: Record<string, string> = {
  "server/kernel/env.ts": "export const home = process.env.HOME;\n",
  "scripts/start.mjs": "export const home = process.env.HOME;\n",
  "app/w/[workspace]/inbox/page.tsx": "export default 1;\n",
  "server/a/get-order.ts": "export const a = Number(count) + amounts.length + BigInt(amountMinor);\n",
  "server/a/get-order.test.ts": lines(500),
  "components/inbox.tsx": 'import type { AppRouter } from "@/server/trpc";\n\nexport type A = AppRouter;\n',
};

describe("the linter", () => {
  const diagnoses: { path: string; text: string }[] = [];
  beforeAll(() => {
    const files = { ...accepted, ...Object.fromEntries(refused.map(({ path, text }) => [path, text])) };
    for (const diagnosis of lint(files)) diagnoses.push(diagnosis);
  });
  const saidOf = (path: string) =>
    diagnoses.filter((diagnosis) => diagnosis.path === path).map(({ text }) => text);

  test.each(refused)("refuses $label", ({ words, path }) => {
    expect(saidOf(path).join("\n")).toContain(words);
  });

  test.each(Object.keys(accepted))("accepts %s", (path) => {
    expect(saidOf(path)).toEqual([]);
  });
});

/** Lints these files, in a folder of their own, with the house's configuration. */
function lint(files: Record<string, string>): { path: string; text: string }[] {
  const folder = mkdtempSync(join(tmpdir(), "santral-lint-"));
  try {
    for (const name of ["biome.json", "scripts/lint"])
      cpSync(join(root, name), join(folder, name), { recursive: true });
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const { stdout, stderr } = spawnSync(
      join(root, "node_modules", ".bin", "biome"),
      ["lint", "--vcs-enabled=false", "--max-diagnostics=none", "--reporter=json", "."],
      { cwd: folder, encoding: "utf8" },
    );
    if (!stdout.startsWith("{")) throw new Error(`biome said nothing that could be read: ${stdout}${stderr}`);
    const { diagnostics } = JSON.parse(stdout) as {
      diagnostics: { category: string; message: string; location: { path: string } }[];
    };
    return diagnostics.map(({ category, message, location }) => ({
      path: location.path,
      text: `${category} ${message}`,
    }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
