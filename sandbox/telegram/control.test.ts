import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startTestSandbox, type TestSandbox } from "../testing/start";
import { grey } from "./media/png";

let local: TestSandbox;
let bot: string;
let token: string;
let from: number;

beforeEach(async () => {
  local = await startTestSandbox({
    ports: {
      findConversation: async ({ telegramUserId, botUsername }) =>
        telegramUserId === from && botUsername === bot ? { status: "handed_off", lastBand: "handoff" } : null,
    },
  });
  const user = await local.control("users", {
    first_name: "Ayşe",
    language_code: "tr",
    phone: "+905321234567",
  });
  from = user.body.id as number;
  const made = await local.control("bots", { name: "Denetim" });
  bot = made.body.username as string;
  token = made.body.token as string;
});
afterEach(() => local.close());

describe("the control API", () => {
  test("wants its token", async () => {
    const response = await fetch(`${local.origin}/sandbox/telegram/control/bots`, {
      headers: { authorization: "Bearer wrong" },
    });
    expect(response.status).toBe(401);
    expect(((await response.json()) as { error: string }).error).toContain("GET /sandbox/demo");
  });

  test("carries a whole conversation", async () => {
    const said = await local.control("messages", { bot, from, text: "kargom nerede" });
    expect(said.body.updateId).toEqual(expect.any(Number));
    const sent = await local.call(token, "sendMessage", {
      chat_id: from,
      text: "Yolda",
      reply_markup: { inline_keyboard: [[{ text: "Teşekkürler", callback_data: "thanks" }]] },
    });
    const messageId = (sent.result as { message_id: number }).message_id;
    expect(
      (await local.control("messages", { bot, from, callback: { messageId, data: "thanks" } })).status,
    ).toBe(200);
    expect(
      (
        await local.control("messages", {
          bot: `@${bot}`,
          from,
          contact: { phone: "+905321234567", own: true },
        })
      ).status,
    ).toBe(200);
    expect(
      (await local.control("messages", { bot, from, photo: grey(10, 10).toString("base64") })).status,
    ).toBe(200);
    expect((await local.control("edits", { bot, from, messageId: 1, text: "kargom nerede?" })).status).toBe(
      200,
    );
    expect((await local.control("blocks", { bot, from, blocked: true })).status).toBe(200);
    const { body } = await local.control(`chats/${from}/messages?bot=${bot}`);
    expect(body).toMatchObject({
      isBlocked: true,
      messages: [
        {
          id: 1,
          direction: "in",
          text: "kargom nerede?",
          buttons: [],
          date: expect.any(Number),
          editedAt: expect.any(Number),
        },
        { id: 2, direction: "out", text: "Yolda", buttons: [{ text: "Teşekkürler", data: "thanks" }] },
        { id: 3, direction: "in", contact: { phone: "+905321234567", isOwn: true } },
        { id: 4, direction: "in", photo: { width: 10, height: 10 } },
      ],
    });
    const updates = (await local.call(token, "getUpdates")).result as Record<string, unknown>[];
    expect(updates.map((update) => Object.keys(update)[1])).toEqual([
      "message",
      "callback_query",
      "message",
      "message",
      "edited_message",
      "my_chat_member",
    ]);
    const { calls } = (await local.control(`calls?bot=${bot}&after=0`)).body as {
      calls: { id: number; method: string }[];
    };
    expect(calls.map(({ method }) => method)).toEqual(["sendMessage", "getUpdates"]);
    expect(
      ((await local.control(`calls?bot=${bot}&after=${calls[0]?.id}`)).body as { calls: unknown[] }).calls,
    ).toHaveLength(1);
    expect((await local.control(`conversations/${from}?bot=${bot}`)).body).toEqual({
      status: "handed_off",
      lastBand: "handoff",
    });
  });

  test.each<[string, string, () => unknown, number, string]>([
    ["an unknown bot", "messages", () => ({ bot: "nobody_bot", from, text: "x" }), 404, "POST /bots"],
    ["an unknown user", "messages", () => ({ bot, from: 1, text: "x" }), 404, "POST /users"],
    [
      "two contents",
      "messages",
      () => ({ bot, from, text: "x", callback: { messageId: 1, data: "a" } }),
      400,
      "exactly one",
    ],
    ["an empty text", "messages", () => ({ bot, from, text: " " }), 400, "empty"],
    [
      "a photo of words",
      "messages",
      () => ({ bot, from, photo: Buffer.from("only words, no image in here").toString("base64") }),
      400,
      "JPEG",
    ],
    [
      "a button that is not there",
      "messages",
      () => ({ bot, from, callback: { messageId: 9, data: "a" } }),
      404,
      "no message 9",
    ],
    ["an unknown fault", "faults", () => ({ kind: "earthquake" }), 400, "timeout_after"],
    ["a bot without name", "bots", () => ({}), 400, "name"],
    ["a path that is not there", "nonsense", () => ({}), 404, "README"],
  ])("%s is refused with what to do", async (_label, path, body, status, words) => {
    const answer = await local.control(path, body());
    expect(answer.status).toBe(status);
    expect(answer.body.error).toContain(words);
  });

  test("a number or another usual name is a fault's kind too", async () => {
    expect((await local.control("faults", { kind: 503, times: 2 })).body).toMatchObject({
      kind: "5xx",
      times: 2,
    });
    expect((await local.control("faults", { bot, kind: "blocked" })).body).toMatchObject({
      bot,
      kind: "403",
      times: 1,
    });
  });

  test("a planted fault is taken back, one or all of them", async () => {
    const { id } = (await local.control("faults", { bot, kind: 400 })).body;
    await local.control("faults", { kind: 429 });
    await local.control("faults", { kind: "cut" });
    await local.control("clearing", { id });
    expect((await local.control("faults")).body.faults).toHaveLength(2);
    expect((await local.control("clearing", { id })).status).toBe(404);
    await local.control("clearing", {});
    expect((await local.control("faults")).body).toEqual({ faults: [] });
  });

  test("reset empties chats, calls, updates and faults, and no id is used twice", async () => {
    await local.control("messages", { bot, from, text: "a" });
    await local.control("faults", { bot, kind: 400 });
    await local.control("reset", { bot });
    expect(
      ((await local.control(`chats/${from}/messages?bot=${bot}`)).body as { messages: unknown[] }).messages,
    ).toEqual([]);
    expect((await local.control("faults")).body).toEqual({ faults: [] });
    expect((await local.call(token, "getUpdates")).result).toEqual([]);
    expect((await local.control("messages", { bot, from, text: "b" })).body.messageId).toBe(2);
  });

  test("a phone that looks on is told what changes", async () => {
    local.sandbox.openChat({ bot, from });
    const stop = new AbortController();
    const response = await fetch(`${local.origin}/sandbox/telegram/control/chats/${from}/events?bot=${bot}`, {
      headers: { authorization: "Bearer test-control-token" },
      signal: stop.signal,
    });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let heard = "";
    const hear = async (words: string) => {
      while (!heard.includes(words)) heard += (await reader?.read())?.value ?? "";
    };
    await hear("connected");
    await local.call(token, "sendChatAction", { chat_id: from, action: "typing" });
    await hear('"typing"');
    await local.call(token, "sendMessage", { chat_id: from, text: "x" });
    await hear('"changed"');
    stop.abort();
  });
});

