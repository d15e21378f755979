import { randomBytes, randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { type DatabaseUrls, prepareDatabase } from "@/db/prepare";
import { build, isBuildStale } from "../lib/build.ts";
import { openDataFolder } from "../lib/data-folder.ts";
import { startEmbeddedPostgres } from "../lib/embedded-postgres.ts";
import { findFreePort } from "../lib/ports.ts";
import { ServerProcess } from "../lib/server-process.ts";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

export type BenchDatabase = DatabaseUrls & {
  /** As superuser: loads by COPY, past row security and without checking foreign keys. Never serves requests. */
  admin: postgres.Sql;
  adminUrl: string;
  drop(): Promise<void>;
};

export type Product = {
  origin: string;
  port: number;
  pid: number;
  secret: Buffer;
  stop(): Promise<void>;
  /** SIGKILL, as the machine's last word. */
  kill(): Promise<void>;
};

/** What a bench may use; everything it opens is closed at the end. */
export type Bench = {
  say(line: string): void;
  /** An empty database of the newest schema on the bench's own server (or `DATABASE_URL`'s). */
  createDatabase(): Promise<BenchDatabase>;
  /** The built product through its real entry; `again` starts one that has ended at its address and with its key. */
  startProduct(
    database: BenchDatabase,
    environment?: Record<string, string>,
    again?: Product,
  ): Promise<Product>;
  freePort(): Promise<number>;
  /** A size or a duration, cut down by `--quick`; at least `least`. */
  scaled(full: number, least?: number): number;
  /** Runs at the end, the newest first. */
  defer(work: () => Promise<unknown> | unknown): void;
};

/** Opens the bench: a database server of its own in a scratch folder, fsync on, unless `DATABASE_URL` names one. */
export async function openBench(
  say: (line: string) => void,
  options: { isQuick: boolean },
): Promise<{ bench: Bench; close(): Promise<void> }> {
  const undo: (() => Promise<unknown> | unknown)[] = [];
  const defer: Bench["defer"] = (work) => void undo.push(work);
  // Below the product's own data folder, which is made first with the modes that the server's user needs.
  const project = openDataFolder({ root, isEmbedded: true });
  const { dataDir } = openDataFolder({ root, wanted: join(project.dataDir, "bench"), isEmbedded: true });
  const scratch = mkdtempSync(join(tmpdir(), "santral-bench-"));
  defer(() => rmSync(scratch, { recursive: true, force: true }));
  const serverUrl = process.env.DATABASE_URL ?? (await startServer(dataDir, defer));
  let nextPort = 3400;

  const bench: Bench = {
    say,
    defer,
    scaled: (full, least = 1) => (options.isQuick ? Math.max(least, Math.ceil(full / 10)) : full),
    async freePort() {
      const port = await findFreePort(nextPort, "127.0.0.1");
      nextPort = port + 1;
      return port;
    },
    async createDatabase() {
      const name = `santral_bench_${randomUUID().slice(0, 8)}`;
      const server = postgres(serverUrl, { max: 1, onnotice: () => {} });
      await server.unsafe(`create database ${name}`);
      const url = new URL(serverUrl);
      url.pathname = `/${name}`;
      const urls = await prepareDatabase({
        adminUrl: url.href,
        secretsFile: join(dataDir, "bench-secrets.json"),
      });
      const admin = postgres(url.href, {
        max: 4,
        onnotice: () => {},
        connection: { session_replication_role: "replica" },
      });
      let isDropped = false;
      const drop = async () => {
        if (isDropped) return;
        isDropped = true;
        await admin.end({ timeout: 5 });
        await server.unsafe(`drop database if exists ${name} with (force)`);
        await server.end({ timeout: 5 });
      };
      defer(drop);
      return { ...urls, admin, adminUrl: url.href, drop };
    },
    async startProduct(database, environment = {}, again) {
      if (isBuildStale(root)) {
        say("building the application …");
        await build(root);
      }
      const port = again?.port ?? (await bench.freePort());
      const secret = again?.secret ?? randomBytes(32);
      const home = join(scratch, String(port));
      mkdirSync(home, { recursive: true });
      const server = new ServerProcess({
        root,
        logFile: join(home, "server.log"),
        env: {
          ...process.env,
          NODE_ENV: "production",
          PORT: String(port),
          HOST: "127.0.0.1",
          DATABASE_URL: database.appUrl,
          DATABASE_WORKER_URL: database.workerUrl,
          DATA_DIR: home,
          SANTRAL_SECRET: secret.toString("base64"),
          SANTRAL_CONTROL_TOKEN: randomBytes(24).toString("base64url"),
          SANDBOX: "off",
          LOG_LEVEL: "error",
          ...environment,
        },
      });
      const origin = `http://127.0.0.1:${port}`;
      const stop = () => server.stop(10_000);
      defer(stop);
      await server.waitUntilReady(`${origin}/api/health`, new AbortController().signal);
      const kill = async () => {
        server.kill();
        await server.ended;
      };
      return { origin, port, pid: server.pid, secret, stop, kill };
    },
  };
  return {
    bench,
    async close() {
      for (const work of undo.reverse()) await work();
    },
  };
}

async function startServer(dataDir: string, defer: Bench["defer"]): Promise<string> {
  const server = await startEmbeddedPostgres({ dataDir });
  defer(() => server.stop());
  return server.adminUrl;
}
