import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { prepareDatabase } from "@/db/prepare";
import { cookieSecret, decrypt, encrypt, newId } from "@/server/kernel";
import { openDataFolder } from "../../scripts/lib/data-folder";
import { ensureDatabase, startEmbeddedPostgres } from "../../scripts/lib/embedded-postgres";
import { keepSecrets, secretsFile } from "../../scripts/lib/secrets";

const root = join(import.meta.dirname, "../..");
const botCount = 2_000;

let folder: string;
let dataDir: string;
let adminUrl: string;
let before: Buffer;

type Row = { id: string; token_encrypted: string; secret_encrypted: string };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "santral-keys-"));
  dataDir = openDataFolder({ root: folder, wanted: folder, isEmbedded: true }).dataDir;
  const server = await startEmbeddedPostgres({ dataDir });
  adminUrl = await ensureDatabase(server.adminUrl, "santral");
  await prepareDatabase({ adminUrl, secretsFile: secretsFile(dataDir) });
  before = Buffer.from(keepSecrets(dataDir).SANTRAL_SECRET, "base64");
  await makeBots();
});

afterAll(async () => {
  await (await startEmbeddedPostgres({ dataDir })).stop();
  rmSync(folder, { recursive: true, force: true });
});

async function withDatabase<T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const server = await startEmbeddedPostgres({ dataDir });
  const sql = postgres(server.adminUrl.replace(/\/[^/?]*(?=$|\?)/, "/santral"), {
    max: 1,
    onnotice: () => {},
  });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

async function makeBots(): Promise<void> {
  await withDatabase(async (sql) => {
    const [organisationId, workspaceId, now] = [newId(), newId(), new Date()];
    await sql`insert into organisations (id, name, created_at) values (${organisationId}, 'Zincir', ${now})`;
    await sql`insert into workspaces (id, organisation_id, slug, kind, name, time_zone, default_language, languages,
      business_hours, is_agent_on, minutes_per_answer, created_at) values (${workspaceId}, ${organisationId}, 'anahtar',
      'shop', 'Anahtar', 'Europe/Istanbul', 'tr', '{tr}', '{}', true, 3, ${now})`;
    const rows = Array.from({ length: botCount }, (_, index) => {
      const id = newId();
      return {
        workspace_id: workspaceId,
        id,
        kind: "telegram",
        key: randomBytes(12).toString("hex"),
        provider_account_id: String(7_000_000 + index),
        username: `anahtar_${index}_bot`,
        display_name: "Bot",
        api_root: "/sandbox/telegram",
        token_encrypted: encrypt(before, `${7_000_000 + index}:token`, `channel:${id}:token`),
        secret_encrypted: encrypt(before, "secret", `channel:${id}:secret`),
        update_mode: "webhook",
        state: "paused",
        profile: sql.json({}),
        created_at: now,
      };
    });
    for (let at = 0; at < rows.length; at += 500)
      await sql`insert into channels ${sql(rows.slice(at, at + 500))}`;
  });
}

function rotate(): { child: ChildProcess; said: () => string; ended: Promise<number | null> } {
  const { PATH, HOME, TMPDIR } = process.env;
  // No shell and no tsx between us: the process that is killed is the one that works.
  const child = spawn(process.execPath, ["--import", "tsx", join(root, "scripts/keys.ts")], {
    cwd: root,
    env: { NODE_ENV: "production", PATH, HOME, TMPDIR, DATA_DIR: dataDir },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += chunk));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, said: () => output, ended };
}

const kept = () => JSON.parse(readFileSync(secretsFile(dataDir), "utf8")) as Record<string, unknown>;
const rowsOf = () =>
  withDatabase((sql) => sql<Row[]>`select id, token_encrypted, secret_encrypted from channels order by id`);
const keyIds = (rows: Row[]) =>
  new Set(
    rows.flatMap((row) => [row.token_encrypted, row.secret_encrypted]).map((value) => value.split(".")[0]),
  );

describe("npm run keys:rotate", () => {
  test("killed half-way, it has lost nothing and keeps both keys", async () => {
    const { child, said, ended } = rotate();
    child.stdout?.on("data", () => said().includes("bots under the new key") && child.kill("SIGKILL"));
    await ended;
    expect(child.signalCode, said()).toBe("SIGKILL");
    expect(kept()).toMatchObject({ SANTRAL_SECRET_PREVIOUS: before.toString("base64") });
    const rows = await rowsOf();
    expect(keyIds(rows).size, "some under the old key, some under the new one").toBe(2);
    const { SANTRAL_SECRET } = keepSecrets(dataDir);
    const keys = { secret: Buffer.from(SANTRAL_SECRET, "base64"), previousSecrets: [before] };
    for (const row of rows) decrypt(keys, row.token_encrypted, `channel:${row.id}:token`);
  });

  test("run again, it goes on with the same new key, and then the old one is gone", async () => {
    const made = kept().SANTRAL_SECRET;
    const { said, ended } = rotate();
    expect(await ended, said()).toBe(0);
    expect(said()).toContain("0 are left under another one");
    expect(kept().SANTRAL_SECRET).toBe(made);
    expect(kept().SANTRAL_SECRET_PREVIOUS).toBeUndefined();
    const today = { secret: Buffer.from(String(made), "base64"), previousSecrets: [] };
    const rows = await rowsOf();
    expect(rows).toHaveLength(botCount);
    const tokens = rows.map((row) => decrypt(today, row.token_encrypted, `channel:${row.id}:token`));
    expect(new Set(tokens).size).toBe(botCount);
    // Sign-ins outlive the key, and nothing but they can be read with what is left of it.
    expect(keepSecrets(dataDir).SANTRAL_COOKIE_SECRETS_PREVIOUS).toBe(cookieSecret(before));
  });

  test("what another key encrypted is named, with what to do, and the old key is not dropped", async () => {
    await withDatabase(async (sql) => {
      const [row] = await sql<Row[]>`select id from channels limit 1`;
      const foreign = encrypt(randomBytes(32), "1:x", `channel:${row!.id}:token`);
      await sql`update channels set token_encrypted = ${foreign} where id = ${row!.id}`;
    });
    const { said, ended } = rotate();
    expect(await ended).toBe(1);
    expect(said()).toMatch(/Bot [0-9a-f-]{36}.*SANTRAL_SECRET_PREVIOUS.*connect it anew/);
    expect(kept().SANTRAL_SECRET_PREVIOUS).toBeDefined();
  });
});
