/**
 * Writes the checksum of every new migration into db/migrations/checksums.json. A sealed migration is never edited:
 * databases have run it. A mistake in it is corrected by the next one.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "..", "db", "migrations");
const list = join(folder, "checksums.json");
const sealed = existsSync(list) ? JSON.parse(readFileSync(list, "utf8")) : {};

for (const name of readdirSync(folder).sort()) {
  if (!name.endsWith(".sql")) continue;
  const checksum = createHash("sha256")
    .update(readFileSync(join(folder, name)))
    .digest("hex");
  if (sealed[name] && sealed[name] !== checksum) {
    process.stderr.write(`${name} was sealed and has changed since. Restore it and write a new migration.\n`);
    process.exitCode = 1;
  } else if (!sealed[name]) {
    sealed[name] = checksum;
    process.stdout.write(`Sealed ${name}.\n`);
  }
}
writeFileSync(list, `${JSON.stringify(sealed, null, 2)}\n`);
