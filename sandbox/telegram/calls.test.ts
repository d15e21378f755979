import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FakeClock } from "../testing/fake-clock";
import { startTestSandbox, type TestSandbox } from "../testing/start";

let clock: FakeClock;
let local: TestSandbox;
let username: string;
let token: string;
let user: number;

beforeEach(async () => {
  clock = new FakeClock();
  local = await startTestSandbox({ clock });
  ({ username, token } = local.sandbox.createBot({ name: "Sınır" }));
  user = local.sandbox.createUser({ first_name: "Ayşe" }).id;
});
afterEach(() => local.close());

const send = (to: number) => local.call(token, "sendMessage", { chat_id: to, text: "x" });

/** `count` users whom the bot knows though they have not written lately. */
function quietUsers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => {
    const { id } = local.sandbox.createUser({ first_name: `Sessiz ${index}` });
    local.sandbox.openChat({ bot: username, from: id });
    return id;
  });
}

describe("how a call may be put", () => {
  const url = (method: string) => `${local.origin}/sandbox/telegram/bot${token}/${method}`;

  test.each([
    ["a query", () => fetch(`${url("sendMessage")}?chat_id=${user}&text=merhaba`)],
    [
      "a urlencoded form",
      () =>
        fetch(url("sendMessage"), {
          method: "POST",
          body: new URLSearchParams({ chat_id: String(user), text: "merhaba" }),
        }),
    ],
    [
      "a multipart form",
      () => {
        const form = new FormData();
        form.set("chat_id", String(user));
        form.set("text", "merhaba");
        return fetch(url("sendMessage"), { method: "POST", body: form });
      },
    ],
  ])("%s", async (_label, request) => {
    local.sandbox.openChat({ bot: username, from: user });
    const answer = (await (await request()).json()) as { result: { text: string } };
    expect(answer.result.text).toBe("merhaba");
  });

  test("a body that is no JSON is refused, and every call is on record with its answer", async () => {
    const response = await fetch(url("sendMessage"), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{",
    });
    expect(await response.json()).toEqual({
      ok: false,
      error_code: 400,
      description: "Bad Request: can't parse request body: JSON expected",
    });
    await send(user);
    expect(local.sandbox.listCalls({ bot: username })).toMatchObject([
      {
        method: "sendMessage",
        params: { chat_id: user },
        answer: { ok: false, description: "Bad Request: chat not found" },
      },
    ]);
  });
});

