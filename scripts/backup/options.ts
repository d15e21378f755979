import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { PlainError } from "../lib/plain-error.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** What `npm run backup` is asked for. */
export type BackupOptions = { isServing: boolean; isJson: boolean } & (
  | { task: "show-key" }
  | { task: "list"; address: string }
  | { task: "backup"; address: string; isVerified: boolean; isFast: boolean; keep: number | null }
);

/** What `npm run restore` is asked for. */
export type RestoreOptions =
  | { task: "forget" }
  | { task: "restore"; address: string; id: string | undefined; isForced: boolean; isJson: boolean };

/** @throws PlainError when something is asked for that there is not, or no place is named */
export function readBackupOptions(args: string[], { BACKUP_TO }: Environment = process.env): BackupOptions {
  const values = parse("backup", args, {
    to: { type: "string" },
    verify: { type: "boolean", default: false },
    keep: { type: "string" },
    list: { type: "boolean", default: false },
    "show-key": { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    fast: { type: "boolean", default: false },
    serving: { type: "boolean", default: false },
  });
  const common = { isServing: values.serving, isJson: values.json };
  const keep = values.keep === undefined ? null : Number(values.keep);
  if (keep !== null && (!Number.isInteger(keep) || keep < 1))
    throw new PlainError("--keep is a number from 1 on.");
  if (values["show-key"]) return { ...common, task: "show-key" };
  const address = values.to ?? BACKUP_TO;
  if (!address) {
    throw new PlainError(
      "Where to? npm run backup -- --to /mnt/backups (or s3://bucket/prefix), or set BACKUP_TO.",
    );
  }
  if (values.list) return { ...common, task: "list", address };
  return { ...common, task: "backup", address, isVerified: values.verify, isFast: values.fast, keep };
}

/** @throws PlainError when something is asked for that there is not, or no place is named */
export function readRestoreOptions(args: string[], { BACKUP_TO }: Environment = process.env): RestoreOptions {
  const values = parse("restore", args, {
    from: { type: "string" },
    backup: { type: "string" },
    force: { type: "boolean", default: false },
    forget: { type: "boolean", default: false },
    until: { type: "string" },
    json: { type: "boolean", default: false },
  });
  if (values.until !== undefined) {
    throw new PlainError(
      "A backup holds one moment; to a moment between two of them only archived WAL leads, which the embedded database does " +
        "not keep. docs/backup.md tells how with a PostgreSQL of your own (pgBackRest or WAL-G).",
    );
  }
  if (values.forget) return { task: "forget" };
  const address = values.from ?? BACKUP_TO;
  if (!address) {
    throw new PlainError(
      "From where? npm run restore -- --from /mnt/backups (or s3://bucket/prefix), or set BACKUP_TO.",
    );
  }
  const { backup: id, force: isForced, json: isJson } = values;
  return { task: "restore", address, id, isForced, isJson };
}

function parse<const T extends ParseArgsOptionsConfig>(command: string, args: string[], options: T) {
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    // Node's own first sentence names what it stumbled over; what follows is about programs in general.
    const [sentence] = (error as Error).message.split(/[.\n]/);
    const names = Object.keys(options).map((name) => `--${name}`);
    throw new PlainError(`${sentence}. npm run ${command} takes ${names.join(", ")}.`);
  }
}
