/**
 * `npm run restore -- --from <place>`: restores the newest backup of a place, or `--backup <id>`, into the data folder and
 * the database that `npm start` would use. `--force` where they are not empty: what is there is then kept aside. `--forget`
 * goes on with what was there before a restore that was cut off. See docs/backup.md.
 */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { openInstallation } from "./backup/installation.ts";
import { readRestoreOptions } from "./backup/options.ts";
import { openPlace } from "./backup/place.ts";
import { forgetRestore, restoreBackup } from "./backup/restore-backup.ts";
import { openDataFolder } from "./lib/data-folder.ts";
import { PlainError } from "./lib/plain-error.ts";
import { runCommand } from "./lib/run-command.ts";
import { RunLock } from "./lib/run-lock.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const say = (line: string) => void process.stderr.write(`${line}\n`);

await runCommand(main);

async function main(): Promise<void> {
  const options = readRestoreOptions(process.argv.slice(2));
  const { dataDir } = openDataFolder({
    root,
    wanted: process.env.DATA_DIR,
    isEmbedded: !process.env.DATABASE_URL,
  });
  const live = await RunLock.findLive(dataDir, (message) => say(`· ${message}`));
  if (live) {
    throw new PlainError(
      `Santral runs from this data folder, at http://127.0.0.1:${live.port} (process ${live.start.pid}).\n` +
        "Stop it with Ctrl-C and restore again, or restore into another folder: DATA_DIR=… npm run restore -- --from …",
    );
  }
  const lock = RunLock.claim(dataDir, 0);
  try {
    const installation = await openInstallation({ root, isServing: false });
    try {
      if (options.task === "forget") {
        await forgetRestore(installation);
        return say("✓ What was there before is in use again.");
      }
      const result = await restoreBackup({
        installation,
        place: await openPlace(options.address, root),
        id: options.id,
        isForced: options.isForced,
        say: (line) => say(`· ${line}`),
      });
      if (options.isJson) process.stdout.write(`${JSON.stringify(result)}\n`);
      say(
        `✓ ${result.id} of ${result.startedAt} is restored: ${result.rows} rows and ${result.files} files` +
          `${result.migrated > 0 ? `, and ${result.migrated} newer migrations have run` : ""}.`,
      );
      for (const kept of result.keptAside)
        say(`  Kept from before: ${kept}. Remove it when you need it no more.`);
      say(
        result.hasSecrets
          ? "  The secret has come with it: npm start"
          : "  Start it with the SANTRAL_SECRET of the installation that it comes from.",
      );
    } finally {
      await installation.close();
    }
  } finally {
    lock.release();
  }
}
