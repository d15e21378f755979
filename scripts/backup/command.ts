import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import packageJson from "../../package.json" with { type: "json" };
import { PlainError } from "../lib/plain-error.ts";
import { megabytes } from "../lib/progress.ts";
import { openInstallation } from "./installation.ts";
import { type BackupResult, makeBackup } from "./make-backup.ts";
import { listBackups } from "./manifest.ts";
import { readBackupOptions } from "./options.ts";
import { considerate, fullSpeed, giveWay } from "./pace.ts";
import { openPlace } from "./place.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const say = (line: string) => void process.stderr.write(`${line}\n`);
const print = (line: string) => void process.stdout.write(`${line}\n`);

/** What `npm run backup` does. */
export async function backUp(): Promise<void> {
  const options = readBackupOptions(process.argv.slice(2));
  if (options.task === "list") return list(options.address, options.isJson);
  const installation = await openInstallation({ root, isServing: options.isServing });
  try {
    const [key, ...older] = installation.keys;
    if (!key) {
      throw new PlainError(
        "There is no secret to seal a backup with: start the product once (it makes one), or set SANTRAL_SECRET.",
      );
    }
    if (options.task === "show-key") return print(key.identity);
    const { address, isFast, isVerified, keep } = options;
    // Not before: a database that is started for this alone may be taken over by the product.
    if (!isFast) giveWay();
    const result = await makeBackup({
      installation: { ...installation, keys: [key, ...older] },
      place: await openPlace(address, root, installation.dataDir),
      product: packageJson.version,
      isVerified,
      keep,
      pace: isFast ? fullSpeed : considerate(),
      say: (line) => say(`· ${line}`),
    });
    if (options.isJson) return print(JSON.stringify(result));
    tell(result);
  } finally {
    await installation.close();
  }
}

const verifications = {
  restored: "restored into a scratch database and compared",
  read: "read back and checked",
};

function tell({ warnings, verified, removed, ...result }: BackupResult): void {
  for (const warning of warnings) say(`! ${warning}`);
  print(
    `✓ ${result.id}: ${result.rows} rows (${megabytes(result.rowBytes)}) and ${result.files} files in ` +
      `${(result.tookMs / 1000).toFixed(1)} s, ${megabytes(result.writtenBytes)} of rows written` +
      `${verified ? `; ${verifications[verified]}` : ""}.`,
  );
  if (removed.length > 0) print(`  Removed: ${removed.join(", ")}`);
}

async function list(address: string, isJson: boolean): Promise<void> {
  const { whole, unfinished } = await listBackups(await openPlace(address, root));
  if (isJson) return print(JSON.stringify({ whole, unfinished }));
  for (const { id, startedAt, bytes, isVerified, keyId } of whole) {
    print(
      `${id}  ${startedAt.toISOString()}  ${megabytes(bytes)}  key ${keyId}${isVerified ? "  verified" : ""}`,
    );
  }
  for (const id of unfinished) print(`${id}  not finished`);
  if (whole.length === 0) print("There is no backup yet.");
}
