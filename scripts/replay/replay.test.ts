import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { sendUpdate } from "./product.ts";
import { readLines } from "./read-lines.ts";
import { describeReport, Tally } from "./tally.ts";

const folder = mkdtempSync(join(tmpdir(), "santral-replay-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const written = (name: string, text: string) => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};

let server: Server | undefined;
afterEach(() => server?.close());

/** A door that answers as told, one answer after the other and the last one for ever. */
async function openDoor(answers: readonly { status: number; retryAfter?: string; body?: string }[]) {
  const bodies: string[] = [];
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const answer = answers[Math.min(bodies.length, answers.length - 1)]!;
      bodies.push(body);
      if (answer.retryAfter) response.setHeader("retry-after", answer.retryAfter);
      response.writeHead(answer.status).end(answer.body ?? "{}");
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/api/webhooks/telegram/key`, bodies };
}

describe("reading lines", () => {
  const read = async (text: string) => {
    const lines = [];
    for await (const line of readLines(written("lines.jsonl", text))) lines.push(line);
    return lines;
  };

  test("keeps their numbers, leaves empty ones out, takes a mark and Windows' ends", async () => {
    expect(await read('\ufeff{"a":1}\r\n\r\n  \n{"b":"ş🙂"}')).toEqual([
      { number: 1, text: '{"a":1}' },
      { number: 4, text: '{"b":"ş🙂"}' },
    ]);
    expect(await read("")).toEqual([]);
  });

  test("what is longer than any update is not held, and the next line is read", async () => {
    const lines = await read(`${"x".repeat(9_000_000)}\n{}\n`);
    expect(lines).toEqual([
      { number: 1, text: null },
      { number: 2, text: "{}" },
    ]);
  });
});

describe("sending an update", () => {
  const { signal } = new AbortController();

  test("what was not stored is sent again after the pause that is asked for", async () => {
    const { url, bodies } = await openDoor([
      { status: 503, retryAfter: "0" },
      { status: 503, retryAfter: "1" },
      { status: 200 },
    ]);
    const startedAt = performance.now();
    expect(await sendUpdate({ url, secret: "s" }, '{"update_id":1}', signal)).toEqual({
      status: 200,
      error: null,
      retries: 2,
    });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(950);
    expect(bodies).toEqual(['{"update_id":1}', '{"update_id":1}', '{"update_id":1}']);
  });

  test("a refusal is not sent again and keeps its reason", async () => {
    const { url, bodies } = await openDoor([{ status: 401, body: '{"error":"The secret token is wrong."}' }]);
    const answer = await sendUpdate({ url, secret: "s" }, "{}", signal);
    expect(answer).toEqual({ status: 401, error: "The secret token is wrong.", retries: 0 });
    expect(bodies).toHaveLength(1);
  });
});

describe("the report", () => {
  const took = { status: 200, error: null, retries: 0 };
  const outcome = (updateId: number, more: object) => ({
    updateId,
    state: "accepted" as const,
    reason: null,
    receivedAt: "2026-11-21T10:00:01.000Z",
    effect: "message",
    isShown: true,
    agent: "answer" as const,
    ...more,
  });

  test("every line is counted once, with the reason of each rejection", () => {
    const tally = new Tally();
    tally.lines = 8;
    tally.note(1, 10, took);
    tally.note(2, 11, took);
    tally.note(3, 12, took);
    tally.note(4, 13, took);
    tally.reject(5, null, "not JSON");
    tally.note(6, null, took);
    tally.note(7, 14, { status: 413, error: "The body is larger than 1000000 bytes.", retries: 0 });
    tally.note(8, 15, { status: 503, error: null, retries: 20 });
    const outcomes = new Map([
      [10, outcome(10, { receivedAt: "2026-11-20T10:00:00.000Z" })],
      [11, outcome(11, { effect: "ignored", isShown: false, agent: "none" })],
      [12, outcome(12, { state: "rejected", reason: "no_chat" })],
      [13, outcome(13, { effect: "reachability", isShown: false, agent: "none" })],
    ]);
    const report = tally.report(outcomes, "2026-11-21T10:00:00.000Z");
    expect(report).toMatchObject({
      ...{
        lines: 8,
        taken: 4,
        unsent: 1,
        retries: 20,
        stored: 3,
        storedBefore: 1,
        shown: 1,
        noted: 1,
        ignored: 1,
      },
      ...{ rejected: 4, agent: { answer: 1, waiting: 0 } },
    });
    expect(report.rejections).toEqual([
      { line: 3, updateId: 12, reason: "no_chat" },
      { line: 5, updateId: null, reason: "not JSON" },
      { line: 6, updateId: null, reason: "no update_id" },
      { line: 7, updateId: 14, reason: "413 The body is larger than 1000000 bytes." },
    ]);
    expect(report.taken + report.unsent + report.rejected - 1).toBe(report.lines);
    expect(describeReport(report).at(-1)).toBe(
      "lines 8 taken 4 stored 3 shown 1 answered 1 ignored 1 rejected 4",
    );
  });

  test("what was not asked is said to be unknown", () => {
    const tally = new Tally();
    tally.lines = 1;
    tally.note(1, 10, took);
    const lines = describeReport(tally.report(null, null));
    expect(lines.join("\n")).toContain("is not known");
    expect(lines.at(-1)).toBe("lines 1 taken 1 stored ? shown ? answered ? ignored ? rejected 0");
  });
});

test("an interrupted replay says what was done so far", async () => {
  const { url, bodies } = await openDoor([{ status: 200 }, { status: 503, retryAfter: "60" }]);
  const updates = [1, 2, 3].map((id) => `{"update_id":${id},"message":{"chat":{"id":7}}}`);
  const child = spawn(
    process.execPath,
    [
      "--import",
      "tsx",
      "scripts/replay/main.ts",
      "--file",
      written("three.jsonl", updates.join("\n")),
      "--url",
      url,
      // A secret may begin so.
      "--secret=-s",
    ],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      said += chunk;
    });
  }
  await expect.poll(() => bodies.length, { timeout: 20_000 }).toBe(2);
  child.kill("SIGINT");
  const [code] = await once(child, "close");
  expect(code).toBe(130);
  expect(said).toContain("what was done so far");
  expect(said).toContain("taken 1 ");
  expect(said).toContain("was stopped: 2");
}, 30_000);
