/**
 * A small house in which every wall stands, and the bricks that break one each. Every broken brick is a file of its
 * own, so that a rule that fires says which import it was.
 */

const code = "export const value = 1;\nexport type Value = number;\n";

/** What the bricks below import; nothing here breaks a wall. */
export const house: Record<string, string> = {
  "app/page.tsx": `import { value } from "@/server/orders";
import { button } from "@/components/ui/button";
import { door } from "@/lib/door";
import { caller } from "@/server/trpc/caller";
export default [value, button, door, caller];
`,
  "app/help.ts": code,
  "app/error.tsx": `"use client";
import "./page.css";
import { button } from "@/components/ui/button";
import { panel } from "./panel";
import { save } from "./actions";
import type { Value } from "./help";
export default [button, panel, save] satisfies (Value | string)[];
`,
  "app/page.css": "a { color: red }\n",
  "app/panel.tsx": `// The panel.\n"use client";\nexport const panel = "panel";\n`,
  "app/actions.ts": `"use server";\nimport { value } from "@/server/orders";\nexport const save = value;\n`,
  "app/sandbox/page.tsx": `import { phone } from "@/sandbox";\nexport default phone;\n`,
  "components/ui/button.tsx": `import type { Value } from "@/server/orders/schemas";
import { isLate } from "@/server/orders/rules";
import type { AppRouter } from "@/server/trpc";
export const button = isLate;
export type Props = { value: Value; router: AppRouter };
`,
  "components/ui/button.test.tsx": `import { button } from "./button";\nimport fs from "node:fs";\nexport default [button, fs];\n`,
  "server/kernel/index.ts": `export { newId } from "./ids";\nexport { run } from "./runtime";\n`,
  "server/kernel/ids.ts": `import { v7 } from "uuid";\nexport const newId = v7;\n`,
  "server/kernel/runtime.ts": `import postgres from "postgres";\nexport const run = postgres;\n`,
  "server/orders/index.ts": `export { value, type Value } from "./get-order";\n`,
  "server/orders/get-order.ts": `import { table } from "@/db/schema/orders";
import { inside } from "./internal";
import { run } from "@/server/kernel";
export const value = [table, inside, run];
export type Value = number;
`,
  "server/orders/get-order.test.ts": `import { value } from "./get-order";
import { makeDatabase } from "@/db/testing";
import { phone } from "@/sandbox";
import { sample } from "@/tests/fixtures/sample";
import { test } from "vitest";
test("an order", () => [value, makeDatabase, phone, sample]);
`,
  "server/orders/internal.ts": `export const inside = 1;\n`,
  "server/orders/schemas.ts": `import { z } from "zod";
import { newId } from "@/server/kernel/ids";
import type { Stock } from "@/server/shelves/schemas";
export const Order = z.object({ id: z.string().default(newId) });
export type Value = Stock;
`,
  "server/orders/rules.ts": `import { Order } from "./schemas";\nexport const isLate = Order;\n`,
  "server/orders/router.ts": `import { router } from "@/server/trpc/init";\nimport { value } from "./get-order";\nexport default router(value);\n`,
  "server/stock/index.ts": `export { stock } from "./find-stock";\n`,
  "server/stock/find-stock.ts": `import { value } from "@/server/orders";\nexport const stock = value;\n`,
  "server/shelves/schemas.ts": `export type Stock = number;\n`,
  "server/stock/internal.ts": code,
  "server/trpc/index.ts": `export type AppRouter = typeof import("./root").root;\nexport { root } from "./root";\n`,
  "server/trpc/root.ts": `export const root = { orders: () => import("@/server/orders/router") };\n`,
  "server/trpc/init.ts": `import { run } from "@/server/kernel";\nexport const router = (verbs: unknown) => [verbs, run];\n`,
  "server/trpc/caller.ts": `import { root } from "./root";\nexport const caller = root;\n`,
  "server/testing/index.ts": `import { makeDatabase } from "@/db/testing";\nimport { test } from "vitest";\nexport default [makeDatabase, test];\n`,
  "server/orders/testing.ts": `export const anOrder = 1;\n`,
  "server/stock/testing.ts": `import { anOrder } from "@/server/orders/testing";\nexport const aShelf = anOrder;\n`,
  "db/schema/orders.ts": `import { pgTable } from "drizzle-orm/pg-core";\nimport { door } from "@/lib/door";\nexport const table = [pgTable, door];\n`,
  "db/testing/index.ts": `import { test } from "vitest";\nexport const makeDatabase = test;\n`,
  "lib/door.ts": `import { EventEmitter } from "node:events";\nexport const door = EventEmitter;\n`,
  "sandbox/index.ts": `import { door } from "@/lib/door";\nimport type { Update } from "@grammyjs/types";\nexport const phone = door;\nexport type Seen = Update;\n`,
  "scripts/report.ts": `import { value } from "@/server/orders";\nimport { table } from "@/db/schema/orders";\nexport default [value, table];\n`,
  "tests/fixtures/sample.ts": `import { value } from "@/server/orders";\nexport const sample = value;\n`,
  "instrumentation.ts": `import { run } from "@/server/kernel";\nimport { phone } from "@/sandbox";\nimport { door } from "@/lib/door";\nexport default [run, phone, door];\n`,
};

