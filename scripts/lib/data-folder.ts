import { createHash } from "node:crypto";
import { chmodSync, chownSync, existsSync, mkdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { PlainError } from "./plain-error.ts";

/** Who runs the embedded server when we are root: the server refuses to run as root itself. */
const nobody = 65_534;
const fallbackRoot = "/var/lib/santral";

/** Where the cluster of the embedded server lies in a data folder. */
export const clusterFolder = (dataDir: string) => join(dataDir, "postgres", "cluster");

/** The uid that the embedded server runs as, or null for our own. */
export function serverUid(dataDir: string): number | null {
  if (process.getuid?.() !== 0) return null;
  const cluster = clusterFolder(dataDir);
  const owner = existsSync(cluster) ? statSync(cluster).uid : nobody;
  return owner === 0 ? nobody : owner;
}

/**
 * Finds and makes the data folder. Root's embedded server runs as another uid, and where that one cannot reach the
 * folder (a project under root's home), the folder is one under /var/lib/santral, the same each time.
 *
 * @param wanted `DATA_DIR`, absolute or relative to the project
 */
export function openDataFolder(input: { root: string; wanted?: string; isEmbedded: boolean }): {
  dataDir: string;
  isElsewhere: boolean;
} {
  const asked = resolve(input.root, input.wanted || ".data");
  const uid = input.isEmbedded ? serverUid(asked) : null;
  const isElsewhere = uid !== null && !isReachable(dirname(asked), uid);
  const path = createHash("sha256").update(asked).digest("hex").slice(0, 16);
  const dataDir = isElsewhere ? join(fallbackRoot, path) : asked;
  try {
    // The fallback's own parent has to let the server through, whatever the umask says.
    if (isElsewhere) makeFolder(fallbackRoot, 0o755, null);
    makeFolder(dataDir, uid === null ? 0o700 : 0o710, uid);
  } catch (cause) {
    throw new PlainError(
      `The data folder ${dataDir} cannot be used (${(cause as Error).message}). Start as the user who made it, or set ` +
        "DATA_DIR to a folder of yours.",
    );
  }
  return { dataDir, isElsewhere };
}

/** Makes a folder that the server's user (as its group) may pass through, but nobody else may read. */
export function makeFolder(path: string, mode: number, group: number | null): void {
  mkdirSync(path, { recursive: true, mode });
  if (group !== null) chownSync(path, statSync(path).uid, group);
  if ((statSync(path).mode & 0o777) !== mode) chmodSync(path, mode);
}

function isReachable(folder: string, uid: number): boolean {
  if (!existsSync(folder)) return isReachable(dirname(folder), uid);
  const { mode, uid: owner, gid } = statSync(folder);
  const bit = owner === uid ? 0o100 : gid === uid ? 0o010 : 0o001;
  if ((mode & bit) === 0) return false;
  return folder === dirname(folder) || isReachable(dirname(folder), uid);
}
