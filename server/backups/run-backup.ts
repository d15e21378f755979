import { spawn } from "node:child_process";
import { join } from "node:path";
import { z } from "zod";
import { getRuntime } from "@/server/kernel";
import { BackupFailed } from "./errors";
import { readBackupState, writeBackupState } from "./state";

/** What `scripts/backup.ts --json` prints; sizes in bytes, times in milliseconds. */
const BackupResult = z.object({
  id: z.string(),
  rows: z.number(),
  rowBytes: z.number(),
  files: z.number(),
  writtenBytes: z.number(),
  tookMs: z.number(),
  verified: z.enum(["restored", "read"]).nullable(),
  removed: z.array(z.string()),
  warnings: z.array(z.string()),
});
export type BackupResult = z.infer<typeof BackupResult>;

/**
 * Makes one verified backup in a process of its own and notes what became of it.
 *
 * @throws BackupFailed with the reason in a sentence
 */
export async function runBackup(): Promise<BackupResult> {
  const { env, logger, metrics, clock } = getRuntime();
  const before = await readBackupState();
  const since = before?.since ?? clock.now();
  try {
    if (!env.backup) throw new BackupFailed("BACKUP_TO is not set any more.");
    const { to, keep } = env.backup;
    const result = await callScript(["--serving", "--json", "--verify", "--to", to, "--keep", String(keep)]);
    await writeBackupState({ lastGood: { id: result.id, at: clock.now() }, lastFailure: null, since });
    metrics.backups.inc({ outcome: "ok" });
    metrics.lastBackup.set(clock.now().getTime() / 1_000);
    const level = result.warnings.length > 0 || result.verified !== "restored" ? "warn" : "info";
    logger[level](result, "backed up");
    return result;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await writeBackupState({
      lastGood: before?.lastGood ?? null,
      lastFailure: { reason, at: clock.now() },
      since,
    });
    metrics.backups.inc({ outcome: "failed" });
    logger.error({ error }, "a scheduled backup failed");
    throw error;
  }
}

/** Of the four threads that clear its memory by default each waits for the others by working: a fifth of all its work. */
const oneHelper = "--v8-pool-size=1";

/** By Node as it lies in the repository, as the training thread is: a bundle has no file to start. */
function callScript(args: string[]): Promise<BackupResult> {
  const root = /* turbopackIgnore: true */ process.cwd();
  const file = join(root, "scripts/backup.ts");
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [oneHelper, file, ...args], {
      cwd: root,
      // In a session of its own, which gives way as a whole.
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const stop = () => void child.kill("SIGTERM");
    process.once("exit", stop);
    let [told, said] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => {
      told += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.once("error", reject);
    child.once("close", (code, signal) => {
      process.off("exit", stop);
      const parsed = code === 0 ? BackupResult.safeParse(JSON.parse(told)) : null;
      if (parsed?.success) return resolve(parsed.data);
      const complaints = said.split("\n").filter((line) => line.startsWith("✗"));
      reject(
        new BackupFailed(complaints.join(" ").replaceAll("✗ ", "") || `It was ended (${signal ?? code}).`),
      );
    });
  });
}
