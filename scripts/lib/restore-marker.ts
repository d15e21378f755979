import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PlainError } from "./plain-error.ts";

/** A restore into a data folder that is under way, or was cut off. */
export type RestoreMarker = {
  backup: string;
  startedAt: string;
  /** From `swapping` on the restored database may stand in the place of the one of before. */
  phase: "loading" | "swapping";
};

const fileOf = (dataDir: string) => join(dataDir, "restore.json");

export function readRestoreMarker(dataDir: string): RestoreMarker | null {
  try {
    return JSON.parse(readFileSync(fileOf(dataDir), "utf8")) as RestoreMarker;
  } catch {
    return null;
  }
}

export function writeRestoreMarker(dataDir: string, marker: RestoreMarker): void {
  const draft = `${fileOf(dataDir)}.new`;
  writeFileSync(draft, JSON.stringify(marker), { mode: 0o600 });
  renameSync(draft, fileOf(dataDir));
}

export function dropRestoreMarker(dataDir: string): void {
  rmSync(fileOf(dataDir), { force: true });
}

/** @throws PlainError where a restore has not come to its end: what would be served is not what was asked for */
export function requireNoHalfRestore(dataDir: string): void {
  const marker = readRestoreMarker(dataDir);
  if (!marker) return;
  throw new PlainError(
    `The restore of ${marker.backup} into ${dataDir}, begun ${marker.startedAt}, was cut off.\n` +
      (marker.phase === "loading"
        ? "Nothing of it is in use. Run `npm run restore` again, or `npm run restore -- --forget` to go on with what was there before."
        : "Run `npm run restore` again with the same backup: it finishes the work, and what was there before is kept aside."),
  );
}
