import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The secrets of the serving process, under the names of its environment. */
export type Secrets = { SANTRAL_SECRET: string; SANTRAL_CONTROL_TOKEN: string };

/** Where everything that must not be lost or shown is kept: these, and the passwords of the database roles. */
export const secretsFile = (dataDir: string) => join(dataDir, "secrets.json");

/** The secrets of a data folder; made once, so that what was encrypted by an earlier start can be read. */
export function keepSecrets(dataDir: string): Secrets {
  const file = secretsFile(dataDir);
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Partial<Secrets>) : {};
  const secrets: Secrets = {
    SANTRAL_SECRET: kept.SANTRAL_SECRET ?? randomBytes(32).toString("base64"),
    SANTRAL_CONTROL_TOKEN: kept.SANTRAL_CONTROL_TOKEN ?? randomBytes(24).toString("base64url"),
  };
  if (kept.SANTRAL_SECRET && kept.SANTRAL_CONTROL_TOKEN) return secrets;
  // Whole or not at all: half a file would lock the owner out of the database.
  const draft = `${file}.new`;
  writeFileSync(draft, `${JSON.stringify({ ...kept, ...secrets }, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
  return secrets;
}