const takes = (path: string) => `import * as taken from "${path}";\nexport default taken;\n`;
const takesType = (path: string) => `import type { Value } from "${path}";\nexport type Taken = Value;\n`;
const client = (path: string) => `"use client";\n${takes(path)}`;

/** Each breaks exactly the wall it is listed under: the rule, why it is broken, the files to lay. */
export const broken: { rule: string; label: string; files: Record<string, string> }[] = [
  {
    rule: "app-enters-server-by-the-door",
    label: "a page imports a verb's file",
    files: { "app/b1.tsx": takes("@/server/orders/get-order") },
  },
  {
    rule: "app-leaves-tables-alone",
    label: "a page imports a table",
    files: { "app/b2.tsx": takes("@/db/schema/orders") },
  },
  {
    rule: "app-leaves-tables-alone",
    label: "a page imports a table's type",
    files: { "app/b3.tsx": takesType("@/db/schema/orders") },
  },
  {
    rule: "app-leaves-tables-alone",
    label: "a page imports a table when it is asked for, by a relative path",
    files: { "app/b4.tsx": `export default async () => { await import("../db/schema/orders"); };\n` },
  },
  {
    rule: "app-leaves-tables-alone",
    label: "a page hands a table on by the package's own alias",
    files: { "app/b5.tsx": `export { table } from "#/db/schema/orders.ts";\n` },
  },
  {
    rule: "nobody-imports-app",
    label: "a component imports a page",
    files: { "components/b6.tsx": takes("@/app/help") },
  },
  {
    rule: "nobody-imports-app",
    label: "a domain imports a page",
    files: { "server/orders/b7.ts": takes("@/app/help") },
  },
  {
    rule: "browser-never-reaches-a-verb",
    label: "a component imports a domain's door",
    files: { "components/b8.tsx": takes("@/server/orders") },
  },
  {
    rule: "browser-never-reaches-a-verb",
    label: "a component imports a domain's type from its door",
    files: { "components/b9.tsx": takesType("@/server/orders") },
  },
  {
    rule: "browser-never-reaches-a-verb",
    label: 'a "use client" page imports a domain\'s door',
    files: { "app/b10.tsx": client("@/server/orders") },
  },
  {
    rule: "browser-never-reaches-a-table",
    label: "a component imports a table",
    files: { "components/b11.tsx": takes("@/db/schema/orders") },
  },
  {
    rule: "browser-never-reaches-a-table",
    label: 'a "use client" page imports a table',
    files: { "app/b12.tsx": client("@/db/schema/orders") },
  },
  {
    rule: "browser-takes-only-types-of-schemas",
    label: "a component imports a value of a schema",
    files: { "components/b12b.tsx": takes("@/server/orders/schemas") },
  },
  {
    rule: "browser-takes-only-the-type-of-the-router",
    label: "a component imports the router itself",
    files: { "components/b13.tsx": takes("@/server/trpc") },
  },
  {
    rule: "client-pages-import-client-files",
    label: 'a "use client" page imports a file that is not one',
    files: { "app/b14.tsx": client("./help") },
  },
  {
    rule: "browser-needs-no-node",
    label: "a component imports a module of Node",
    files: { "components/b15.tsx": takes("node:fs") },
  },
  {
    rule: "browser-needs-no-node",
    label: "rules import a module of Node",
    files: { "server/b16/rules.ts": takes("node:crypto") },
  },
  {
    rule: "browser-safe-files-stay-pure",
    label: "schemas import a table",
    files: { "server/b17/schemas.ts": takes("@/db/schema/orders") },
  },
  {
    rule: "browser-safe-files-stay-pure",
    label: "rules import the verb beside them",
    files: { "server/b18/rules.ts": takes("./get"), "server/b18/get.ts": code },
  },
  {
    rule: "browser-safe-files-stay-pure",
    label: "schemas import the kernel's door",
    files: { "server/b19/schemas.ts": takes("@/server/kernel") },
  },
  {
    rule: "domains-meet-at-the-door",
    label: "a domain imports another domain's verb",
    files: { "server/b20/get.ts": takes("@/server/orders/get-order") },
  },
  {
    rule: "domains-meet-at-the-door",
    label: "a domain imports a file of the kernel",
    files: { "server/b21/get.ts": takesType("@/server/kernel/runtime") },
  },
  {
    rule: "routers-meet-at-the-door",
    label: "a router imports another domain's verb",
    files: { "server/b22/router.ts": takes("@/server/orders/get-order") },
  },
  {
    rule: "trpc-loads-routers-only",
    label: "the root router imports a verb's file",
    files: { "server/trpc/b23.ts": takes("@/server/orders/get-order") },
  },
  {
    rule: "internal-stays-in-its-folder",
    label: "a domain imports another's internals",
    files: { "server/b24/get.ts": takes("@/server/stock/internal") },
  },
  {
    rule: "internal-stays-in-its-folder",
    label: "a page imports a domain's internals",
    files: { "app/b25.tsx": takes("@/server/stock/internal") },
  },
  {
    rule: "kernel-knows-no-domain",
    label: "the kernel imports a domain",
    files: { "server/kernel/b26.ts": takes("@/server/orders") },
  },
  {
    rule: "server-draws-nothing",
    label: "a domain imports a component",
    files: { "server/b27/get.ts": takes("@/components/ui/button") },
  },
  {
    rule: "db-knows-only-lib",
    label: "a table imports a verb",
    files: { "db/schema/b28.ts": takes("@/server/orders") },
  },
  {
    rule: "test-set-up-only-in-tests",
    label: "a verb imports the test database",
    files: { "server/b29/get.ts": takes("@/db/testing") },
  },
  {
    rule: "test-set-up-only-in-tests",
    label: "a verb imports the test contexts",
    files: { "server/b30/get.ts": takes("@/server/testing") },
  },
  {
    rule: "test-set-up-only-in-tests",
    label: "a verb imports another domain's factories",
    files: { "server/b52/get.ts": takes("@/server/orders/testing") },
  },
  {
    rule: "lib-knows-nobody",
    label: "lib imports a verb",
    files: { "lib/b31.ts": takes("@/server/orders") },
  },
  {
    rule: "lib-knows-nobody",
    label: "lib takes a type from a component",
    files: {
      "lib/b32.ts": `import type { Props } from "@/components/ui/button";\nexport type Taken = Props;\n`,
    },
  },
  {
    rule: "database-is-spoken-to-below",
    label: "a page imports the database driver",
    files: { "app/b33.tsx": takes("postgres") },
  },
  {
    rule: "database-is-spoken-to-below",
    label: "a component imports the query builder",
    files: { "components/b34.tsx": takes("drizzle-orm/pg-core") },
  },
  {
    rule: "sandbox-knows-only-lib",
    label: "a stand-in imports a verb",
    files: { "sandbox/b35.ts": takes("@/server/orders") },
  },
  {
    rule: "sandbox-knows-only-lib",
    label: "a stand-in imports a table",
    files: { "sandbox/b36.ts": takes("@/db/schema/orders") },
  },
  {
    rule: "sandbox-is-a-stranger",
    label: "a verb imports a stand-in",
    files: { "server/b37/get.ts": takes("@/sandbox") },
  },
  {
    rule: "sandbox-is-a-stranger",
    label: "a page outside app/sandbox imports a stand-in",
    files: { "app/b38.tsx": takes("@/sandbox") },
  },
  {
    rule: "sandbox-is-a-stranger",
    label: "a script imports a stand-in",
    files: { "scripts/b39.ts": takes("@/sandbox") },
  },
  {
    rule: "instrumentation-wires-doors",
    label: "instrumentation imports a verb's file",
    files: { "instrumentation-node.ts": takes("@/server/orders/get-order") },
  },
  {
    rule: "instrumentation-wires-doors",
    label: "instrumentation imports a table",
    files: { "instrumentation.node.ts": takes("@/db/schema/orders") },
  },
  {
    rule: "scripts-and-tests-use-doors",
    label: "a script imports a verb's file",
    files: { "scripts/b40.ts": takes("@/server/orders/get-order") },
  },
  {
    rule: "scripts-and-tests-use-doors",
    label: "a journey imports a component",
    files: { "tests/b41.ts": takes("@/components/ui/button") },
  },
  {
    rule: "nobody-imports-scripts",
    label: "a verb imports a script",
    files: { "server/b42/get.ts": takes("@/scripts/report") },
  },
  {
    rule: "nobody-imports-tests",
    label: "a verb imports a fixture",
    files: { "server/b43/get.ts": takes("@/tests/fixtures/sample") },
  },
  {
    rule: "nobody-imports-tests",
    label: "a verb imports the test beside it",
    files: { "server/b44/get.ts": takes("./get.test"), "server/b44/get.test.ts": code },
  },
  {
    rule: "no-import-cycle",
    label: "two files import each other",
    files: { "lib/b45.ts": takes("./b46"), "lib/b46.ts": takes("./b45") },
  },
  {
    rule: "nothing-unresolved",
    label: "an import points nowhere",
    files: { "lib/b47.ts": takes("@/lib/nowhere") },
  },
  {
    rule: "only-declared-packages",
    label: "a package that another one happened to bring",
    files: { "lib/b48.ts": takes("enhanced-resolve") },
  },
  {
    rule: "product-runs-without-development-packages",
    label: "a verb imports a development package",
    files: { "server/b49/get.ts": takes("fast-check") },
  },
  {
    rule: "no-cycle-between-domains",
    label: "two domains depend on each other through files that do not",
    files: {
      "server/b50/index.ts": code,
      "server/b50/get.ts": takes("@/server/b51"),
      "server/b51/index.ts": code,
      "server/b51/get.ts": takesType("@/server/b50"),
    },
  },
];
