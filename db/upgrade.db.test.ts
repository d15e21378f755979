import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { prepareDatabase } from "./prepare";
import { createTestDatabase } from "./testing";
import { describeSchema, readFunctions, readTables } from "./testing/catalogue";

const folder = join(import.meta.dirname, "migrations");
type Journal = { entries: { idx: number; tag: string; when: number }[] };
const journal = JSON.parse(readFileSync(join(folder, "meta", "_journal.json"), "utf8")) as Journal;

let fresh: Awaited<ReturnType<typeof createTestDatabase>>;
let upgraded: Awaited<ReturnType<typeof createTestDatabase>>;
const scratch = mkdtempSync(join(tmpdir(), "santral-upgrade-"));

beforeAll(async () => {
  fresh = await createTestDatabase(inject("adminUrl"));
  upgraded = await createTestDatabase(inject("adminUrl"));
});

afterAll(async () => {
  rmSync(scratch, { recursive: true, force: true });
  await fresh.drop();
  await upgraded.drop();
});

/** The migrations folder as it was when only the first `count` stood. */
function folderOf(count: number): string {
  const copy = join(scratch, String(count));
  cpSync(folder, copy, { recursive: true });
  writeFileSync(
    join(copy, "meta", "_journal.json"),
    JSON.stringify({ ...journal, entries: journal.entries.slice(0, count) }),
  );
  return copy;
}

async function describeAll(url: string) {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const described = {
    schema: await describeSchema(sql),
    tables: await readTables(sql),
    functions: await readFunctions(sql),
  };
  await sql.end();
  return described;
}

describe("migrations", () => {
  test("a database upgraded step by step ends equal to a fresh one", { timeout: 60_000 }, async () => {
    const owner = postgres(upgraded.ownerUrl, { max: 1, onnotice: () => {} });
    await owner.unsafe("drop schema public cascade; create schema public; drop schema drizzle cascade");
    await owner.unsafe("grant usage on schema public to santral_app, santral_worker, santral_resolver");
    for (let count = 1; count <= journal.entries.length; count += 1) {
      await migrate(drizzle(owner), { migrationsFolder: folderOf(count) });
    }
    await owner`select maintain_partitions((now() at time zone 'UTC')::date, 30)`;
    await owner.end();
    expect(await describeAll(upgraded.adminUrl)).toEqual(await describeAll(fresh.adminUrl));
  });

  test("preparing a prepared database changes nothing", async () => {
    const before = await describeAll(fresh.adminUrl);
    await prepareDatabase({ adminUrl: fresh.adminUrl, secretsFile: fresh.secretsFile });
    expect(await describeAll(fresh.adminUrl)).toEqual(before);
  });

  test("a migration that has changed since it ran is refused, with the mend", async () => {
    const admin = postgres(upgraded.adminUrl, { max: 1, onnotice: () => {} });
    await admin`update drizzle.__drizzle_migrations set hash = 'other' where id = (select min(id) from drizzle.__drizzle_migrations)`;
    await admin.end();
    await expect(
      prepareDatabase({ adminUrl: upgraded.adminUrl, secretsFile: upgraded.secretsFile }),
    ).rejects.toThrow(/immutable/);
  });
});
