import { describe, expect, test } from "vitest";
import type { DoorRequest } from "@/lib/door";
import { useTestRuntime } from "@/server/testing";
import { fixedClock } from "./clock";
import { Limits } from "./limits";
import { countGuess, countingGuesses, limitCore, refuseGuesser } from "./request-limits";

const state = useTestRuntime();

/** A request of a browser somewhere in the world, or by the headers and the peer given. */
function requestOf(
  path: string,
  headers: Record<string, string> = {},
  remoteAddress = "203.0.113.7",
): DoorRequest {
  return {
    method: "GET",
    path,
    query: new URLSearchParams(),
    remoteAddress,
    header: (name) => headers[name],
    bytes: async () => new Uint8Array(),
    signal: new AbortController().signal,
  };
}

/** How many of so many in one moment pass, and the first refusal. */
async function press(count: number, request: () => DoorRequest) {
  let passed = 0;
  let refusal = null;
  for (let turn = 0; turn < count; turn += 1) {
    const answer = limitCore(request());
    if (answer) refusal ??= await answer;
    else passed += 1;
  }
  return { passed, refusal };
}

const cookie = (value: string) => ({ cookie: `santral_theme=dark; authjs.session-token=${value}` });
const refused = async (limit: string) =>
  (await state.runtime.metrics.refused.get()).values.find((one) => one.labels.limit === limit)?.value ?? 0;

describe("a session", () => {
  test("has its own number of calls, whatever its address, and is told when to come back", async () => {
    const before = await refused("calls");
    const from = () => requestOf("/api/trpc/conversations.list", cookie("a"));
    const { passed, refusal } = await press(700, from);
    expect(passed).toBe(600);
    expect(refusal).toMatchObject({ status: 429, headers: { "retry-after": "1" } });
    expect(JSON.parse(String(refusal?.body))).toMatchObject({
      error: { data: { code: "LIMIT_REACHED", httpStatus: 429, detail: { limit: "calls", retryAfterS: 1 } } },
    });
    expect((await refused("calls")) - before).toBe(100);
    expect((await press(10, () => requestOf("/api/trpc/x", cookie("b")))).passed).toBe(10);
    state.clock.advance(1_000);
    expect((await press(200, from)).passed).toBe(100);
  });

  test("that is made up anew for each request ends at its address' number", async () => {
    let count = 0;
    const from = () => requestOf("/api/trpc/x", cookie(`made-up-${count++}`), "203.0.113.8");
    expect((await press(4_000, from)).passed).toBe(3_000);
  });

  test("is counted on this machine, too", async () => {
    const from = () => requestOf("/api/trpc/x", cookie("here"), "127.0.0.1");
    expect((await press(700, from)).passed).toBe(600);
  });
});

describe("an address", () => {
  test.each([
    ["/api/trpc/x", 120],
    ["/sandbox/sign-in", 60],
    ["/api/auth/callback/demo", 60],
    ["/api/files/fil_x", 60],
    ["/api/live", 30],
    ["/w/demo/conversations", 240],
  ])("%s: %i at once without a session", async (path, allowed) => {
    const address = `198.51.100.${allowed % 250}${path.length}`;
    const { passed, refusal } = await press(400, () => requestOf(path, {}, address));
    expect(passed).toBe(allowed);
    expect(refusal?.status).toBe(429);
  });

  test("this machine itself is not counted, and updates, probes and scripts of the build never are", async () => {
    expect((await press(500, () => requestOf("/", {}, "127.0.0.1"))).passed).toBe(500);
    for (const path of ["/api/webhooks/telegram/k", "/api/health", "/api/metrics", "/_next/static/x.js"]) {
      expect((await press(5_000, () => requestOf(path, {}, "203.0.113.9"))).passed, path).toBe(5_000);
    }
  });

  test("behind a proxy is what the proxy wrote last, not what the sender claims", async () => {
    let count = 0;
    const behind = () =>
      requestOf("/sandbox/sign-in", { "x-forwarded-for": `10.9.8.${count++}, 203.0.113.77` }, "127.0.0.1");
    expect((await press(100, behind)).passed).toBe(60);
    const claiming = () =>
      requestOf("/sandbox/sign-in", { "x-forwarded-for": `198.18.0.${count++}` }, "203.0.113.78");
    expect((await press(100, claiming)).passed).toBe(60);
  });

  test("of IPv6 is its whole network", async () => {
    let count = 0;
    const from = () => requestOf("/sandbox/sign-in", {}, `2001:db8:1:2::${(count++).toString(16)}`);
    expect((await press(100, from)).passed).toBe(60);
  });

  test.each([
    ["tr", "Kısa sürede"],
    ["en", "too much at once"],
    ["ar", "too much at once"],
  ])("a reader's page says so in words (%s) and asks again by itself", async (language, words) => {
    const headers = { accept: "text/html,*/*", "accept-language": language };
    const { refusal } = await press(300, () => requestOf("/", headers, `192.0.2.${language.charCodeAt(0)}`));
    expect(refusal).toMatchObject({ status: 429, headers: { refresh: "1", "retry-after": "1" } });
    expect(refusal?.body).toContain(words);
    expect(refusal?.headers?.["content-security-policy"]).toMatch(/^default-src 'none'/);
  });
});

describe("who guesses", () => {
  test("is let go on thirty times, and then nothing is looked up for it", () => {
    const from = requestOf("/api/webhooks/telegram/guess", {}, "203.0.113.20");
    const answers = Array.from({ length: 40 }, () => countGuess(from, "bot keys"));
    expect(answers.filter((answer) => answer === null)).toHaveLength(30);
    expect(answers.at(-1)).toMatchObject({ status: 429, headers: { "retry-after": "2" } });
    expect(refuseGuesser(from, "bot keys")?.status).toBe(429);
    expect(refuseGuesser(from, "bot secrets")).toBeNull();
    state.clock.advance(2_000);
    expect(refuseGuesser(from, "bot keys")).toBeNull();
  });

  test("of control tokens is counted by the refusals of the stand-in; what is right always passes", async () => {
    let status = 401;
    const core = countingGuesses("control tokens", "/sandbox/telegram/control/", () =>
      Promise.resolve({ status, body: "" }),
    );
    const from = requestOf("/sandbox/telegram/control/users", {}, "203.0.113.21");
    const statuses: number[] = [];
    for (let turn = 0; turn < 32; turn += 1) statuses.push((await core(from))!.status);
    expect(statuses.filter((one) => one === 401)).toHaveLength(30);
    expect(statuses.at(-1)).toBe(429);
    status = 200;
    expect((await core(from))?.status).toBe(200);
  });
});

test("however many senders there are, what is remembered of them has an end", () => {
  const limits = new Limits(fixedClock(new Date(0)));
  for (let sender = 0; sender < 120_000; sender += 1)
    limits.take("x", String(sender), { capacity: 1, perSecond: 1 });
  expect(limits.size).toBe(50_000);
});