describe("GET /sandbox/demo", () => {
  const ask = (headers?: Record<string, string>) => fetch(`${local.origin}/sandbox/demo`, { headers });

  test("tells this machine the control token beside the demo's facts", async () => {
    expect(await (await ask()).json()).toMatchObject({
      controlToken: "test-control-token",
      workspace: { slug: "demo" },
    });
  });

  test("tells nobody who came through a proxy from elsewhere", async () => {
    expect((await ask({ "x-forwarded-for": "203.0.113.9" })).status).toBe(403);
  });

  test.each<Record<string, string>>([
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "http://127.0.0.1:9999" },
    { "sec-fetch-site": "cross-site" },
    // Another program's page on this machine.
    { "sec-fetch-site": "same-site" },
  ])("tells no page of another site: %j", async (headers) => {
    expect((await ask(headers)).status).toBe(403);
  });

  test("tells a page of its own, and the address bar", async () => {
    expect((await ask({ origin: local.origin, "sec-fetch-site": "same-origin" })).status).toBe(200);
    expect((await ask({ "sec-fetch-site": "none" })).status).toBe(200);
  });
});

test("paths that are not the sandbox's are left to others", () => {
  const request = {
    method: "GET",
    query: new URLSearchParams(),
    remoteAddress: "",
    header: () => undefined,
    bytes: async () => new Uint8Array(),
    signal: new AbortController().signal,
  };
  for (const path of ["/", "/sandbox/telegram", "/sandbox", "/sandbox/telegram/other"])
    expect(local.sandbox.handle({ ...request, path })).toBeNull();
});

test.each<[string, string, Record<string, unknown>, number, string]>([
  ["an unknown group", "groups/-5/messages", { from: 1, text: "x" }, 404, "POST /groups"],
  ["a nameless group", "groups", { title: " ", owner: 1 }, 400, "title"],
  ["a group of nobody", "groups", { title: "x", owner: 1 }, 404, "POST /users"],
  ["an unknown deed", "groups/-5/dance", {}, 404, "README"],
])("%s is refused with what to do", async (_label, path, body, status, words) => {
  const answer = await local.control(path, body);
  expect([answer.status, answer.body.error]).toEqual([status, expect.stringContaining(words)]);
});
