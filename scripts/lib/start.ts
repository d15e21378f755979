import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { migrateAs, prepareDatabase } from "../../db/prepare.ts";
import { build, isBuildStale } from "./build.ts";
import { type Configuration, readConfiguration } from "./configuration.ts";
import { openDataFolder } from "./data-folder.ts";
import { DatabaseWatch } from "./database-watch.ts";
import { ensureDatabase, startEmbeddedPostgres } from "./embedded-postgres.ts";
import { describeFirstSteps } from "./first-steps.ts";
import { Lifetime } from "./lifetime.ts";
import { describeError, PlainError } from "./plain-error.ts";
import { findFreePort, isPortFree } from "./ports.ts";
import { Progress, seconds } from "./progress.ts";
import { requireNoHalfRestore } from "./restore-marker.ts";
import { type Run, RunLock } from "./run-lock.ts";
import { keepSecrets, type Secrets, secretsFile } from "./secrets.ts";
import { ServerProcess } from "./server-process.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const stopGraceMs = 15_000;
const watchMs = 1_000;

type DatabaseAddresses = { appUrl: string; workerUrl: string };

/** Brings up the product and returns when it serves; the process lives until a signal or the server ends it. */
export async function start({ isDev }: { isDev: boolean }): Promise<void> {
  const lifetime = new Lifetime();
  // A reader of our output that has gone is no reason to stop.
  process.stdout.on("error", () => {});
  const progress = new Progress();
  lifetime.listen(() => {
    progress.say("· Stopping …");
    lifetime.finally(() => progress.say("✓ Stopped"));
  });
  try {
    const configuration = readConfiguration(process.env, isDev);
    await lifetime.run(() => bringUp(lifetime, progress, configuration));
  } catch (error) {
    if (lifetime.isEnding) return;
    for (const line of describeError(error).split("\n")) process.stderr.write(`✗ ${line}\n`);
    await lifetime.end(1);
  }
}

async function bringUp(lifetime: Lifetime, progress: Progress, configuration: Configuration): Promise<void> {
  const startedAt = performance.now();
  const { dataDir, isElsewhere } = openDataFolder({
    root,
    wanted: process.env.DATA_DIR,
    isEmbedded: configuration.databaseUrl === null,
  });
  if (isElsewhere) {
    progress.say(`· The database's own user cannot reach this folder, so the data are kept in ${dataDir}`);
  }
  const live = await RunLock.findLive(dataDir, (message) => progress.say(`· ${capitalise(message)}`));
  await requireFreePort(configuration, dataDir, live);
  requireNoHalfRestore(dataDir);
  const lock = RunLock.claim(dataDir, configuration.port);
  lifetime.defer(() => lock.release());
  const watch = setInterval(() => lock.isAbandoned() && void lifetime.end(1), watchMs);
  lifetime.defer(() => clearInterval(watch));

  const database = await prepare(lifetime, progress, configuration, dataDir);
  const environment = environmentOf(configuration, dataDir, database);
  await serve({ lifetime, progress, configuration, environment, lock, dataDir });
  const token = configuration.isSandboxOn ? (environment.SANTRAL_CONTROL_TOKEN ?? null) : null;
  const steps = await describeFirstSteps({ origin: configuration.origin, port: configuration.port, token });
  const took = seconds(performance.now() - startedAt);
  progress.say(`\n  Santral is ready in ${took}: ${configuration.origin}\n`);
  for (const line of steps) progress.say(`  ${line}`);
  progress.say(`\n  Data: ${relative(process.cwd(), dataDir) || dataDir}   Stop: Ctrl-C\n`);
}

/** Database and build side by side on two cores; a dev server compiles page by page and needs no build. */
async function prepare(
  lifetime: Lifetime,
  progress: Progress,
  configuration: Configuration,
  dataDir: string,
): Promise<DatabaseAddresses> {
  const needless = new AbortController();
  const signal = AbortSignal.any([lifetime.signal, needless.signal]);
  const waking = bringUpDatabase(lifetime, progress, configuration, dataDir);
  waking.catch(() => needless.abort());
  const building = configuration.isDev ? Promise.resolve() : bringUpBuild(progress, signal);
  // Both have to come to rest before anything is undone.
  await Promise.allSettled([waking, building]);
  const database = await waking;
  await building;
  return database;
}

/** @throws PlainError naming the next free port and the command for it */
async function requireFreePort(
  configuration: Configuration,
  dataDir: string,
  live: Run | null,
): Promise<void> {
  const { port, host, isDev } = configuration;
  const command = isDev ? "npm run dev" : "npm start";
  if (live) {
    const next = await findFreePort(Math.max(port, live.port) + 1, host);
    const own = join(relative(root, dataDir) || ".", String(next));
    throw new PlainError(
      `${live.port === port ? `Port ${port} is taken: ` : ""}Santral runs from this data folder already, at ` +
        `http://127.0.0.1:${live.port} (process ${live.start.pid}).\n` +
        `The next free port is ${next}. For a second Santral with data of its own: PORT=${next} DATA_DIR=${own} ${command}`,
    );
  }
  if (await isPortFree(port, host)) return;
  const next = await findFreePort(port + 1, host);
  throw new PlainError(
    `Port ${port} is taken by another program.\nThe next free port is ${next}: PORT=${next} ${command}`,
  );
}

