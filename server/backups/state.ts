import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { getRuntime } from "@/server/kernel";

/** What became of the scheduled backups, as it is kept in the data folder. */
const BackupState = z.object({
  lastGood: z.object({ id: z.string(), at: z.coerce.date() }).nullable(),
  /** Since the last good one. */
  lastFailure: z.object({ reason: z.string(), at: z.coerce.date() }).nullable(),
  /** When the schedule was first seen: until then nothing can be late. */
  since: z.coerce.date(),
});
export type BackupState = z.infer<typeof BackupState>;

// Outside the project: the bundler must not take everything below it for a part of the application.
const fileOf = () => join(/* turbopackIgnore: true */ getRuntime().env.dataDir, "backups.json");

/** Null where no scheduled backup has run yet. */
export async function readBackupState(): Promise<BackupState | null> {
  const text = await readFile(fileOf(), "utf8").catch(() => null);
  const parsed = text === null ? null : BackupState.safeParse(JSON.parse(text));
  return parsed?.success ? parsed.data : null;
}

/** Whole or not at all. */
export async function writeBackupState(state: BackupState): Promise<void> {
  const draft = `${fileOf()}.new`;
  await writeFile(draft, `${JSON.stringify(state)}\n`, { mode: 0o600 });
  await rename(draft, fileOf());
}
