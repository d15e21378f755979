/**
 * `npm run keys:rotate`: a new key for the secrets that the product stores (bot tokens, webhook secrets). The new one is
 * made beside the old one, everything is encrypted anew, and then the old one is dropped; who is signed in stays it.
 * Stopped half-way, it goes on from there the next time, and `npm start` serves with both meanwhile.
 *
 * Where `SANTRAL_SECRET` is set by the environment, the keys are kept there: this encrypts anew what stands under
 * `SANTRAL_SECRET_PREVIOUS`, as a serving process does in the background, and says what is left.
 */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { prepareDatabase } from "../db/prepare";
import { cookieSecret, readEnv, sessionDays, startRuntime } from "../server/kernel";
import { type KeyRotation, rotateKeys } from "../server/operations";
import { readConfiguration } from "./lib/configuration";
import { openDataFolder } from "./lib/data-folder";
import { ensureDatabase, startEmbeddedPostgres } from "./lib/embedded-postgres";
import { PlainError } from "./lib/plain-error";
import { runCommand } from "./lib/run-command";
import { RunLock } from "./lib/run-lock";
import { beginRotation, endRotation, secretsFile } from "./lib/secrets";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const say = (line: string) => process.stdout.write(`${line}\n`);

await runCommand(rotate);

async function rotate(): Promise<void> {
  const configuration = readConfiguration(process.env, false);
  const isEmbedded = configuration.databaseUrl === null;
  const { dataDir } = openDataFolder({ root, wanted: process.env.DATA_DIR, isEmbedded });
  const isKeptByUs = !process.env.SANTRAL_SECRET;
  // A running product would go on writing under the key that is about to go.
  const live = isKeptByUs ? await RunLock.findLive(dataDir, (message) => say(`· ${message}`)) : null;
  if (live) {
    throw new PlainError(
      `Santral runs from this data folder, at http://127.0.0.1:${live.port} (process ${live.start.pid}).\n` +
        "Stop it with Ctrl-C, run `npm run keys:rotate` again, then start it: everybody stays signed in.",
    );
  }
  const lock = isKeptByUs ? RunLock.claim(dataDir, configuration.port) : null;
  const database = await openDatabase(dataDir, configuration.databaseUrl, lock !== null);
  try {
    const secrets = isKeptByUs ? beginRotation(dataDir) : {};
    const rotation = await reseal({ ...database.environment, DATA_DIR: dataDir, ...secrets });
    const isDone = report(rotation);
    if (!isDone) process.exitCode = 1;
    const old = isKeptByUs ? beginRotation(dataDir).SANTRAL_SECRET_PREVIOUS : undefined;
    if (old && isDone) {
      const until = new Date(Date.now() + sessionDays * 86_400_000);
      endRotation(dataDir, { secret: cookieSecret(Buffer.from(old, "base64")), until });
      say("✓ The old key has been dropped. Whoever is signed in stays it.");
    } else if (!isKeptByUs && isDone) {
      say(
        `✓ SANTRAL_SECRET_PREVIOUS is needed for sign-ins only: keep it for ${sessionDays} days, or take it out and everybody signs in anew.`,
      );
    }
  } finally {
    await database.stop();
    lock?.release();
  }
}

async function reseal(environment: Record<string, string | undefined>): Promise<KeyRotation> {
  const runtime = await startRuntime({
    env: readEnv({ ...process.env, NODE_ENV: "production", LOG_LEVEL: "error", ...environment }),
    isServing: false,
  });
  try {
    return await rotateKeys((resealed) => say(`· ${resealed} bots under the new key …`));
  } finally {
    await runtime.stop();
  }
}

/** True when nothing stands under another key any more. */
function report({ keyId, resealed, left, unreadable }: KeyRotation): boolean {
  say(
    `✓ ${resealed} bots' secrets were encrypted under the new key ${keyId}; ${left} are left under another one.`,
  );
  for (const { workspaceId, channelId, error } of unreadable) {
    process.stderr.write(`✗ Bot ${channelId} of workspace ${workspaceId}: ${error.message}\n`);
  }
  return left === 0;
}

async function openDatabase(dataDir: string, databaseUrl: string | null, isOurs: boolean) {
  const log = (message: string) => say(`  ${message}`);
  if (databaseUrl && process.env.DATABASE_WORKER_URL) {
    return { environment: {}, stop: async () => {} };
  }
  const server = databaseUrl ? null : await startEmbeddedPostgres({ dataDir, log });
  const adminUrl = databaseUrl ?? (await ensureDatabase(server!.adminUrl, "santral"));
  const { appUrl, workerUrl } = await prepareDatabase({ adminUrl, secretsFile: secretsFile(dataDir), log });
  return {
    environment: { DATABASE_URL: appUrl, DATABASE_WORKER_URL: workerUrl },
    stop: async () => {
      // One that was running already may be somebody's, unless the lock says that it was left behind.
      if (server && (!server.reused || isOurs)) await server.stop();
    },
  };
}
