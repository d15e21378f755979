import { randomBytes } from "node:crypto";
import { type Runtime, startRuntime } from "@/server/kernel";
import type { Bench, BenchDatabase } from "./bench.ts";

let opened: Runtime | null = null;

/**
 * The product's runtime in this process, without loops: for verbs and for what is measured past the network. There is
 * one at a time: what a bench that failed has left open ends here.
 */
export async function openRuntime(
  bench: Bench,
  database: BenchDatabase,
  secret: Buffer = randomBytes(32),
): Promise<Runtime> {
  await opened?.stop();
  const port = await bench.freePort();
  const runtime = await startRuntime({
    isServing: false,
    env: {
      mode: "production",
      port,
      origin: `http://127.0.0.1:${port}`,
      hasPublicHttps: false,
      databaseUrl: database.appUrl,
      databaseWorkerUrl: database.workerUrl,
      databaseDirectUrl: database.appUrl,
      dataDir: "/nowhere",
      secret,
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
  let isStopped = false;
  const stop = runtime.stop.bind(runtime);
  runtime.stop = async () => {
    if (isStopped) return;
    isStopped = true;
    await stop();
  };
  opened = runtime;
  bench.defer(() => runtime.stop());
  return runtime;
}
