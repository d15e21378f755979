import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { z } from "zod";
import { PlainError } from "../lib/plain-error.ts";
import { listAll, type Place } from "./place.ts";
import { type BackupKey, seal, unseal } from "./seal.ts";

const Told = z.object({ bytes: z.number().int().nonnegative(), sha256: z.string().regex(/^[0-9a-f]{64}$/) });

const Table = Told.extend({
  name: z.string(),
  columns: z.array(z.string()),
  rows: z.number().int().nonnegative(),
  /** Of a partition: whose it is, and its bounds as the server writes them. */
  partition: z.object({ of: z.string(), bound: z.string() }).nullable(),
});

/** What a backup is; written last, so that a backup without one is none. */
const Manifest = z.object({
  format: z.literal(1),
  id: z.string(),
  product: z.string(),
  server: z.string(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  /** Those that had run, oldest first. */
  migrations: z.array(z.object({ when: z.number(), hash: z.string() })).min(1),
  tables: z.array(Table),
  sequences: z.array(z.object({ name: z.string(), lastValue: z.string().nullable() })),
  /** The list of files (a line of JSON each) as bytes, and how many and how large they are. */
  files: Told.extend({ count: z.number(), contentBytes: z.number() }),
  /** What the data folder keeps of secrets, where it is the one that keeps them. */
  secrets: z.record(z.string(), z.unknown()).nullable(),
});

export type TableShape = Pick<z.infer<typeof Table>, "name" | "columns" | "partition">;
export type TableBackup = z.infer<typeof Table>;
export type Manifest = z.infer<typeof Manifest>;

/** A whole backup of a place. */
export type Listed = { id: string; keyId: string; startedAt: Date; bytes: number; isVerified: boolean };

/** The first builds told no milliseconds. */
const idPattern = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d(?:[.]\d{3})?)Z-[0-9a-f]{6}$/;
const manifestPattern = /^backups\/([^/]+)\/manifest-(b[0-9a-f]{12})[.]age$/;

/**
 * Sorts by time, to the millisecond: a small backup takes less than a second, and of two the older one is to go. Those of
 * two installations differ, too.
 */
export function newBackupId(now: Date): string {
  const stamp = now.toISOString().replace(/[-:]/g, "");
  return `${stamp}-${randomBytes(3).toString("hex")}`;
}

export const folderOf = (id: string) => `backups/${id}/`;
export const tablePath = (id: string, table: string) => `${folderOf(id)}tables/${table}.zst.age`;
export const filesPath = (id: string) => `${folderOf(id)}files.zst.age`;
const manifestPath = (id: string, keyId: string) => `${folderOf(id)}manifest-${keyId}.age`;
const verifiedPath = (id: string) => `${folderOf(id)}verified`;

export async function writeManifest(place: Place, key: BackupKey, manifest: Manifest): Promise<void> {
  const { sealed } = await seal(key, Readable.from([Buffer.from(JSON.stringify(manifest))]));
  await place.write(manifestPath(manifest.id, key.id), sealed);
}

/** Notes beside a backup that it has been restored and compared. */
export async function markVerified(place: Place, id: string, how: string): Promise<void> {
  await place.write(verifiedPath(id), Readable.from([Buffer.from(`${how}\n`)]));
}

/** The whole backups of a place, oldest first, and the folders of those that were never finished. */
export async function listBackups(place: Place): Promise<{ whole: Listed[]; unfinished: string[] }> {
  const found = new Map<string, { keyId: string | null; bytes: number; isVerified: boolean }>();
  for (const { path, bytes } of await listAll(place, "backups/")) {
    const id = path.split("/")[1]!;
    if (!idPattern.test(id)) continue;
    const one = found.get(id) ?? { keyId: null, bytes: 0, isVerified: false };
    one.bytes += bytes;
    one.keyId = manifestPattern.exec(path)?.[2] ?? one.keyId;
    one.isVerified ||= path === verifiedPath(id);
    found.set(id, one);
  }
  const ids = [...found.keys()].sort();
  const whole = ids.flatMap((id) => {
    const { keyId, ...rest } = found.get(id)!;
    return keyId === null ? [] : [{ id, keyId, startedAt: startOf(id), ...rest }];
  });
  return { whole, unfinished: ids.filter((id) => found.get(id)!.keyId === null) };
}

const startOf = (id: string) => {
  const [, year, month, day, hour, minute, second] = idPattern.exec(id)!;
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
};

/**
 * Reads a backup's manifest with whichever key it was sealed under.
 *
 * @throws PlainError when none of the keys is the one, it was altered, or a newer build wrote it
 */
export async function readManifest(
  place: Place,
  { id, keyId }: Pick<Listed, "id" | "keyId">,
  keys: readonly BackupKey[],
): Promise<{ manifest: Manifest; key: BackupKey }> {
  const key = keys.find((one) => one.id === keyId);
  if (!key) {
    throw new PlainError(
      `The backup ${id} was sealed under the key ${keyId}, and the secret given makes ${keys.map((one) => one.id).join(", ") || "none"}.\n` +
        "Set SANTRAL_SECRET to the secret of the installation that made it (or SANTRAL_SECRET_PREVIOUS beside it, when the " +
        "key has been changed since). Without that secret nobody can read this backup.",
    );
  }
  const path = manifestPath(id, keyId);
  const text = (await buffer(unseal(key, await place.read(path), path))).toString("utf8");
  const raw = JSON.parse(text) as { format?: number };
  if (raw.format !== 1) {
    throw new PlainError(
      `The backup ${id} is of format ${raw.format}, which this build does not know: restore it with the version of the product that made it, or a newer one.`,
    );
  }
  const manifest = Manifest.parse(raw);
  if (manifest.id !== id)
    throw new PlainError(`The backup is damaged: ${path} is of the backup ${manifest.id}.`);
  return { manifest, key };
}
