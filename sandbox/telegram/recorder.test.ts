import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestSandbox, type TestSandbox } from "../testing/start";

let local: TestSandbox;
let bot: { username: string; token: string };
let user: number;

beforeEach(async () => {
  local = await startTestSandbox();
  bot = local.sandbox.createBot({ name: "Kayıt" });
  user = local.sandbox.createUser({ first_name: "Ayşe", language_code: "tr" }).id;
});
afterEach(() => local.close());

const post = (path: string, body: unknown = {}) => local.control(path, body);

async function fixtureOf(name: string): Promise<string> {
  const response = await fetch(`${local.origin}/sandbox/telegram/control/recordings/${name}`, {
    headers: { authorization: "Bearer test-control-token" },
  });
  expect(response.headers.get("content-type")).toBe("application/x-ndjson; charset=utf-8");
  return response.text();
}

async function record(): Promise<string> {
  await post("recordings", { bot: bot.username, name: "oturum" });
  local.sandbox.sendMessage({ bot: bot.username, from: user, text: "kargom nerede?" });
  await local.call(bot.token, "sendMessage", { chat_id: user, text: "Yolda" });
  local.sandbox.sendMessage({ bot: bot.username, from: user, text: "teşekkürler", replyTo: 2 });
  local.sandbox.editMessage({ bot: bot.username, from: user, messageId: 3, text: "teşekkür ederim" });
  await post("recordings/oturum/stop");
  local.sandbox.sendMessage({ bot: bot.username, from: user, text: "bu kaydedilmez" });
  return fixtureOf("oturum");
}

test("a session becomes a fixture of raw updates, one a line, exactly as the bot gets them", async () => {
  const lines = (await record()).trim().split("\n");
  const updates = (await local.call(bot.token, "getUpdates")).result as unknown[];
  expect(lines.map((line) => JSON.parse(line))).toEqual(updates.slice(0, 3));
  expect((await local.control("recordings")).body).toEqual({
    recordings: [{ name: "oturum", updates: 3, isRunning: false }],
  });
});

test("replayed to another bot it happens again: new ids, the same words in the same order", async () => {
  const jsonl = await record();
  const other = local.sandbox.createBot({ name: "İkinci" });
  expect((await post("replays", { bot: other.username, name: "oturum" })).body).toEqual({
    ...{ updates: 3, unwanted: 0, rejected: [] },
  });
  const updates = (await local.call(other.token, "getUpdates")).result as {
    update_id: number;
    message?: { text: string; message_id: number };
  }[];
  expect(updates.map(({ message }) => message?.text)).toEqual(["kargom nerede?", "teşekkürler", undefined]);
  expect(new Set(updates.map(({ update_id }) => update_id)).size).toBe(3);
  expect((await post("replays", { bot: other.username, jsonl })).body).toMatchObject({ updates: 3 });
  const again = local.sandbox.listMessages({ bot: other.username, user }).messages;
  expect(again.map(({ text }) => text)).toEqual([
    ...["kargom nerede?", "teşekkür ederim", "kargom nerede?", "teşekkür ederim"],
  ]);
  expect(new Set(again.map(({ id }) => id)).size).toBe(4);
});

test("people who are not known are made, and lines that are no updates are told, the rest being sent", async () => {
  const from = { id: 77_001, is_bot: false, first_name: "Yabancı" };
  const message = {
    message_id: 5,
    date: 1,
    chat: { id: 77_001, type: "private", first_name: "Yabancı" },
    from,
    text: "selam",
  };
  const jsonl = [
    `{"update_id":1,"message":${JSON.stringify(message)}}`,
    "{",
    "[]",
    '{"update_id":2,"unheard_of":{}}',
    "",
  ];
  const { body } = await post("replays", { bot: bot.username, jsonl: jsonl.join("\n") });
  expect(body).toEqual({
    ...{ updates: 1, unwanted: 0 },
    rejected: [
      { line: 2, reason: "no JSON" },
      { line: 3, reason: "no object" },
      { line: 4, reason: "no kind of update that is known here" },
    ],
  });
  expect((await local.call(bot.token, "sendMessage", { chat_id: 77_001, text: "merhaba" })).ok).toBe(true);
});

test("a recording is never overwritten, and no name leads out of its folder", async () => {
  await record();
  expect((await post("recordings", { bot: bot.username, name: "oturum" })).status).toBe(409);
  expect((await post("recordings", { bot: bot.username, name: "../x" })).status).toBe(400);
  expect((await local.control("recordings/%2e%2e%2fx")).status).toBe(400);
  await post("recordings/oturum/delete");
  expect((await local.control("recordings/oturum")).status).toBe(404);
});
