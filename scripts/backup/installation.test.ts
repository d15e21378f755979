import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openInstallation } from "./installation.ts";

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "santral-installation-"));
  // As the start makes it where the database runs as another user, who passes through.
  chmodSync(dataDir, 0o711);
  for (const name of ["BACKUP_DATABASE_URL", "DATABASE_OWNER_URL", "SANTRAL_SECRET_PREVIOUS"])
    vi.stubEnv(name, "");
  vi.stubEnv("DATA_DIR", dataDir);
  vi.stubEnv("SANTRAL_SECRET", Buffer.alloc(32, 1).toString("base64"));
  vi.stubEnv("DATABASE_URL", "postgres://santral_app:a@127.0.0.1:5999/santral");
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(dataDir, { recursive: true, force: true });
});

const open = () => openInstallation({ root: "/", isServing: true });

test("asked by the serving process, it finds the role of the embedded server and leaves the folder's modes alone", async () => {
  mkdirSync(join(dataDir, "postgres"));
  writeFileSync(join(dataDir, "postgres", "port"), "5999\n");
  writeFileSync(join(dataDir, "postgres", "password"), "p");
  expect(await open()).toMatchObject({
    dataDir,
    databaseUrl: "postgres://postgres:p@127.0.0.1:5999/santral",
  });
  expect(statSync(dataDir).mode & 0o777).toBe(0o711);
});

test("of another server it takes the owner whose password the folder keeps, or asks for one", async () => {
  await expect(open()).rejects.toThrow(/BACKUP_DATABASE_URL/);
  const databasePasswords = { santral_owner: "o" };
  writeFileSync(join(dataDir, "secrets.json"), JSON.stringify({ databasePasswords }));
  expect((await open()).databaseUrl).toBe("postgres://santral_owner:o@127.0.0.1:5999/santral");
  vi.stubEnv("BACKUP_DATABASE_URL", "postgres://backup@elsewhere/santral");
  expect((await open()).databaseUrl).toBe("postgres://backup@elsewhere/santral");
});

test("the secret of today comes before those of before, and a short one is none", async () => {
  vi.stubEnv("BACKUP_DATABASE_URL", "postgres://backup@elsewhere/santral");
  const [today] = (await open()).keys;
  vi.stubEnv("SANTRAL_SECRET_PREVIOUS", process.env.SANTRAL_SECRET);
  vi.stubEnv("SANTRAL_SECRET", Buffer.alloc(32, 2).toString("base64"));
  const { keys } = await open();
  expect(keys.map(({ id }) => id)).toEqual([expect.not.stringMatching(today!.id), today!.id]);
  vi.stubEnv("SANTRAL_SECRET", "short");
  await expect(open()).rejects.toThrow(/32 random bytes/);
});
