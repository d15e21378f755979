import { type ChildProcess, spawn } from "node:child_process";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findFreePort } from "../../scripts/lib/ports";

/** The entry alone, which owns the time-outs: it needs no application and no database to refuse a slow client. */
const root = join(import.meta.dirname, "../..");
let entry: ChildProcess;
let port: number;

beforeAll(async () => {
  port = await findFreePort(3290, "127.0.0.1");
  // A door that answers nothing, and an application that never comes and is not missed.
  const stub = `process.exit = () => {}; globalThis[Symbol.for("santral.door")] = { handle: () => null, stop: async () => {} };`;
  entry = spawn(
    process.execPath,
    ["--import", `data:text/javascript,${encodeURIComponent(stub)}`, join(root, "scripts/serve.mjs")],
    {
      cwd: root,
      env: { PATH: process.env.PATH, NODE_ENV: "development", PORT: String(port), HOST: "127.0.0.1" },
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    },
  );
  await new Promise((resolve) => entry.once("message", resolve));
});
afterAll(() => entry?.kill("SIGKILL"));

/** Writes the pieces a second apart and returns what came back by the time the connection closed, and when. */
function drip(pieces: readonly string[]): Promise<{ said: string; afterMs: number }> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    let said = "";
    const socket = connect(port, "127.0.0.1");
    let next = 0;
    const timer = setInterval(() => {
      if (next < pieces.length) socket.write(pieces[next++]!);
    }, 1_000);
    socket.on("data", (chunk) => {
      said += chunk;
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      clearInterval(timer);
      resolve({ said, afterMs: performance.now() - startedAt });
    });
  });
}

describe("who sends a letter a second", () => {
  test("of a head is answered 408 and cut off within seconds, ten at once", async () => {
    const head = [...`GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ${"x".repeat(60)}`];
    const all = await Promise.all(Array.from({ length: 10 }, () => drip(head)));
    for (const { said, afterMs } of all) {
      expect(said).toMatch(/^HTTP\/1\.1 408/);
      // Ten seconds and the next look; the rest is room for a machine that has other things to do.
      expect(afterMs).toBeLessThan(25_000);
    }
  }, 45_000);
});
