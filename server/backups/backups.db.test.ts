import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { useTestRuntime } from "@/server/testing";
import { openTestEngine } from "@/server/workflows/testing/open-engine";
import { backupHealth, createBackupWorkflows } from ".";
import { runBackup } from "./run-backup";

// A process of its own, which migrates a scratch database to check what it has made.
vi.setConfig({ testTimeout: 120_000 });

const state = useTestRuntime();
const folder = mkdtempSync(join(tmpdir(), "santral-scheduled-"));
const place = join(folder, "place");

beforeEach(() => {
  const { env } = state.runtime;
  env.backup = { to: place, at: "30 3 * * *", keep: 2 };
  // What the start hands to the serving process.
  vi.stubEnv("NODE_ENV", "production");
  vi.stubEnv("DATA_DIR", env.dataDir);
  vi.stubEnv("SANTRAL_SECRET", env.secret.toString("base64"));
  vi.stubEnv("DATABASE_URL", state.urls.appUrl);
  vi.stubEnv("BACKUP_DATABASE_URL", state.urls.adminUrl);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const count = async (outcome: string) =>
  (await state.runtime.metrics.backups.get()).values.find(({ labels }) => labels.outcome === outcome)
    ?.value ?? 0;

describe("the scheduled backup", () => {
  test("comes at its time, is verified, and is seen", async () => {
    expect(await backupHealth()).toBe("ok");
    const engine = await openTestEngine(state, createBackupWorkflows(state.runtime.env));
    await engine.schedule();
    state.clock.advance(86_400_000);
    await engine.settle();
    expect(existsSync(join(place, "backups"))).toBe(true);
    expect(await count("ok")).toBe(1);
    expect(await backupHealth()).toBe("ok");
    state.clock.advance(4 * 86_400_000);
    expect(await backupHealth()).toBe("failing");
  });

  test("that fails says why, is counted, and is seen until one is good again", async () => {
    writeFileSync(join(folder, "file"), "");
    state.runtime.env.backup = { to: join(folder, "file", "below"), at: "30 3 * * *", keep: 2 };
    await expect(runBackup()).rejects.toThrow(/cannot be kept in .*below/);
    expect(await count("failed")).toBe(1);
    expect(await backupHealth()).toBe("failing");
    state.runtime.env.backup = { to: place, at: "30 3 * * *", keep: 2 };
    expect(await runBackup()).toMatchObject({ verified: "restored" });
    expect(await backupHealth()).toBe("ok");
  });

  test("is off where nobody asks for it", async () => {
    state.runtime.env.backup = undefined;
    expect(await backupHealth()).toBe("off");
    expect(createBackupWorkflows({})).toEqual([]);
  });
});
