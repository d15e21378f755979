/**
 * Who may import whom: one rule per wall, with what to do instead. `npm run lint:walls` checks them, and
 * tests/walls plants a violation of each. An opened wall is a decision: change the rule here, with its reason.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const testFile = "[.]test[.]tsx?$";
/** Other walls let it through where only tests may use it; "test-set-up-only-in-tests" sees to that. */
const testSetUp = "^((db|server|sandbox)/testing/|server/[^/]+/testing(/|[.]ts$))";
/** What a domain, the kernel, tRPC and the workflows show to others. */
const door = "^server/[^/]+/index[.]ts$";
/** Files of the server that the browser may load: they import nothing but each other, lib and zod. */
const browserSafe = ["^server/[^/]+/(schemas|rules|message-schemas)[.]ts$", "^server/kernel/ids[.]ts$"];
const instrumentation = "^instrumentation(-node|[.]node)?[.]ts$";
const rooms = ["app", "components", "server", "db", "lib", "sandbox", "scripts", "tests"];

/** Every room but the named ones, and instrumentation. */
const allRoomsBut = (...allowed) => [
  `^(${rooms.filter((room) => !allowed.includes(room)).join("|")})/`,
  instrumentation,
];

/** Source files under `folder` that open with a directive such as "use client", as patterns of their paths. */
function findFilesWithDirective(folder, directive) {
  let entries = [];
  try {
    entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch {
    // A room that has not been built yet.
  }
  return entries
    .filter((entry) => entry.isFile() && /[.]tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) =>
      new RegExp(`^(\\s|//.*|/[*][^]*?[*]/)*["']${directive}["']`).test(readFileSync(path, "utf8")),
    )
    .map((path) => `^${path.replaceAll(/[.[\]()]/g, "\\$&")}$`);
}

const clientPages = findFilesWithDirective("app", "use client");
const serverActions = findFilesWithDirective("app", "use server");
/** Code that runs in the browser. Everything under components may, whatever its directive. */
const browserCode = ["^components/", ...clientPages];

/** A wall: `comment` says what to do instead. */
const wall = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

const pages = [
  wall(
    "app-enters-server-by-the-door",
    "Pages and route handlers call what server/<domain>/index.ts exports, or server/trpc. Export the verb there.",
    { path: "^app/" },
    { path: "^server/", pathNot: [door, "^server/trpc/"] },
  ),
  wall(
    "app-leaves-tables-alone",
    "A page never queries the database: call a verb of the domain that owns the rows.",
    { path: "^app/", pathNot: testFile },
    { path: "^db/" },
  ),
  wall(
    "nobody-imports-app",
    "app/ holds routes only. What two routes share is a component, a verb or lib.",
    { pathNot: "^app/" },
    { path: "^app/" },
  ),
];

const browser = [
  wall(
    "browser-never-reaches-a-verb",
    'Components and "use client" files call the server through tRPC. Types and pure functions come from the ' +
      "domain's schemas.ts and rules.ts.",
    { path: browserCode, pathNot: testFile },
    { path: "^server/", pathNot: [...browserSafe, "^server/trpc/"] },
  ),
  wall(
    "browser-never-reaches-a-table",
    "Take the type of what is shown from the domain's schemas.ts, not from the table.",
    { path: browserCode, pathNot: testFile },
    { path: "^db/" },
  ),
  wall(
    "browser-takes-only-types-of-schemas",
    "A value of schemas.ts brings zod to the browser, a seventh of what a page may weigh: constants belong to rules.ts, " +
      "the server checks what comes.",
    { path: browserCode, pathNot: testFile },
    { path: "^server/[^/]+/schemas[.]ts$", dependencyTypesNot: ["type-only"] },
  ),
  wall(
    "browser-takes-only-the-type-of-the-router",
    'Write `import type { AppRouter } from "@/server/trpc"`; anything else would bring the server to the browser.',
    { path: browserCode, pathNot: testFile },
    { path: "^server/trpc/", dependencyTypesNot: ["type-only"] },
  ),
  wall(
    "client-pages-import-client-files",
    'What a "use client" file under app/ imports runs in the browser too: move it to components/ or lib/, or mark ' +
      "it.",
    { path: clientPages.length > 0 ? clientPages : "^no-client-pages$" },
    {
      path: "^app/",
      pathNot: [...clientPages, ...serverActions, "[.]css$"],
      dependencyTypesNot: ["type-only"],
    },
  ),
  wall(
    "browser-needs-no-node",
    "Node's modules do not exist in the browser: do that work in a verb, or write it without them in lib.",
    { path: [...browserCode, ...browserSafe], pathNot: testFile },
    { dependencyTypes: ["core"] },
  ),
  wall(
    "browser-safe-files-stay-pure",
    "schemas.ts, rules.ts and the kernel's ids.ts are loaded by the browser: they may import each other's kind and " +
      "lib, and no table, verb or error class.",
    { path: browserSafe, pathNot: testFile },
    { path: allRoomsBut("lib"), pathNot: browserSafe },
  ),
];

