import { realpath, stat, statfs } from "node:fs/promises";
import { sep } from "node:path";
import { backFactor, storageMarks } from "../../lib/storage-marks.ts";
import { PlainError } from "../lib/plain-error.ts";
import { megabytes } from "../lib/progress.ts";
import { databaseOf, onServer } from "./databases.ts";
import type { Content } from "./place.ts";

/** Looked at anew after so many bytes. */
const lookBytes = 8 * 1024 * 1024;

/** Of a copy the rows, and the log of loading them. */
const copyFactor = 2;

/** The bytes of a folder's disk that the product can do without: with less it would accept nothing more. Never below 0. */
async function spareBytes(folder: string): Promise<number> {
  const { bavail, blocks, bsize } = await statfs(folder);
  const stopMb = Number(process.env.STORAGE_STOP_MB) || undefined;
  const { stopBytes } = storageMarks({ stopBytes: stopMb && stopMb * 1_000_000 }, blocks * bsize);
  return Math.max(0, bavail * bsize - stopBytes * backFactor);
}

/**
 * Hands content on to a folder as long as the product, whose disk it may be, has the space that it needs itself: a backup
 * is not what customers are turned away for.
 *
 * @throws PlainError from the content, before there is too little; on another disk than the product's data never
 */
export async function* leavingRoom(folder: string, dataDir: string, content: Content): Content {
  const isShared = (await stat(folder)).dev === (await stat(dataDir)).dev;
  let sinceLook = lookBytes;
  for await (const chunk of content) {
    if (isShared && sinceLook >= lookBytes) {
      if ((await spareBytes(folder)) < lookBytes) throw new PlainError(tooLittle(folder));
      sinceLook = 0;
    }
    sinceLook += chunk.byteLength;
    yield chunk;
  }
}

const tooLittle = (folder: string) =>
  `Backups cannot be kept in ${folder}: it is on the disk of the product's data, which has no space left for them. ` +
  "Free some space, or keep backups on another disk.";

/**
 * Whether a copy of the database has no room beside it: where the server keeps its rows in the data folder, on the disk by
 * which the product decides what it accepts. @returns the reason in a sentence, or null
 */
export async function lacksRoomForCopy(databaseUrl: string, dataDir: string): Promise<string | null> {
  const [row] = await onServer(
    databaseUrl,
    (sql) => sql<{ bytes: string; folder: string | null }[]>`
      select pg_database_size(${databaseOf(databaseUrl)}) as bytes,
        (select setting from pg_settings where name = 'data_directory') as folder`,
  );
  const home = row?.folder && (await realpath(row.folder).catch(() => null));
  if (!home?.startsWith((await realpath(dataDir)) + sep)) return null;
  const [needed, spare] = [Number(row?.bytes) * copyFactor, await spareBytes(dataDir)];
  return spare >= needed
    ? null
    : `the disk has no room for a second database (it takes ${megabytes(needed)}, and ${megabytes(spare)} can be spared)`;
}
