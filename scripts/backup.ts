/**
 * `npm run backup -- --to <place>`: backs up the database and the files, while the product runs or not. A place is a folder
 * or `s3://bucket/prefix?endpoint=…&region=…`; without `--to` it is BACKUP_TO.
 *
 * `--verify` restores it into a scratch database and compares, `--keep N` removes all but the newest N, `--list` shows
 * what a place has, `--show-key` prints the key that `age` opens backups with. `--json` prints one object. It goes slowly, so
 * that customers are answered meanwhile; `--fast` is for where nobody is. `--serving` is how the product calls it. See
 * docs/backup.md.
 */
import { giveWay } from "./backup/pace.ts";
import { runCommand } from "./lib/run-command.ts";

// Loading the rest is a second of work, and customers of the product that calls are being answered.
if (process.argv.includes("--serving")) giveWay();
const { backUp } = await import("./backup/command.ts");
await runCommand(backUp);
