import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { v7 as newId } from "uuid";
import { measureBeside } from "./answer.ts";
import { type Bench, type BenchDatabase, root } from "./bench.ts";
import { type Figures, median, round } from "./report.ts";

/** About 530 bytes on disk, with what of it does not compress well; the product's own tables are the rest. */
const rowsAGigabyte = 1_650_000;

/** Many: two turns without a backup differ by more than a backup adds. */
const turns = 11;

/** How long a backup of 1 GB of database takes, and how soon customers are answered while one after the other is made. */
export async function benchBackup(bench: Bench): Promise<Figures> {
  const rows = bench.scaled(rowsAGigabyte);
  const scratch = mkdtempSync(join(tmpdir(), "santral-bench-backup-"));
  mkdirSync(join(scratch, "data"));
  bench.defer(() => rmSync(scratch, { recursive: true, force: true }));
  const made: Made[] = [];
  let databaseBytes = 0;
  const beside = await measureBeside(bench, turns, async (database, product) => {
    await fillDatabase(database, rows);
    databaseBytes = await sizeOf(database);
    return async () => {
      let isEnding = false;
      const making = (async () => {
        while (!isEnding) made.push(await backUp(database, scratch, product.secret));
      })();
      // Whoever waits for it hears of a failure; nobody else does.
      making.catch(() => {});
      return async () => {
        isEnding = true;
        await making;
      };
    };
  });
  const seconds = median(made.map(({ tookMs }) => tookMs)) / 1_000;
  return {
    backup: {
      value: round(seconds, 1),
      unit: "s",
      databaseMb: round(databaseBytes / 1e6, 0),
      rowMb: round((made[0]?.rowBytes ?? 0) / 1e6, 0),
      writtenMb: round((made[0]?.writtenBytes ?? 0) / 1e6, 0),
      rows: made[0]?.rows ?? 0,
      backups: made.length,
      target: "≤ 60 s for 1 GB of database",
    },
    answerWhileBackingUp: { ...beside, target: "≤ 1.5 × without backups" },
  };
}

type Made = { tookMs: number; rows: number; rowBytes: number; writtenBytes: number };

/**
 * Old updates of a platform, as they lie in a database that has served for a month: whoever reads freshly written rows for
 * the first time writes each page of them once more, and the server's own upkeep comes to them within a minute.
 */
async function fillDatabase({ admin }: BenchDatabase, rows: number): Promise<void> {
  await admin`
    insert into raw_updates (workspace_id, day, channel_id, update_id, received_at, body)
    select ${newId()}, current_date - 1, ${newId()}, n, now() - interval '1 day',
      '{"update_id":' || n || ',"message":{"message_id":' || n % 1000 || ',"date":1790000000,"chat":{"id":' || n % 5000
      || ',"type":"private","first_name":"Ayşe"},"from":{"is_bot":false,"language_code":"tr"},"text":"Merhaba, siparişim nerede? '
      || md5(n::text) || md5((n * 7)::text) || md5((n * 13)::text) || md5((n * 29)::text) || md5((n * 31)::text)
      || md5((n * 37)::text) || '"}}'
    from generate_series(1, ${rows}::bigint) n`;
  await admin`vacuum (analyze) raw_updates`;
  await admin`checkpoint`;
}

async function sizeOf({ admin }: BenchDatabase): Promise<number> {
  const [row] = await admin<{ bytes: string }[]>`select pg_database_size(current_database()) as bytes`;
  return Number(row?.bytes);
}

/** As the schedule does it, but for the check, which is a restore. */
async function backUp(database: BenchDatabase, scratch: string, secret: Buffer): Promise<Made> {
  const place = join(scratch, "place");
  const child = spawn(
    process.execPath,
    [
      "--v8-pool-size=1",
      join(root, "scripts/backup.ts"),
      "--serving",
      "--json",
      "--to",
      place,
      "--keep",
      "1",
    ],
    {
      cwd: root,
      env: {
        ...process.env,
        BACKUP_DATABASE_URL: database.adminUrl,
        DATA_DIR: join(scratch, "data"),
        SANTRAL_SECRET: secret.toString("base64"),
      },
      detached: true,
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const told = await text(child.stdout);
  if (told === "") throw new Error("The backup did not come about.");
  return JSON.parse(told) as Made;
}
