import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { answer, greeting, question, useServingProduct } from "./serving-product";

/** One customer writes ten thousand messages in a minute, while others ask what they have to ask. */
const state = useServingProduct();
const messages = 10_000;
const connections = 32;
const answersAMinute = 20;

/** The same greeting, written differently each time: a number in question and exclamation marks. */
const greet = (count: number) => greeting + count.toString(2).replaceAll("0", "?").replaceAll("1", "!");

function deliverer() {
  const { telegram, bot } = state.product;
  const set = telegram.sandbox.listCalls({ bot: bot.username }).find((call) => call.method === "setWebhook")!;
  const { url, secret_token: secret } = set.params as { url: string; secret_token: string };
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let nextId = 900_000_000;
  return (from: number, text: string) =>
    new Promise<number>((resolve, reject) => {
      const id = nextId++;
      const body = JSON.stringify({
        update_id: id,
        message: {
          message_id: id,
          date: Math.floor(Date.now() / 1_000),
          chat: { id: from, type: "private" },
          from: { id: from, is_bot: false, first_name: "Sel", language_code: "tr" },
          text,
        },
      });
      const headers = {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
        "x-telegram-bot-api-secret-token": secret,
      };
      const sent = request(url, { method: "POST", agent, headers }, (response) => {
        response.resume();
        response.on("end", () => resolve(response.statusCode ?? 0));
      });
      sent.on("error", reject);
      sent.end(body);
    });
}

test("all are stored in order, the agent answers twenty and says once that it waits, and others are served", async () => {
  const { product } = state;
  const deliver = deliverer();
  const flooder = product.createCustomer("Sel");
  const quiet = Array.from({ length: 5 }, (_, index) => product.createCustomer(`Sakin ${index}`));
  product.telegram.sandbox.openChat({ bot: product.bot.username, from: flooder });

  let isOver = false;
  const waits: number[] = [];
  const others = (async () => {
    for (let turn = 0; !isOver; turn += 1) {
      const user = quiet[turn % quiet.length]!;
      const heard = product.heard(user).length;
      const askedAt = performance.now();
      product.say(user, turn < quiet.length ? question : greet(turn));
      while (product.heard(user).length === heard && performance.now() - askedAt < 20_000) await sleep(10);
      waits.push(performance.now() - askedAt);
      await sleep(400);
    }
  })();

  const startedAt = performance.now();
  let next = 0;
  const refused = new Map<number, number>();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (next < messages) {
        const text = greet(next);
        next += 1;
        // What is not taken is delivered again, as the platform does.
        for (let status = 0; status !== 200; ) {
          status = await deliver(flooder, text);
          if (status !== 200) refused.set(status, (refused.get(status) ?? 0) + 1);
        }
      }
    }),
  );
  const tookMs = performance.now() - startedAt;
  isOver = true;
  await others;
  expect(tookMs).toBeLessThan(60_000);
  expect([...refused.keys()].filter((status) => status !== 503)).toEqual([]);

  // All stored, each once, each in a place of its own.
  const stored = await product.stored(flooder);
  expect(stored).toHaveLength(messages);
  expect(new Set(stored).size).toBe(messages);
  const [places] = await product.admin<{ lowest: string; highest: string; count: number }[]>`
    select min(m.seq) as lowest, max(m.seq) as highest, count(distinct m.seq)::int as count
    from messages m join addresses a on a.id = m.address_id where a.chat_id = ${String(flooder)}`;
  expect(Number(places?.highest) - Number(places?.lowest) + 1).toBe(places?.count);

  // Within any minute: twenty answers and one notice.
  await sleep(1_000);
  const runs = await product.admin<{ at: Date; reason: string }[]>`
    select r.created_at as at, r.reason from agent_runs r join conversations c on c.id = r.conversation_id
    join addresses a on a.id = c.address_id where a.chat_id = ${String(flooder)} order by r.created_at`;
  const within = (from: Date) =>
    runs.filter(({ at }) => at >= from && at.getTime() < from.getTime() + 60_000);
  for (const { at } of runs) {
    const minute = within(at);
    expect(minute.filter(({ reason }) => reason !== "rate_limited").length).toBeLessThanOrEqual(
      answersAMinute,
    );
    expect(minute.filter(({ reason }) => reason === "rate_limited").length).toBeLessThanOrEqual(1);
  }
  expect(runs.filter(({ reason }) => reason === "rate_limited").length).toBeGreaterThan(0);

  // Others were answered, all of them, in good time.
  expect(waits.length).toBeGreaterThan(3);
  expect(Math.max(...waits)).toBeLessThan(5_000);
  for (const user of quiet.slice(0, waits.length)) {
    expect(product.heard(user).some((text) => text.includes(answer))).toBe(true);
  }

  // When the minute has passed, what was left is dealt with, and nothing waits any more.
  product.clock.jump(61_000);
  await expect.poll(() => product.waiting(), { timeout: 30_000, interval: 200 }).toBe(0);
  expect(product.heard(flooder)).toEqual(await product.stored(flooder, "out"));
}, 180_000);
