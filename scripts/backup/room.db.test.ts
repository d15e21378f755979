import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { useTestRuntime } from "@/server/testing";
import { onServer } from "./databases.ts";
import { makeBackup } from "./make-backup.ts";
import { listBackups, readManifest } from "./manifest.ts";
import { fullSpeed } from "./pace.ts";
import { openPlace, type Place } from "./place.ts";
import { lacksRoomForCopy } from "./room.ts";
import { deriveBackupKey } from "./seal.ts";
import { verifyBackup } from "./verify.ts";

const state = useTestRuntime();
const scratch = mkdtempSync(join(tmpdir(), "santral-room-"));
const dataDir = join(scratch, "data");
mkdirSync(dataDir);
const secret = randomBytes(32);

afterEach(() => void vi.unstubAllEnvs());
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** More than any disk has: all of it is the product's. */
const leaveNothing = () => vi.stubEnv("STORAGE_STOP_MB", "1000000000");

async function backUp(place: Place) {
  const keptSecrets = { SANTRAL_SECRET: secret.toString("base64") };
  const keys: [Awaited<ReturnType<typeof deriveBackupKey>>] = [await deriveBackupKey(secret)];
  const databaseUrl = state.urls.adminUrl;
  return makeBackup({
    installation: { databaseUrl, dataDir, keys, keptSecrets, close: async () => {} },
    place,
    product: "0.1.0",
    isVerified: false,
    keep: null,
  });
}

test("a backup onto the product's own full disk is refused and leaves nothing; one to another disk is not", async () => {
  const own = await openPlace(join(scratch, "own"), "/", dataDir);
  leaveNothing();
  await expect(backUp(own)).rejects.toThrow(/disk of the product's data.*another disk/);
  expect(await listBackups(own)).toEqual({ whole: [], unfinished: [] });
  const apart = await openPlace(join(scratch, "apart"), "/", dirname(devNull));
  await backUp(apart);
  expect((await listBackups(apart)).whole).toHaveLength(1);
  vi.unstubAllEnvs();
  await backUp(own);
  expect((await listBackups(own)).whole).toHaveLength(1);
});

/** As if the server's rows lay in the product's own data folder. */
async function aroundTheRows(): Promise<string> {
  const [server] = await onServer(
    state.urls.adminUrl,
    (sql) =>
      sql<{ folder: string }[]>`select setting as folder from pg_settings where name = 'data_directory'`,
  );
  return dirname(server!.folder);
}

test("a copy of the database has no room where the rows lie on a full disk of the product's", async () => {
  const check = (folder: string) => lacksRoomForCopy(state.urls.adminUrl, folder);
  const around = await aroundTheRows();
  expect(await check(around)).toBeNull();
  leaveNothing();
  expect(await check(dataDir)).toBeNull();
  expect(await check(around)).toMatch(/no room for a second database \(it takes \d+/);
});

test("where a copy has no room a backup is read back, and says so; otherwise it is restored", async () => {
  const place = await openPlace(join(scratch, "checked"), "/");
  await backUp(place);
  const key = await deriveBackupKey(secret);
  const [listed] = (await listBackups(place)).whole;
  const { manifest } = await readManifest(place, listed!, [key]);
  const check = async () =>
    verifyBackup({
      ...{ place, key, manifest, databaseUrl: state.urls.adminUrl, pace: fullSpeed },
      dataDir: await aroundTheRows(),
    });
  expect(await check()).toEqual({ verified: "restored", warnings: [] });
  leaveNothing();
  expect(await check()).toEqual({
    verified: "read",
    warnings: [expect.stringMatching(/It was not restored: the disk has no room/)],
  });
}, 120_000);
