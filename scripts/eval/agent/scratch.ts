import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { prepareDatabase } from "@/db/prepare";
import { type Clock, type Runtime, startRuntime } from "@/server/kernel";
import { openDataFolder } from "../../lib/data-folder.ts";
import { startEmbeddedPostgres } from "../../lib/embedded-postgres.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");

/**
 * A server and a database of the newest schema that live as long as the evaluation, and the product's runtime on it
 * without loops. Nothing of them has to outlive a power cut, so the server does not wait for the disk.
 */
export async function openScratch(
  clock: Clock,
): Promise<{ runtime: Runtime; adminUrl: string; close(): Promise<void> }> {
  // Below a folder with the modes that the server's user needs, even where the project lies in root's home.
  const wanted = mkdtempSync(join(tmpdir(), "santral-eval-"));
  const { dataDir } = openDataFolder({ root, wanted, isEmbedded: true });
  const server = await startEmbeddedPostgres({
    dataDir,
    settings: { max_connections: 60, fsync: "off", synchronous_commit: "off", full_page_writes: "off" },
  });
  const closeServer = async () => {
    await server.stop();
    for (const folder of [dataDir, wanted]) rmSync(folder, { recursive: true, force: true });
  };
  try {
    const name = `santral_eval_${randomUUID().replaceAll("-", "")}`;
    const admin = postgres(server.adminUrl, { max: 1, onnotice: () => {} });
    await admin.unsafe(`create database ${name}`);
    await admin.end({ timeout: 5 });
    const own = new URL(server.adminUrl);
    own.pathname = `/${name}`;
    const urls = await prepareDatabase({ adminUrl: own.href, secretsFile: join(dataDir, "roles.json") });
    const runtime = await startRuntime({
      clock,
      isServing: false,
      env: {
        mode: "test",
        port: 0,
        origin: "http://127.0.0.1:9",
        hasPublicHttps: false,
        databaseUrl: urls.appUrl,
        databaseWorkerUrl: urls.workerUrl,
        databaseDirectUrl: urls.appUrl,
        dataDir,
        secret: randomBytes(32),
        previousSecrets: [],
        previousCookieSecrets: [],
        controlToken: undefined,
        metricsToken: undefined,
        countryHeader: undefined,
        signInProviders: { telegram: null, google: null, microsoft: null },
        isSandboxOn: true,
        platformBot: null,
        logLevel: "error",
      },
    });
    return {
      runtime,
      adminUrl: own.href,
      close: async () => {
        await runtime.stop();
        await closeServer();
      },
    };
  } catch (error) {
    await closeServer();
    throw error;
  }
}
