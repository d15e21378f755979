import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { openDataFolder } from "../scripts/lib/data-folder";
import { startEmbeddedPostgres } from "../scripts/lib/embedded-postgres";

declare module "vitest" {
  export interface ProvidedContext {
    /** A PostgreSQL where tests may make roles and databases; `createTestDatabase` makes one from it. */
    adminUrl: string;
  }
}

/**
 * Brings the server of the database tests: an embedded one of its own, gone afterwards, or the one of
 * `TEST_ADMIN_URL` (set by scripts/test.mjs for the second run on `TEST_DATABASE_URL`).
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const run = process.env.SANTRAL_TEST_RUN ?? randomBytes(4).toString("hex");
  process.env.SANTRAL_TEST_RUN = run;
  const given = process.env.TEST_ADMIN_URL;
  if (given) {
    project.provide("adminUrl", given);
    return () => dropDatabases(given, run);
  }
  const wanted = mkdtempSync(join(tmpdir(), "santral-test-"));
  const { dataDir } = openDataFolder({ root: tmpdir(), wanted, isEmbedded: true });
  const server = await startEmbeddedPostgres({
    dataDir,
    // Nothing of a throwaway server has to outlive a power cut.
    settings: { max_connections: 200, fsync: "off", synchronous_commit: "off", full_page_writes: "off" },
  });
  project.provide("adminUrl", server.adminUrl);
  // What the suites put into the temporary folder goes with the server.
  process.env.TMPDIR = dataDir;
  return async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}

/** The suites drop their own databases; the one they were copied from, and those of a killed suite, go here. */
async function dropDatabases(adminUrl: string, run: string): Promise<void> {
  const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
  const left = await admin<{ datname: string }[]>`
    select datname from pg_database
    where datname = ${`santral_template_${run}`} or starts_with(datname, ${`santral_test_${run}_`})`;
  for (const { datname } of left) await admin.unsafe(`drop database if exists "${datname}" with (force)`);
  await admin.end({ timeout: 5 });
}
