import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { openDataFolder } from "../lib/data-folder.ts";
import { ensureDatabase, startEmbeddedPostgres } from "../lib/embedded-postgres.ts";
import { PlainError } from "../lib/plain-error.ts";
import { RunLock } from "../lib/run-lock.ts";
import { readKeptSecrets, secretsFile } from "../lib/secrets.ts";
import { type BackupKey, deriveBackupKey } from "./seal.ts";

/** What a backup is made of, or restored to. */
export type Installation = {
  dataDir: string;
  /** The product's database, as a role that sees every row; where there is a choice, one that may make databases. */
  databaseUrl: string;
  /** The key of today first, then those of before. */
  keys: BackupKey[];
  /** Secrets that the data folder keeps; null where the environment does. */
  keptSecrets: Record<string, unknown> | null;
  /** Ends what was started for this alone. */
  close(): Promise<void>;
};

/** The database of the product on a server of its own making. */
const databaseName = "santral";

/**
 * Finds the installation that the environment names, as `npm start` does, and starts its embedded database when it does
 * not run.
 *
 * @param isServing asked by the serving process, whose `DATABASE_URL` is the role that serves
 * @throws PlainError when there is none, or no secret to seal with
 */
export async function openInstallation(input: { root: string; isServing: boolean }): Promise<Installation> {
  const { root, isServing } = input;
  const { DATA_DIR, DATABASE_URL } = process.env;
  // The start has opened it for the serving process, with the modes that its database needs.
  const dataDir = isServing
    ? resolve(root, DATA_DIR ?? ".data")
    : openDataFolder({ root, wanted: DATA_DIR, isEmbedded: !DATABASE_URL }).dataDir;
  const keptSecrets = process.env.SANTRAL_SECRET ? null : readKeptSecrets(dataDir);
  const keys = await Promise.all(listSecrets(keptSecrets).map(deriveBackupKey));
  const database = isServing ? servingDatabase(dataDir) : await openDatabase(dataDir);
  return { dataDir, keptSecrets, keys, ...database };
}

/** The secrets of the environment go before those of the folder. */
function listSecrets(kept: Record<string, unknown> | null): Buffer[] {
  const { SANTRAL_SECRET, SANTRAL_SECRET_PREVIOUS } = process.env;
  const texts = SANTRAL_SECRET
    ? [SANTRAL_SECRET, ...(SANTRAL_SECRET_PREVIOUS?.split(",") ?? [])]
    : [kept?.SANTRAL_SECRET, kept?.SANTRAL_SECRET_PREVIOUS];
  const secrets = texts
    .filter((one): one is string => typeof one === "string" && one !== "")
    .map((one) => Buffer.from(one.trim(), "base64"));
  const short = secrets.find((one) => one.length < 32);
  if (short) throw new PlainError("SANTRAL_SECRET must hold 32 random bytes in base64.");
  return secrets;
}

type Database = Pick<Installation, "databaseUrl" | "close">;

async function openDatabase(dataDir: string): Promise<Database> {
  const { BACKUP_DATABASE_URL, DATABASE_OWNER_URL, DATABASE_URL } = process.env;
  const given = BACKUP_DATABASE_URL || DATABASE_OWNER_URL || DATABASE_URL;
  if (given) return { databaseUrl: given, close: async () => {} };
  const server = await startEmbeddedPostgres({ dataDir });
  return {
    databaseUrl: await ensureDatabase(server.adminUrl, databaseName),
    async close() {
      const live = await RunLock.findLive(dataDir, () => {});
      const isOurs = live?.start.pid === process.pid;
      // A product that was started meanwhile has taken our server for its own.
      if (isOurs || (!live && !server.reused)) await server.stop();
    },
  };
}

/** From within the product: what it serves from, as a role that sees every row. */
function servingDatabase(dataDir: string): Database {
  const close = async () => {};
  const { BACKUP_DATABASE_URL, DATABASE_URL } = process.env;
  if (BACKUP_DATABASE_URL) return { databaseUrl: BACKUP_DATABASE_URL, close };
  const url = new URL(DATABASE_URL ?? "");
  const home = join(dataDir, "postgres");
  const read = (file: string) => (existsSync(file) ? readFileSync(file, "utf8").trim() : null);
  const [port, password] = [read(join(home, "port")), read(join(home, "password"))];
  if (password && url.hostname === "127.0.0.1" && url.port === port) {
    url.username = "postgres";
    url.password = password;
    return { databaseUrl: url.href, close };
  }
  const kept = JSON.parse(read(secretsFile(dataDir)) ?? "{}") as {
    databasePasswords?: { santral_owner?: string };
  };
  if (!kept.databasePasswords?.santral_owner) {
    throw new PlainError(
      "A scheduled backup needs BACKUP_DATABASE_URL here: a role that sees every row and may make databases.",
    );
  }
  url.username = "santral_owner";
  url.password = kept.databasePasswords.santral_owner;
  return { databaseUrl: url.href, close };
}
