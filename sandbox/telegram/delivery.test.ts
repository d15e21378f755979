import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FakeClock, settle } from "../testing/fake-clock";
import { type Post, type PostResult, Unreachable } from "./post";
import type { BotState } from "./state";
import { LocalTelegram } from "./telegram";

type Sent = { at: number; text: string; secret: string | undefined };

const start = Date.parse("2026-11-20T09:00:00Z");
const accepted: PostResult = {
  status: 200,
  reason: "OK",
  retryAfterS: 0,
  contentType: "text/plain",
  body: "",
};
const refused = (status: number, retryAfterS = 0): PostResult => ({
  ...accepted,
  status,
  reason: "No",
  retryAfterS,
});

let folder: string;
let clock: FakeClock;
let telegram: LocalTelegram;
let bot: BotState;
let users: number[];
let sent: Sent[];
let answer: (text: string) => PostResult | Promise<PostResult>;

const post: Post = async (_url, headers, body) => {
  const update = JSON.parse(body) as { message?: { text: string }; callback_query?: { data: string } };
  const text = update.message?.text ?? update.callback_query?.data ?? "member";
  sent.push({ at: (clock.now() - start) / 1000, text, secret: headers["x-telegram-bot-api-secret-token"] });
  return answer(text);
};

function open() {
  telegram = new LocalTelegram({ folder, clock, post, random: () => 0.5, log: () => {} });
}

function webhook(settings: Partial<{ maxConnections: number }> = {}) {
  telegram.store.commit({
    t: "webhook",
    bot: bot.id,
    webhook: { url: "http://127.0.0.1:1/hook", secret: "s3cret", maxConnections: 40, ...settings },
    dropPending: false,
  });
}

const say = (user: number, text: string) => telegram.customers.say(bot, users[user] as number, { text });
const texts = () => sent.map(({ text }) => text);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "santral-delivery-"));
  clock = new FakeClock(start);
  sent = [];
  answer = () => accepted;
  open();
  bot = telegram.customers.createBot({ name: "Kargo" });
  users = ["A", "B", "C"].map((name) => telegram.customers.createUser({ first_name: name }).id);
  webhook();
});
afterEach(async () => {
  await telegram.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe("delivery to a webhook", () => {
  test("an update arrives with the secret and is then forgotten", async () => {
    say(0, "merhaba");
    await settle();
    expect(sent).toEqual([{ at: 0, text: "merhaba", secret: "s3cret" }]);
    expect(bot.pending.size).toBe(0);
  });

  test("retries come at once, then after 2, 4, 8, 16, 32, 64 s, and never later than a random 60 to 120 s", async () => {
    answer = () => refused(500);
    say(0, "a");
    await clock.advance(400_000);
    expect(sent.map(({ at }) => at)).toEqual([0, 0, 2, 6, 14, 30, 62, 126, 216, 306, 396]);
  });

  test("Retry-After is obeyed, up to an hour", async () => {
    answer = () => refused(503, sent.length === 1 ? 10 : 9999);
    say(0, "a");
    await clock.advance(3700_000);
    expect(sent.map(({ at }) => at)).toEqual([0, 10, 3610]);
  });

  test("a failing update holds up its own chat and no other", async () => {
    answer = (text) => (text === "A1" && clock.now() < start + 5000 ? refused(500) : accepted);
    for (const text of ["1", "2", "3"]) {
      say(0, `A${text}`);
      say(1, `B${text}`);
    }
    await settle();
    expect(texts().filter((text) => text !== "A1")).toEqual(["B1", "B2", "B3"]);
    await clock.advance(7000);
    expect(texts().slice(-3)).toEqual(["A1", "A2", "A3"]);
  });

  test("within a chat one update is in flight, across chats as many as max_connections", async () => {
    let open = 0;
    let most = 0;
    answer = async () => {
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setImmediate(resolve));
      open -= 1;
      return accepted;
    };
    webhook({ maxConnections: 2 });
    for (let round = 0; round < 4; round += 1) for (const user of [0, 1, 2]) say(user, `${user}-${round}`);
    await settle();
    await settle();
    await settle();
    expect(most).toBe(2);
    for (const user of [0, 1, 2]) {
      expect(texts().filter((text) => text.startsWith(`${user}-`))).toEqual(
        [0, 1, 2, 3].map((round) => `${user}-${round}`),
      );
    }
  });

  test("an update that nobody takes is dropped after 24 hours", async () => {
    answer = () => refused(500);
    say(0, "a");
    await clock.advance(24 * 3600_000 + 200_000);
    expect(bot.pending.size).toBe(0);
    answer = () => accepted;
    say(0, "b");
    await settle();
    expect(texts().at(-1)).toBe("b");
  });

  test("a webhook that says 410 for more than 23 hours is removed", async () => {
    answer = () => refused(410);
    say(0, "a");
    await clock.advance(22 * 3600_000);
    expect(bot.webhook).not.toBeNull();
    await clock.advance(2 * 3600_000);
    expect(bot.webhook).toBeNull();
  });

  test("a webhook nobody listens at is tried again soon, without growing back-off", async () => {
    answer = () => Promise.reject(new Unreachable("Connection refused"));
    say(0, "a");
    await clock.advance(5000);
    expect(sent.length).toBeGreaterThan(8);
    answer = () => accepted;
    await clock.advance(500);
    expect(bot.pending.size).toBe(0);
  });

  test("pending updates are delivered again after a restart, in order", async () => {
    answer = () => refused(500);
    say(0, "a");
    say(0, "b");
    await settle();
    await telegram.stop();
    sent = [];
    answer = () => accepted;
    open();
    bot = telegram.getBotOrThrow(bot.username);
    telegram.resume();
    await settle();
    expect(texts()).toEqual(["a", "b"]);
  });

  test("the fault duplicate delivers the same update twice", async () => {
    telegram.plantFault({ bot: bot.username, kind: "duplicate", times: 1 });
    say(0, "a");
    say(0, "b");
    await settle();
    expect(texts()).toEqual(["a", "a", "b"]);
  });

  test("the fault reorder lets the next update go first, and alone after a second", async () => {
    telegram.plantFault({ bot: bot.username, kind: "reorder", times: 2 });
    say(0, "a");
    say(0, "b");
    await settle();
    expect(texts()).toEqual(["b", "a"]);
    say(0, "c");
    await settle();
    expect(texts()).toEqual(["b", "a"]);
    await clock.advance(1000);
    expect(texts()).toEqual(["b", "a", "c"]);
  });

  test("a method in a 2xx answer is called, but not one whose result would matter", async () => {
    const reply = (method: string) => ({
      ...accepted,
      contentType: "application/json",
      body: JSON.stringify({ method, chat_id: users[0], text: "yanıt" }),
    });
    answer = (text) => reply(text === "a" ? "sendMessage" : "getMe");
    say(0, "a");
    say(0, "b");
    await settle();
    expect(telegram.calls(bot).map(({ method }) => method)).toEqual(["sendMessage"]);
  });

  test("only the kinds a bot asked for are kept for it", async () => {
    telegram.store.commit({ t: "allowed", bot: bot.id, kinds: ["callback_query"] });
    expect(say(0, "a").updateId).toBeNull();
    await settle();
    expect(sent).toEqual([]);
    expect(telegram.transcript(bot, users[0] as number).messages).toHaveLength(1);
  });
});
