import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, statSync, truncateSync } from "node:fs";
import { get } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { PlainError } from "./plain-error.ts";

const readyTimeoutMs = 180_000;
const largestLogBytes = 20_000_000;

/** The serving process, `scripts/serve.mjs`. */
export class ServerProcess {
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #logFile: string | null;
  /** Resolves with how it ended. */
  readonly ended: Promise<string>;
  #hasEnded = false;

  /**
   * @param logFile where its log goes, or null for our own output
   * @throws PlainError when it cannot be started at all
   */
  constructor(input: { root: string; env: NodeJS.ProcessEnv; logFile: string | null }) {
    const { root, env, logFile } = input;
    this.#logFile = logFile;
    const log = logFile === null ? null : openLog(logFile);
    // In a session of its own, so that Ctrl-C reaches it through us, before the database goes.
    // Pages make much that lives for one answer: with the usual 16 MB it is looked through while it is still in use.
    const young = "--max-semi-space-size=32";
    this.#child = spawn(process.execPath, [young, join(root, "scripts/serve.mjs")], {
      cwd: root,
      env,
      detached: true,
      stdio: ["ignore", log ?? "inherit", log ?? "inherit", "ipc"],
    });
    if (log !== null) closeSync(log);
    if (this.#child.pid === undefined) throw new PlainError("The server process could not be started.");
    this.pid = this.#child.pid;
    this.ended = new Promise((resolve) => {
      this.#child.once("exit", (code, signal) => {
        this.#hasEnded = true;
        resolve(signal ? `was ended by ${signal}` : `ended with code ${code}`);
      });
    });
  }

  /** Waits until it answers its health check with 200. @throws PlainError when it ends or takes too long */
  async waitUntilReady(url: string, signal: AbortSignal): Promise<void> {
    const deadline = performance.now() + readyTimeoutMs;
    let reason = "";
    while (performance.now() < deadline && !signal.aborted) {
      if (this.#hasEnded) throw new PlainError(`The server ${await this.ended}.${this.#tail()}`);
      const { status, body } = await ask(url);
      if (status === 200) return;
      reason = body;
      await sleep(50);
    }
    if (!signal.aborted) {
      throw new PlainError(
        `The server is not ready after ${readyTimeoutMs / 1000} s. It says: ${reason}${this.#tail()}`,
      );
    }
  }

  /** Lets requests in flight finish, and waits for its end. */
  async stop(graceMs: number): Promise<void> {
    if (this.#hasEnded) return;
    this.#child.kill("SIGTERM");
    const isOver = await Promise.race([this.ended.then(() => true), sleep(graceMs, false, { ref: false })]);
    if (!isOver) this.kill();
    await this.ended;
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }

  #tail(): string {
    if (this.#logFile === null) return "";
    const lines = readFileSync(this.#logFile, "utf8").trim().split("\n").slice(-15).join("\n");
    return `\n${lines}\nIts log: ${this.#logFile}`;
  }
}

function ask(url: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false, timeout: 5_000 }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => {
        body += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
    });
    request.on("timeout", () => request.destroy());
    request.on("error", (error) => resolve({ status: 0, body: error.message }));
  });
}

function openLog(file: string): number {
  if (existsSync(file) && statSync(file).size > largestLogBytes) truncateSync(file);
  return openSync(file, "a", 0o600);
}
