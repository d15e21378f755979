import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, rmSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { PlainError } from "./plain-error.ts";
import { asServerUser, type Cluster, keepPort, locateCluster, prepareCluster } from "./postgres-cluster.ts";
import { commandOf, identify, isAlive, type ProcessIdentity, signal, waitForEnd } from "./processes.ts";

export type EmbeddedPostgres = {
  /** The `postgres` database, as superuser. */
  adminUrl: string;
  /** True when a server that an earlier run left behind was still there. */
  reused: boolean;
  pid: number;
  isRunning(): boolean;
  /** Ends the server and waits until it has gone. */
  stop(): Promise<void>;
};

type Settings = Record<string, string | number>;

const startTimeoutMs = 60_000;
const largestLogBytes = 5_000_000;

/** For two cores beside the application. Durability keeps the server's defaults (fsync and synchronous commit on). */
const defaults: Settings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: 60,
  shared_buffers: "256MB",
  effective_cache_size: "1GB",
  work_mem: "8MB",
  maintenance_work_mem: "128MB",
  max_wal_size: "2GB",
  checkpoint_timeout: "15min",
  random_page_cost: 1.1,
  jit: "off",
  // Parallel plans need more of /dev/shm than a container has, and two cores have nothing to spare for them.
  max_parallel_workers_per_gather: 0,
  timezone: "UTC",
  // Which statements take the server's time, for the operators' console.
  shared_preload_libraries: "pg_stat_statements",
  "pg_stat_statements.max": 1_000,
  "pg_stat_statements.track_utility": "off",
  log_timezone: "UTC",
  log_min_messages: "warning",
};

/**
 * Starts the database server of a data folder, or finds it running: after a SIGKILL of the previous run its server
 * lives on. The first start makes the cluster, with a generated password and no other way in.
 *
 * @param settings server settings on top of the defaults, for throwaway servers of tests
 * @throws PlainError when this machine cannot run it, with the reason
 */
export async function startEmbeddedPostgres(input: {
  dataDir: string;
  log?: (message: string) => void;
  settings?: Settings;
}): Promise<EmbeddedPostgres> {
  const { dataDir, log = () => {}, settings = {} } = input;
  const cluster = locateCluster(dataDir);
  const running = await findRunning(cluster);
  if (running) {
    log("the database server of the previous run is still there");
    return { ...running, reused: true, ...handlesOf(running) };
  }
  const binaries = prepareCluster(cluster, log);
  const started = await launch(cluster, binaries, settings);
  return { ...started, reused: false, ...handlesOf(started) };
}

const handlesOf = ({ identity }: Running) => ({
  isRunning: () => isAlive(identity),
  stop: () => stopServer(identity),
});

/** Makes a database on a server if it is not there yet. @returns its address for the same login */
export async function ensureDatabase(adminUrl: string, name: string): Promise<string> {
  const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    const [known] = await admin`select 1 from pg_database where datname = ${name}`;
    if (!known) await admin.unsafe(`create database "${name}"`);
  } finally {
    await admin.end({ timeout: 5 });
  }
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}

type Running = { adminUrl: string; pid: number; identity: ProcessIdentity };

/** The live server of a cluster; waits for one that is starting or ending, and clears the lock of a dead one. */
async function findRunning({ folder, password }: Cluster): Promise<Running | null> {
  const deadline = performance.now() + startTimeoutMs;
  while (performance.now() < deadline) {
    const lock = readLock(folder);
    if (!lock) return null;
    const identity = identify(lock.pid);
    if (!identity) {
      // The server clears it itself, after looking for processes that still use the cluster.
      return null;
    }
    if (!commandOf(lock.pid)?.includes(folder)) {
      // Another program has the number of the dead server now, and the server would take it for itself.
      rmSync(join(folder, "postmaster.pid"), { force: true });
      return null;
    }
    const adminUrl = addressOf(lock.port, password);
    if (lock.isReady && (await answers(adminUrl))) return { adminUrl, pid: lock.pid, identity };
    await sleep(50);
  }
  throw new PlainError(
    `A database server of ${folder} is running but does not answer. End it and start again.`,
  );
}

const addressOf = (port: number, password: string) =>
  `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;

function readLock(cluster: string): { pid: number; port: number; isReady: boolean } | null {
  try {
    const lines = readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n");
    return { pid: Number(lines[0]), port: Number(lines[3]), isReady: lines[7]?.trim() === "ready" };
  } catch {
    return null;
  }
}

async function answers(url: string): Promise<boolean> {
  const probe = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    await probe`select 1`;
    return true;
  } catch {
    // Starting, ending, or a stranger on that port.
    return false;
  } finally {
    await probe.end({ timeout: 1 });
  }
}

async function launch(cluster: Cluster, binaries: string, settings: Settings): Promise<Running> {
  const { folder, home, uid, password } = cluster;
  const port = await keepPort(home);
  const logFile = join(home, "server.log");
  const deadline = performance.now() + startTimeoutMs;
  for (;;) {
    const said = openLog(logFile);
    const options = Object.entries({ ...defaults, ...settings, port }).flatMap(([k, v]) => [
      "-c",
      `${k}=${v}`,
    ]);
    // In a session of its own: Ctrl-C goes to the start, which ends the database after the server.
    const child = spawn(join(binaries, "bin/postgres"), ["-D", folder, ...options], {
      ...asServerUser(uid),
      detached: true,
      stdio: ["ignore", said, said],
    });
    closeSync(said);
    const ended = new Promise<string>((resolve) => {
      child.once("error", (error) => resolve(error.message));
      child.once("exit", () => resolve("it ended at once"));
    });
    child.unref();
    const reason = await Promise.race([ended, becomesReady(folder, child.pid, deadline)]);
    const identity = child.pid === undefined ? null : identify(child.pid);
    const adminUrl = addressOf(port, password);
    if (reason === null && child.pid !== undefined && identity && (await answers(adminUrl))) {
      return { adminUrl, pid: child.pid, identity };
    }
    // Backends of a killed server hold its memory for a moment longer.
    const last = tail(logFile);
    if (!last.includes("shared memory block") || performance.now() > deadline) {
      throw new PlainError(
        `The embedded database does not start: ${reason ?? ""}\n${last}\nIts log: ${logFile}`,
      );
    }
    await sleep(200);
  }
}

async function becomesReady(
  cluster: string,
  pid: number | undefined,
  deadline: number,
): Promise<string | null> {
  while (performance.now() < deadline) {
    const lock = readLock(cluster);
    if (lock && lock.pid === pid && lock.isReady) return null;
    await sleep(20);
  }
  return `no answer within ${startTimeoutMs / 1000} seconds`;
}

async function stopServer(identity: ProcessIdentity): Promise<void> {
  // Fast, then immediate shutdown; by force only when neither is heard.
  for (const [name, graceMs] of [
    ["SIGINT", 15_000],
    ["SIGQUIT", 5_000],
    ["SIGKILL", 5_000],
  ] as const) {
    signal(identity.pid, name);
    if (await waitForEnd(identity, graceMs)) return;
  }
}

function openLog(file: string): number {
  if (existsSync(file) && statSync(file).size > largestLogBytes) truncateSync(file);
  return openSync(file, "a", 0o600);
}

function tail(file: string): string {
  return readFileSync(file, "utf8").trim().split("\n").slice(-8).join("\n");
}
