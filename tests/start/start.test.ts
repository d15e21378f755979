import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { get } from "node:http";
import { createServer, type Server } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDataFolder } from "../../scripts/lib/data-folder";
import { ensureDatabase, startEmbeddedPostgres } from "../../scripts/lib/embedded-postgres";
import { findFreePort, isPortFree } from "../../scripts/lib/ports";
import { identify } from "../../scripts/lib/processes";
import { Product } from "../fixtures/product";

let folder: string;
let dataDir: string;
let port: number;
const started: Product[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "santral-start-"));
  dataDir = openDataFolder({ root: folder, wanted: folder, isEmbedded: true }).dataDir;
  port = await findFreePort(3130, "127.0.0.1");
});

afterAll(async () => {
  for (const product of started) await product.stop();
  const left = databasePid();
  if (left !== null && identify(left)) process.kill(left, "SIGQUIT");
  rmSync(folder, { recursive: true, force: true });
});

function start(
  input: { port?: number; dataDir?: string; env?: Record<string, string | undefined> } = {},
): Product {
  const product = new Product({ port, dataDir, ...input });
  started.push(product);
  return product;
}

/** The number of the database server of the one data folder of this file. */
function databasePid(): number | null {
  const lock = join(dataDir, "postgres/cluster/postmaster.pid");
  return existsSync(lock) ? Number(readFileSync(lock, "utf8").split("\n")[0]) : null;
}

function ask(url: string, headers: Record<string, string> = {}): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    get(url, { agent: false, headers }, (response) => {
      let body = "";
      response.on("data", (chunk) => {
        body += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
    }).on("error", reject);
  });
}

// One data folder, from its first start on: each test takes it over as the one before has left it.
describe("npm start", () => {
  let running: Product;

  test("serves, and says where and what to try first", async () => {
    running = start();
    await running.waitUntilReady();
    const health = await ask(`${running.origin}/api/health`);
    expect(health.status).toBe(200);
    expect(JSON.parse(health.body)).toMatchObject({ status: "ok", sandbox: "on" });
    expect(running.output).toContain(running.origin);
    expect(running.output).toContain(`${running.origin}/sandbox/telegram`);
  }, 150_000);

  test("is reached from this machine only, under its own names", async () => {
    const outer = Object.values(networkInterfaces())
      .flat()
      .find((one) => one?.family === "IPv4" && !one.internal)?.address;
    if (outer) await expect(ask(`http://${outer}:${port}/api/health`)).rejects.toThrow("ECONNREFUSED");
    const rebound = await ask(`${running.origin}/api/health`, { host: `evil.example:${port}` });
    expect(rebound.status).toBe(421);
  });

  test("refuses a second start of the same data, and names the next free port", async () => {
    const second = start();
    expect(await second.waitForEnd()).toBe(1);
    expect(second.output).toContain(`Port ${port} is taken: Santral runs from this data folder already`);
    expect(second.output).toMatch(/The next free port is \d+\. .*PORT=\d+ DATA_DIR=\S+ npm start/);
    expect((await ask(`${running.origin}/api/health`)).status).toBe(200);
  });

  test("leaves no process behind after Ctrl-C, the database's included", async () => {
    const { start: starter, server } = running.pids;
    const database = databasePid();
    expect(await running.interrupt()).toBe(0);
    for (const pid of [starter, server, database]) expect(pid === null ? null : identify(pid)).toBeNull();
    expect(existsSync(join(dataDir, "run.json"))).toBe(false);
    expect(await isPortFree(port, "127.0.0.1")).toBe(true);
  });

  // How long it takes is measured by the bench.
  test("builds nothing the second time", async () => {
    running = start();
    await running.waitUntilReady();
    expect(running.output).toContain("Built already");
  });

  test("finds the live database of a killed run, whose lock is stale", async () => {
    const database = databasePid();
    await running.kill();
    running = start();
    await running.waitUntilReady();
    expect(running.output).toContain("Database ready, the running one");
    expect(databasePid()).toBe(database);
  });

  test("takes over from a server whose start was killed", async () => {
    const { start: starter, server } = running.pids;
    process.kill(starter, "SIGKILL");
    const next = start();
    await next.waitUntilReady();
    expect(server === null ? null : identify(server)).toBeNull();
    running = next;
    expect(await running.stop()).toBe(0);
  });

  test("says who has the port, names the next free one and exits", async () => {
    const stranger: Server = createServer();
    await new Promise<void>((resolve) => stranger.listen(port, "127.0.0.1", resolve));
    const refused = start();
    expect(await refused.waitForEnd()).toBe(1);
    stranger.close();
    expect(refused.output).toContain(`Port ${port} is taken by another program.`);
    expect(refused.output).toMatch(/The next free port is (\d+): PORT=\1 npm start/);
    expect(databasePid()).toBeNull();
  });
});

describe("without the sandbox", () => {
  test.each([
    {
      label: "nothing set",
      env: { SANDBOX: "off" },
      says: ["APP_URL is missing", "SANTRAL_SECRET is missing"],
    },
    {
      label: "an address only",
      env: { APP_URL: "https://santral.example" },
      says: ["SANTRAL_SECRET is missing"],
    },
    {
      label: "a short secret",
      env: { APP_URL: "https://santral.example", SANTRAL_SECRET: "c2hvcnQ=" },
      says: ["SANTRAL_SECRET is too short"],
    },
  ])("stops with one sentence for each missing secret: $label", async ({ env, says }) => {
    const refused = start({ env });
    expect(await refused.waitForEnd()).toBe(1);
    const lines = refused.output.split("\n").filter((line) => line.startsWith("✗"));
    expect(lines).toHaveLength(says.length);
    for (const sentence of says) expect(refused.output).toContain(sentence);
  });
});

describe("DATABASE_URL", () => {
  let given: { adminUrl: string; stop(): Promise<void> };
  let databaseUrl: string;
  const secret = Buffer.alloc(32, 7).toString("base64");

  beforeAll(async () => {
    const place = openDataFolder({ root: folder, wanted: join(folder, "given"), isEmbedded: true });
    given = await startEmbeddedPostgres({ dataDir: place.dataDir, settings: { fsync: "off" } });
    databaseUrl = await ensureDatabase(given.adminUrl, "given");
  });

  afterAll(async () => given.stop());

  test("is used: roles are made there, and no server is started", async () => {
    const own = join(folder, "own");
    const product = start({
      dataDir: own,
      env: { DATABASE_URL: databaseUrl, APP_URL: "https://santral.example", SANTRAL_SECRET: secret },
    });
    await product.waitUntilReady();
    expect(existsSync(join(own, "postgres"))).toBe(false);
    expect((await ask(`${product.origin}/sandbox/demo`)).status).toBe(404);
    const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
    const roles =
      await sql`select rolname from pg_roles where rolname in ('santral_app', 'santral_worker') order by 1`;
    await sql.unsafe("create role nobody_special login password 'x'");
    await sql.end();
    expect(roles.map(({ rolname }) => rolname)).toEqual(["santral_app", "santral_worker"]);
    expect(await product.stop()).toBe(0);
  });

  test("of a role that may not make roles asks for the other two, without a stack", async () => {
    const url = new URL(databaseUrl);
    url.username = "nobody_special";
    url.password = "x";
    const refused = start({ dataDir: join(folder, "own"), env: { DATABASE_URL: url.href } });
    expect(await refused.waitForEnd()).toBe(1);
    expect(refused.output).toContain("DATABASE_OWNER_URL and DATABASE_WORKER_URL");
    expect(refused.output).not.toContain("    at ");
  });
});