describe("webhook or polling, not both", () => {
  const hook = "http://127.0.0.1:9/hook";

  test("http is taken for this machine only", async () => {
    expect(await local.call(token, "setWebhook", { url: "http://example.com/hook" })).toMatchObject({
      error_code: 400,
      description: "Bad Request: bad webhook: An HTTPS URL must be provided for webhook",
    });
    expect(await local.call(token, "setWebhook", { url: "https://example.com:9000/hook" })).toMatchObject({
      error_code: 400,
    });
    expect(await local.call(token, "setWebhook", { url: hook, secret_token: "s" })).toMatchObject({
      ok: true,
      description: "Webhook was set",
    });
    expect(await local.call(token, "setWebhook", { url: hook, secret_token: "s" })).toMatchObject({
      description: "Webhook is already set",
    });
    expect((await local.call(token, "getWebhookInfo")).result).toMatchObject({
      url: hook,
      pending_update_count: 0,
      max_connections: 40,
    });
    expect(await local.call(token, "deleteWebhook")).toMatchObject({ description: "Webhook was deleted" });
  });

  test("getUpdates is a conflict while a webhook is set", async () => {
    await local.call(token, "setWebhook", { url: hook });
    expect(await local.call(token, "getUpdates")).toMatchObject({ status: 409, error_code: 409 });
  });

  test("a second poller takes the first one's place, which is told 409; setting a webhook does the same", async () => {
    const first = local.call(token, "getUpdates", { timeout: 30 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const second = local.call(token, "getUpdates", { timeout: 30 });
    expect(await first).toMatchObject({
      error_code: 409,
      description:
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    });
    local.sandbox.sendMessage({ bot: username, from: user, text: "a" });
    expect((await second).result).toMatchObject([{ message: { text: "a" } }]);
  });

  test("an offset confirms, a negative one keeps the last, and allowed_updates stay until given again", async () => {
    const ids = ["a", "b", "c"].map(
      (text) => local.sandbox.sendMessage({ bot: username, from: user, text }).updateId as number,
    );
    expect(ids[2]).toBe((ids[0] ?? 0) + 2);
    expect((await local.call(token, "getUpdates", { offset: ids[1], limit: 1 })).result).toMatchObject([
      { update_id: ids[1] },
    ]);
    expect((await local.call(token, "getUpdates", { offset: -1 })).result).toMatchObject([
      { update_id: ids[2] },
    ]);
    await local.call(token, "getUpdates", { offset: (ids[2] ?? 0) + 1, allowed_updates: ["callback_query"] });
    expect(local.sandbox.sendMessage({ bot: username, from: user, text: "d" }).updateId).toBeNull();
    await local.call(token, "getUpdates", { allowed_updates: [] });
    expect(local.sandbox.sendMessage({ bot: username, from: user, text: "e" }).updateId).toBe(
      (ids[2] ?? 0) + 1,
    );
  });
});

describe("limits", () => {
  test("bulk: 30 a second to people who have not written, with retry_after past it", async () => {
    const quiet = quietUsers(31);
    for (const id of quiet.slice(0, 30)) expect((await send(id)).ok).toBe(true);
    const refused = await send(quiet[30] as number);
    expect(refused).toMatchObject({
      status: 429,
      description: "Too Many Requests: retry after 1",
      parameters: { retry_after: 1 },
    });
    await clock.advance(1000);
    expect((await send(quiet[30] as number)).ok).toBe(true);
  });

  test("answers to people who wrote within a minute are not bulk", async () => {
    const asking = Array.from(
      { length: 60 },
      (_, index) => local.sandbox.createUser({ first_name: `Soran ${index}` }).id,
    );
    for (const id of asking) local.sandbox.sendMessage({ bot: username, from: id, text: "soru" });
    for (const id of asking) expect((await send(id)).ok).toBe(true);
  });

  test("one chat: a burst of 8, then one a second; another chat is free", async () => {
    local.sandbox.sendMessage({ bot: username, from: user, text: "soru" });
    for (let count = 0; count < 8; count += 1) expect((await send(user)).ok).toBe(true);
    expect((await send(user)).error_code).toBe(429);
    await clock.advance(1000);
    expect((await send(user)).ok).toBe(true);
    expect((await send(user)).error_code).toBe(429);
    expect((await send(quietUsers(1)[0] as number)).ok).toBe(true);
  });
});

describe("faults strike as often as they were planted for", () => {
  beforeEach(() => local.sandbox.openChat({ bot: username, from: user }));

  test.each([
    ["429", { error_code: 429, parameters: { retry_after: 7 } }],
    ["400", { error_code: 400 }],
    ["403", { error_code: 403, description: "Forbidden: bot was blocked by the user" }],
    ["5xx", { error_code: 502, description: "Bad Gateway" }],
  ] as const)("%s", async (kind, expected) => {
    local.sandbox.plantFault({
      bot: username,
      method: "sendMessage",
      kind,
      times: 2,
      ...(kind === "429" && { retryAfter: 7 }),
    });
    expect((await local.call(token, "getMe")).ok).toBe(true);
    expect(await send(user)).toMatchObject(expected);
    expect(await send(user)).toMatchObject(expected);
    expect((await send(user)).ok).toBe(true);
  });

  test.each([
    ["timeout", 0],
    ["timeout_after", 1],
  ] as const)("%s hangs, with %i message sent", async (kind, count) => {
    local.sandbox.plantFault({ bot: username, kind, times: 1 });
    const request = fetch(`${local.origin}/sandbox/telegram/bot${token}/sendMessage?chat_id=${user}&text=x`, {
      signal: AbortSignal.timeout(200),
    });
    await expect(request).rejects.toThrow(/timeout/);
    expect(local.sandbox.listMessages({ bot: username, user }).messages).toHaveLength(count);
    expect((await send(user)).ok).toBe(true);
  });
});
