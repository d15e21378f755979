import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { signalGroup } from "./command.ts";
import { PlainError } from "./plain-error.ts";
import { findFreePort } from "./ports.ts";

const root = join(import.meta.dirname, "../..");
const patienceMs = 600_000;
const graceMs = 20_000;

/**
 * Starts the product for a script, as anyone starts it, on a free port and with data of its own.
 *
 * @param env on top of ours
 * @throws PlainError with what it said when it does not come up
 */
export async function startOwnProduct(input: {
  dataDir: string;
  env?: Record<string, string>;
}): Promise<{ origin: string; stop: () => Promise<void> }> {
  const port = await findFreePort(3240, "127.0.0.1");
  const origin = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [join(root, "scripts/start.mjs")], {
    cwd: root,
    env: { ...process.env, PORT: String(port), DATA_DIR: input.dataDir, LOG_LEVEL: "warn", ...input.env },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      said += chunk;
    });
  }
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const stop = async () => {
    if (child.exitCode === null) child.kill("SIGTERM");
    await Promise.race([ended, sleep(graceMs, undefined, { ref: false })]);
    if (child.exitCode === null) signalGroup(child.pid, "SIGKILL");
  };
  const deadline = Date.now() + patienceMs;
  while (!said.includes("Santral is ready")) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new PlainError(`The product did not start.\n${said.trim()}`);
    }
    await sleep(100);
  }
  return { origin, stop };
}