async function bringUpDatabase(
  lifetime: Lifetime,
  progress: Progress,
  configuration: Configuration,
  dataDir: string,
): Promise<DatabaseAddresses> {
  const log = (message: string) => progress.say(`  ${message}`);
  const { databaseUrl } = configuration;
  const ownerUrl = process.env.DATABASE_OWNER_URL;
  const workerUrl = process.env.DATABASE_WORKER_URL;
  if (databaseUrl && ownerUrl && workerUrl) {
    await progress.step("Migrating the database of DATABASE_OWNER_URL", "Database ready", () =>
      migrateAs(ownerUrl, log),
    );
    return { appUrl: databaseUrl, workerUrl };
  }
  if (databaseUrl) {
    return progress.step("Preparing the database of DATABASE_URL", "Database ready", () =>
      prepareDatabase({ adminUrl: databaseUrl, secretsFile: secretsFile(dataDir), log }),
    );
  }
  return progress.step("Starting the embedded database", "Database ready", async (detail) => {
    const server = await startEmbeddedPostgres({ dataDir, log });
    const watch = new DatabaseWatch(server, {
      restart: () => startEmbeddedPostgres({ dataDir, log }),
      say: (line) => progress.say(line),
      onLost(reason) {
        for (const line of reason.split("\n")) process.stderr.write(`✗ ${line}\n`);
        void lifetime.end(1);
      },
    });
    lifetime.defer(() => watch.stop());
    if (server.reused) detail("the running one");
    const adminUrl = await ensureDatabase(server.adminUrl, "santral");
    return prepareDatabase({ adminUrl, secretsFile: secretsFile(dataDir), log });
  });
}

async function bringUpBuild(progress: Progress, signal: AbortSignal): Promise<void> {
  if (!isBuildStale(root)) return progress.say("✓ Built already, nothing has changed");
  await progress.step(
    "Building the application (half a minute, only when it has changed)",
    "Application built",
    () => build(root, signal),
  );
}

/** The environment of the serving process; see server/kernel/env.ts. */
function environmentOf(
  configuration: Configuration,
  dataDir: string,
  database: DatabaseAddresses,
): NodeJS.ProcessEnv {
  const { isDev, isSandboxOn, isPrivate, port, host, origin } = configuration;
  const kept = isSandboxOn ? keepSecrets(dataDir) : null;
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: isDev ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    PORT: String(port),
    HOST: host,
    DATA_DIR: dataDir,
    DATABASE_URL: database.appUrl,
    DATABASE_WORKER_URL: database.workerUrl,
    // Keys of the environment and keys of the folder are never mixed.
    ...(process.env.SANTRAL_SECRET ? {} : kept),
    ...pushKeys(kept),
    SANTRAL_CONTROL_TOKEN: kept?.SANTRAL_CONTROL_TOKEN,
    // On a loopback address next-auth would call itself localhost by it (server/auth/config.ts).
    ...(/^http:\/\/(?:127\.|localhost|\[::1)/.test(origin) ? {} : { AUTH_URL: origin }),
    // Names under which a page of another site could reach this machine are refused.
    ALLOWED_HOSTS: isPrivate ? "127.0.0.1,localhost,[::1]" : undefined,
  };
  // The process that serves must not be able to become the owner of the tables.
  delete environment.DATABASE_OWNER_URL;
  return environment;
}

/** Those of the environment go before those of the folder; half a pair is told by the process that reads them. */
function pushKeys(kept: Secrets | null): Record<string, string | undefined> {
  const { VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY } = process.env;
  if (VAPID_PUBLIC_KEY || VAPID_PRIVATE_KEY) return { VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY };
  return kept ? { VAPID_PUBLIC_KEY: kept.VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY: kept.VAPID_PRIVATE_KEY } : {};
}

async function serve(input: {
  lifetime: Lifetime;
  progress: Progress;
  configuration: Configuration;
  environment: NodeJS.ProcessEnv;
  lock: RunLock;
  dataDir: string;
}): Promise<void> {
  const { lifetime, progress, configuration, environment, lock, dataDir } = input;
  // At a terminal the last lines should stay what to try first; elsewhere the log belongs to who collects our output.
  const isQuiet = configuration.isSandboxOn && !configuration.isDev && process.stdout.isTTY;
  const logFile = isQuiet ? join(dataDir, "server.log") : null;
  await progress.step(
    "Starting the server (the first time it makes the demo, too)",
    "Server ready",
    async () => {
      if (lifetime.isEnding) return;
      const server = new ServerProcess({ root, env: environment, logFile });
      lock.recordServer(server.pid);
      lifetime.defer(() => server.stop(stopGraceMs));
      lifetime.onImpatience(() => server.kill());
      await server.waitUntilReady(`http://127.0.0.1:${configuration.port}/api/health`, lifetime.signal);
      void server.ended.then((how) => {
        if (lifetime.isEnding) return;
        process.stderr.write(`✗ The server ${how}.${logFile ? ` Its log: ${logFile}` : ""}\n`);
        void lifetime.end(1);
      });
    },
  );
  if (logFile) progress.say(`  Its log: ${relative(process.cwd(), logFile)}`);
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