const server = [
  wall(
    "domains-meet-at-the-door",
    "Import another domain (and the kernel) by its index.ts only. Export what you need there, or listen to its event.",
    { path: "^server/(?!trpc/)([^/]+)/", pathNot: [...browserSafe, "/(router|procedures)[.]ts$"] },
    { path: "^server/", pathNot: ["^server/$1/", door, testSetUp] },
  ),
  wall(
    "routers-meet-at-the-door",
    "router.ts and procedures.ts may use server/trpc and their own folder; another domain by its index.ts only.",
    { path: "^server/(?!trpc/)([^/]+)/(router|procedures)[.]ts$" },
    { path: "^server/", pathNot: ["^server/$1/", door, "^server/trpc/"] },
  ),
  wall(
    "trpc-loads-routers-only",
    "server/trpc mounts the router.ts of each domain and knows nothing else of it but its index.ts.",
    { path: "^server/trpc/" },
    { path: "^server/", pathNot: ["^server/trpc/", door, "^server/[^/]+/router[.]ts$"] },
  ),
  wall(
    "internal-stays-in-its-folder",
    "internal.ts is for the verbs beside it. Export a verb from index.ts instead.",
    { path: "^(?:server/)?([^/]+)" },
    { path: "^server/[^/]+/internal[.]ts$", pathNot: "^server/$1/" },
  ),
  wall(
    "kernel-knows-no-domain",
    "The kernel is below every domain: hand it a function when the runtime is assembled.",
    { path: "^server/kernel/", pathNot: testFile },
    { path: "^server/", pathNot: "^server/kernel/" },
  ),
  wall(
    "server-draws-nothing",
    "The server returns data; a component shows it.",
    { path: "^server/" },
    { path: "^components/" },
  ),
];

const below = [
  wall(
    "db-knows-only-lib",
    "Tables and migrations know no verb. Put the decision into the domain that owns the table.",
    { path: "^db/", pathNot: testFile },
    { path: allRoomsBut("db", "lib") },
  ),
  wall(
    "test-set-up-only-in-tests",
    "What makes databases, contexts and factories for tests (testing/, testing.ts) never serves; the product makes its " +
      "own.",
    { pathNot: [testFile, testSetUp, "^tests/", "^scripts/", "^vitest[.]"] },
    { path: testSetUp },
  ),
  wall(
    "lib-knows-nobody",
    "lib has no business words and imports no room. Move it to the domain it speaks of.",
    { path: "^lib/" },
    { path: allRoomsBut("lib") },
  ),
  wall(
    "database-is-spoken-to-below",
    "Only server, db, scripts and tests speak SQL. Call a verb.",
    { path: "^(app|components|lib|sandbox)/", pathNot: testFile },
    { path: "(^|/)node_modules/(drizzle-orm|postgres)/" },
  ),
];

const edges = [
  wall(
    "sandbox-knows-only-lib",
    "The stand-ins play outside services: what they must know of the product is handed to them by instrumentation.",
    { path: "^sandbox/" },
    { path: allRoomsBut("sandbox", "lib") },
  ),
  wall(
    "sandbox-is-a-stranger",
    "The product talks to a stand-in over HTTP, by the address of the configured thing. Only app/sandbox, " +
      "instrumentation, tests and the process in which the benches run it import it.",
    {
      pathNot: [
        "^sandbox/",
        "^app/sandbox/",
        instrumentation,
        "^tests/",
        "^scripts/bench/telegram-child[.]ts$",
        testFile,
      ],
    },
    { path: "^sandbox/" },
  ),
  wall(
    "instrumentation-wires-doors",
    "instrumentation joins server/*/index.ts, the sandbox and lib; what it does itself belongs into a verb.",
    { path: instrumentation },
    { path: ["^(app|components|db|scripts|tests)/", "^server/"], pathNot: door },
  ),
  wall(
    "scripts-and-tests-use-doors",
    "Scripts and tests see what a caller sees: server/*/index.ts, the API's handler, db and lib. A test of an inner file " +
      "stands beside it.",
    { path: "^(scripts|tests)/" },
    { path: "^(server|components)/", pathNot: [door, "^server/trpc/(handler|root)\\.ts$"] },
  ),
  wall(
    "nobody-imports-scripts",
    "A script is started, not imported. What it shares with the product belongs into lib or a verb.",
    { pathNot: ["^scripts/", "^tests/", testFile] },
    { path: "^scripts/" },
  ),
  wall(
    "nobody-imports-tests",
    "The product never depends on its tests; and a test file is no library: shared set-up goes to tests/fixtures or " +
      "db/testing.",
    { pathNot: ["^tests/", testFile] },
    { path: ["^tests/", testFile] },
  ),
];

const everywhere = [
  wall(
    "no-import-cycle",
    "Two files that import each other are one file, or the shared part is a third. (What is fetched late comes after " +
      "both are there.)",
    {},
    { circular: true, viaOnly: { dependencyTypesNot: ["type-only", "dynamic-import"] } },
  ),
  wall(
    "nothing-unresolved",
    "This import points nowhere: a wall cannot judge what it cannot find.",
    { pathNot: "^app/.*[.]css$" },
    { couldNotResolve: true },
  ),
  wall(
    "only-declared-packages",
    "Declare the package in package.json: what another package happens to bring may leave with it.",
    {},
    { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
  ),
  wall(
    "product-runs-without-development-packages",
    "A production install has no development packages: declare it under dependencies, or import its type only.",
    { path: "^(app|components|server|db|lib|sandbox)/", pathNot: [testFile, testSetUp] },
    { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
  ),
];

export default {
  forbidden: [...pages, ...browser, ...server, ...below, ...edges, ...everywhere],
  options: {
    parser: "swc",
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: ["^messages/", "^[.]next/", "[.]json$"] },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".d.ts", ".mjs", ".js", ".cjs", ".css"],
    },
  },
};
