import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { LiveReader } from "./live-reader";
import { answer, question, useServingProduct } from "./serving-product";

/** The database goes away in the midst of work and comes back: said in words, mended by itself, nothing lost, nothing twice. */
const state = useServingProduct();

/** Delivers one update by hand, as the platform would. */
async function deliver(updateId: number, from: number, text: string) {
  const { telegram, bot } = state.product;
  const webhook = telegram.sandbox
    .listCalls({ bot: bot.username })
    .find((call) => call.method === "setWebhook")!;
  const { url, secret_token } = webhook.params as { url: string; secret_token: string };
  const sender = { id: from, is_bot: false, first_name: "Elden" };
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", "x-telegram-bot-api-secret-token": secret_token },
    body: JSON.stringify({
      update_id: updateId,
      message: {
        message_id: updateId,
        date: 1_795_000_000,
        chat: { id: from, type: "private" },
        from: sender,
        text,
      },
    }),
  });
}

const settled = async () => {
  await expect.poll(() => state.product.pending(), { timeout: 30_000, interval: 100 }).toBe(0);
  await expect.poll(() => state.product.waiting(), { timeout: 30_000, interval: 100 }).toBe(0);
};

describe("while the database is away", () => {
  test("an update is refused with 503 and a time, delivered again, and stored once", async () => {
    const { product } = state;
    const user = product.createCustomer();
    product.say(user, "önce");
    await settled();
    const updateId = randomInt(2 ** 40);
    product.link.cut();
    product.say(user, question);
    const refused = await deliver(updateId, 77_001, "elden");
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    await expect.poll(() => product.pending()).toBe(1);
    await sleep(1_000);
    expect(await product.stored(user)).toEqual(["önce"]);
    product.link.mend();
    expect((await deliver(updateId, 77_001, "elden")).status).toBe(200);
    expect((await deliver(updateId, 77_001, "elden")).status).toBe(200);
    await settled();
    expect(await product.stored(user)).toEqual(["önce", question]);
    expect(await product.stored(77_001)).toEqual(["elden"]);
    expect(product.heard(user).at(-1)).toContain(answer);
  }, 60_000);

  test("every door says so in its own words, and no answer takes long", async () => {
    const { product } = state;
    const headers = await product.headersOf("owner");
    const live = (origin: string) =>
      fetch(`${origin}/api/live?workspace=${product.shop.workspace.slug}`, { headers });
    product.link.cut();
    const startedAt = performance.now();
    expect(await product.procedure("workspaces.get", headers, null)).toMatchObject({
      status: 503,
      code: "DATABASE_AWAY",
    });
    expect(await product.procedure("workspaces.update", headers, { name: "x" }, true)).toMatchObject({
      status: 503,
      code: "DATABASE_AWAY",
    });
    expect((await live(product.origin)).status).toBe(503);
    const file = await fetch(`${product.origin}/api/files/fil_${"0".repeat(32)}`, { headers });
    expect(file.status).toBe(503);
    const health = await fetch(`${product.origin}/api/health`);
    expect(health.status).toBe(503);
    expect(await health.json()).toMatchObject({
      database: "away",
      reason: expect.stringContaining("database"),
    });
    expect((await fetch(`${product.origin}/api/metrics`)).status).toBe(200);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    product.link.mend();
    await expect
      .poll(async () => (await fetch(`${product.origin}/api/health`)).status, { timeout: 10_000 })
      .toBe(200);
    expect((await product.procedure("workspaces.get", headers, null)).status).toBe(200);
  }, 60_000);
});

describe("the database restarted under load", () => {
  const customers = 10;
  const messagesEach = 8;
  /** A question that differs each time and asks the same. */
  const ask = (round: number) => `${question}${"?".repeat(round + 1)}`;

  test.each([
    ["its connections are cut", async () => state.product.link.cut(), 1_500],
    [
      "what was asked of it is done and its answers are lost",
      async () => {
        state.product.link.loseAnswers();
        await sleep(600);
        state.product.link.cut();
      },
      500,
    ],
    [
      "its sessions are ended by an administrator",
      async () => {
        await state.product.admin`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and application_name like 'santral-%'`;
      },
      0,
    ],
  ])(
    "%s: nothing is lost, nothing twice, in order, answered, and seen live",
    async (_label, strike, awayMs) => {
      const { product } = state;
      const users = Array.from({ length: customers }, (_, index) => product.createCustomer(`Yük ${index}`));
      const reader = await LiveReader.open(
        product.origin,
        product.shop.workspace.slug,
        await product.headersOf("support"),
      );
      const load = (async () => {
        for (let round = 0; round < messagesEach; round += 1) {
          for (const user of users) product.say(user, ask(round));
          await sleep(150);
        }
      })();
      await sleep(500);
      await strike();
      if (awayMs > 0) await sleep(awayMs);
      product.link.mend();
      await load;
      await settled();

      for (const user of users) {
        const texts = await product.stored(user);
        expect(texts).toEqual(Array.from({ length: messagesEach }, (_, round) => ask(round)));
        // What is on record as said is what has been said: no reply is missing, none was sent twice.
        expect(product.heard(user)).toEqual(await product.stored(user, "out"));
        expect(product.heard(user).some((text) => text.includes(answer))).toBe(true);
      }
      const [twice] = await product.admin<{ count: number }[]>`
      select count(*)::int as count from (
        select conversation_id, seq from messages group by 1, 2 having count(*) > 1) repeated`;
      expect(twice?.count).toBe(0);

      // The same stream, LISTEN and relay go on.
      expect(reader.endedAt).toBeNull();
      expect(reader.named("resync").length).toBeGreaterThan(0);
      const before = reader.events.length;
      product.say(users[0]!, "sonra");
      await expect
        .poll(() => reader.events.slice(before).some((event) => event.data.topic === "message/received"), {
          timeout: 10_000,
        })
        .toBe(true);
      reader.leave();
      await settled();
    },
    90_000,
  );
});
