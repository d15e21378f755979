import { type SpawnOptions, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { clusterFolder, makeFolder, serverUid } from "./data-folder.ts";
import { PlainError } from "./plain-error.ts";
import { findFreePort, isPortFree } from "./ports.ts";
import { preparePostgresBinaries } from "./postgres-binaries.ts";

/** A cluster on disk, and what is needed to serve it. */
export type Cluster = {
  /** The data folder of the server (PGDATA). */
  folder: string;
  /** What lies beside it: password, port, log, and a copy of the binaries for another uid. */
  home: string;
  /** Whom the server runs as, or null for our own uid. */
  uid: number | null;
  password: string;
};

const firstPort = 54_320;

/** Finds the place of a data folder's cluster, without making the cluster. */
export function locateCluster(dataDir: string): Cluster {
  const uid = serverUid(dataDir);
  const home = join(dataDir, "postgres");
  makeFolder(home, uid === null ? 0o700 : 0o711, uid);
  return { folder: clusterFolder(dataDir), home, uid, password: keepPassword(home, uid) };
}

/**
 * Makes the cluster if there is none. @returns the folder of the server's binaries
 * @throws PlainError when it cannot be made, or is of another major version
 */
export function prepareCluster(cluster: Cluster, log: (message: string) => void): string {
  const { home, uid, folder } = cluster;
  const binaries = preparePostgresBinaries(uid === null ? null : home, home);
  if (!existsSync(folder)) {
    log("making a database cluster");
    initialise(cluster, binaries.folder);
  }
  const kept = readFileSync(join(folder, "PG_VERSION"), "utf8").trim();
  if (kept !== binaries.major) {
    throw new PlainError(
      `The data in ${folder} are of PostgreSQL ${kept}, the embedded server is ${binaries.major}. Move them with ` +
        "pg_upgrade, or set DATA_DIR to another folder.",
    );
  }
  return binaries.folder;
}

/** How the server's programs are started. In `/`: another uid may not enter the folder that we are in. */
export function asServerUser(uid: number | null) {
  const { PATH, NODE_ENV } = process.env;
  return {
    ...(uid === null ? {} : { uid, gid: uid }),
    cwd: "/",
    env: { PATH, NODE_ENV, LC_ALL: "C", TZ: "UTC" },
  } satisfies SpawnOptions;
}

function initialise({ folder, home, uid }: Cluster, binaries: string): void {
  const draft = `${folder}.new`;
  rmSync(draft, { recursive: true, force: true });
  makeFolder(draft, 0o700, null);
  if (uid !== null) chownSync(draft, uid, uid);
  const options = ["--auth=scram-sha-256", "--username=postgres", `--pwfile=${join(home, "password")}`];
  const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const made = spawnSync(join(binaries, "bin/initdb"), ["-D", draft, ...options, ...locale], {
    ...asServerUser(uid),
    encoding: "utf8" as const,
  });
  if (made.status !== 0) {
    const said = made.error?.message ?? `${made.stderr}${made.stdout}`.trim();
    throw new PlainError(
      `The embedded database could not be made: ${said}\nOr set DATABASE_URL to a server of yours.`,
    );
  }
  renameSync(draft, folder);
}

function keepPassword(home: string, uid: number | null): string {
  const file = join(home, "password");
  if (!existsSync(file)) {
    writeFileSync(file, randomBytes(24).toString("hex"), { mode: 0o600 });
    if (uid !== null) chownSync(file, uid, uid);
  }
  return readFileSync(file, "utf8").trim();
}

/** The port that the cluster was served on last, if it is free, or a new one. */
export async function keepPort(home: string): Promise<number> {
  const file = join(home, "port");
  const kept = existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
  if (kept > 0 && (await isPortFree(kept, "127.0.0.1"))) return kept;
  // Not always from the same one: two first starts at the same moment would meet there.
  const port = await findFreePort(firstPort + Math.floor(Math.random() * 5_000), "127.0.0.1");
  writeFileSync(file, String(port));
  return port;
}
