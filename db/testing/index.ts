import { createHash, randomUUID } from "node:crypto";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { type DatabaseUrls, prepareDatabase } from "../prepare";

const templateLock = 7_268_726;

/**
 * A fresh database of the newest schema for one suite, copied from a template that is migrated once per server and
 * schema. `drop` ends its connections and removes it.
 */
export async function createTestDatabase(
  adminUrl: string,
): Promise<DatabaseUrls & { adminUrl: string; secretsFile: string; drop(): Promise<void> }> {
  const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
  // Roles belong to the server: every run on it keeps to the same passwords. Another user of this machine cannot read
  // them, and sets new ones.
  const secretsFile = join(
    process.env.SANTRAL_TEST_SECRETS ?? tmpdir(),
    `santral-test-${userInfo().uid}-${createHash("sha256").update(adminUrl).digest("hex").slice(0, 16)}.json`,
  );
  const run = process.env.SANTRAL_TEST_RUN ?? String(process.ppid);
  const name = `santral_test_${run}_${randomUUID().replaceAll("-", "")}`;
  const template = `santral_template_${run}`;
  try {
    await admin`select pg_advisory_lock(${templateLock})`;
    const [known] = await admin`select 1 from pg_database where datname = ${template}`;
    if (!known) {
      await admin.unsafe(`create database ${template}`);
      await prepareDatabase({ adminUrl: withDatabase(adminUrl, template), secretsFile });
    }
    await admin.unsafe(`create database ${name} template ${template}`);
  } finally {
    await admin.end({ timeout: 5 });
  }
  const own = withDatabase(adminUrl, name);
  const urls = await prepareDatabase({ adminUrl: own, secretsFile });
  return {
    ...urls,
    adminUrl: own,
    secretsFile,
    async drop() {
      const cleaner = postgres(adminUrl, { max: 1, onnotice: () => {} });
      await cleaner.unsafe(`drop database if exists ${name} with (force)`);
      await cleaner.end({ timeout: 5 });
    },
  };
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
