import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Bench, root } from "./bench.ts";
import { type Figures, round } from "./report.ts";

/** What a fresh checkout does not have. */
const leftOut = new Set(["node_modules", ".next", ".data", ".git", "test-results", "playwright-report"]);
const patienceMs = 600_000;

/** `npm start` on a copy of the checkout with nothing installed and nothing built, and once more. */
export async function benchStart(bench: Bench): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), "santral-bench-start-"));
  bench.defer(() => rmSync(folder, { recursive: true, force: true }));
  const copy = join(folder, "santral");
  mkdirSync(copy);
  cpSync(root, copy, { recursive: true, filter: (path) => !leftOut.has(relative(root, path)) });
  const port = await bench.freePort();
  const first = await startOnce(bench, copy, port);
  bench.say(`first start: ${round(first)} s`);
  const second = await startOnce(bench, copy, port);
  return {
    start: {
      value: round(first),
      unit: "s first",
      secondS: round(second),
      target: "first ≤ 120 s, second ≤ 5 s",
    },
  };
}

/** Seconds from the command until it is ready to serve; it is stopped again as by Ctrl-C. */
async function startOnce(bench: Bench, cwd: string, port: number): Promise<number> {
  // As a stranger would type it: what this bench was started with is not passed on.
  const environment = { ...process.env, PORT: String(port), NODE_ENV: undefined, DATABASE_URL: undefined };
  const startedAt = performance.now();
  const npm = spawn("npm", ["start"], {
    cwd,
    env: environment as unknown as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let output = "";
  for (const stream of [npm.stdout, npm.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
    });
  }
  const ended = new Promise<void>((resolve) => npm.once("exit", () => resolve()));
  const stop = () => interrupt(npm, ended);
  bench.defer(stop);
  while (!(await isReady(port))) {
    if (npm.exitCode !== null || performance.now() - startedAt > patienceMs) {
      throw new Error(`npm start was not ready:\n${output.slice(-2_000)}`);
    }
    await sleep(50);
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  await stop();
  return seconds;
}

/** Ctrl-C reaches the whole group. */
async function interrupt(npm: ChildProcess, ended: Promise<void>): Promise<void> {
  if (npm.exitCode !== null || npm.signalCode !== null || npm.pid === undefined) return;
  process.kill(-npm.pid, "SIGINT");
  await ended;
}

function isReady(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(
      `http://127.0.0.1:${port}/api/health`,
      { agent: false, timeout: 2_000 },
      (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      },
    );
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(false));
  });
}
