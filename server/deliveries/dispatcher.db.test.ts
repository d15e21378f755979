import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addresses, channels, customers, deliveries, deliveryQueue, messages, outbox } from "@/db/schema";
import { type Sandbox, startSandbox } from "@/sandbox";
import { serveDoor } from "@/sandbox/testing/http";
import { inWorkspace, newId } from "@/server/kernel";
import { losingOneAnswer, makeWorkspace, useTestRuntime } from "@/server/testing";
import { createDispatcher } from "./dispatcher";
import { queueMessage } from "./queue-message";
import { retryDelivery } from "./retry-delivery";
import type { DeliveryPurpose } from "./rules";
import { makeChannel, makeChat } from "./testing";

const testing = useTestRuntime();
let sandbox: Sandbox;
let served: Awaited<ReturnType<typeof serveDoor>>;

beforeAll(async () => {
  served = await serveDoor((request) => sandbox.handle(request));
  testing.runtime.env.origin = served.origin;
  sandbox = await startSandbox({
    dataDir: mkdtempSync(join(tmpdir(), "santral-dispatcher-")),
    origin: served.origin,
    controlToken: "test-control-token",
    findConversation: async () => null,
    describeDemo: async () => {
      throw new Error("not here");
    },
    log: () => {},
  });
});
afterAll(async () => {
  await sandbox.stop();
  await served.close();
});

type Dispatcher = ReturnType<typeof createDispatcher>;

/** A bot on the local Telegram, connected to a workspace of its own. */
async function makeBot(name = "Deneme") {
  const bot = sandbox.createBot({ name: `${name} ${newId().slice(-6)}` });
  const workspace = await makeWorkspace(testing.runtime);
  const { channelId } = await makeChannel(workspace, { token: bot.token });
  return { bot, workspace, channelId, ctx: workspace.as({ kind: "system", name: "test" }) };
}
type Bot = Awaited<ReturnType<typeof makeBot>>;

/** A customer of that bot with an open conversation; `hasWritten` makes answers interactive at the platform too. */
async function makeCustomer(bot: Bot) {
  const user = sandbox.createUser({ first_name: "Ayşe" });
  sandbox.openChat({ bot: bot.bot.username, from: user.id });
  const chat = await makeChat(bot.workspace, { channelId: bot.channelId, chatId: String(user.id) });
  return { ...chat, userId: user.id };
}

function queue(
  bot: Bot,
  chat: Awaited<ReturnType<typeof makeCustomer>>,
  text: string,
  options: { purpose?: DeliveryPurpose; author?: "agent" | "member" | "system" } = {},
) {
  const { conversationId, addressId, channelId } = chat;
  return inWorkspace(bot.ctx, (tx) =>
    queueMessage(tx, bot.ctx, {
      conversationId,
      addressId,
      channelId,
      author: options.author ?? "agent",
      text,
      purpose: options.purpose ?? "reply",
    }),
  );
}

const statesOf = (bot: Bot) =>
  inWorkspace(bot.ctx, (tx) => tx.select().from(deliveries).orderBy(deliveries.createdAt, deliveries.id));

const textsOf = (bot: Bot, userId: number) =>
  sandbox
    .listMessages({ bot: bot.bot.username, user: userId })
    .messages.filter((message) => message.direction === "out")
    .map((message) => message.text);

/** Runs a dispatcher as its loop would, until `isDone`. */
async function run(dispatcher: Dispatcher, isDone: () => Promise<boolean>, withinMs = 10_000): Promise<void> {
  const until = performance.now() + withinMs;
  while (!(await isDone())) {
    if (performance.now() > until) throw new Error("The dispatcher did not get there in time.");
    if (!(await dispatcher.runOnce())) await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const hasEnded = (bot: Bot) => async () =>
  (await statesOf(bot)).every(({ state }) => state !== "queued" && state !== "sending");

describe("the dispatcher", () => {
  test("makes a claim whose answer was lost again, at once and as no interruption", async () => {
    const bot = await makeBot();
    const chat = await makeCustomer(bot);
    await queue(bot, chat, "Kampanya", { purpose: "marketing" });
    const dispatcher = createDispatcher(losingOneAnswer(testing.runtime, "claim_deliveries"));
    await expect(dispatcher.runOnce()).rejects.toThrow("CONNECTION_CLOSED");
    expect(await statesOf(bot)).toMatchObject([{ state: "sending" }]);
    await run(dispatcher, hasEnded(bot), 5_000);
    expect(await statesOf(bot)).toMatchObject([{ state: "sent", errorCode: null }]);
    expect(textsOf(bot, chat.userId)).toEqual(["Kampanya"]);
  });

  test("a send that takes long is told while it lasts", async () => {
    const bot = await makeBot();
    const chat = await makeCustomer(bot);
    sandbox.plantFault({ bot: bot.bot.username, method: "sendMessage", kind: "timeout", times: 1 });
    await queue(bot, chat, "Bir dakika");
    const told = () =>
      inWorkspace(bot.ctx, (tx) => tx.select().from(outbox).where(eq(outbox.name, "delivery/changed")));
    await run(
      createDispatcher(testing.runtime, { timeoutMs: 2_000 }),
      async () => (await told()).length > 0,
      1_800,
    );
    expect(await told()).toMatchObject([{ aggregateId: chat.conversationId, actorId: "dispatcher" }]);
    expect(await statesOf(bot)).toMatchObject([{ state: "sending" }]);
  });

  test("sends what is queued, with its buttons, and records what the platform gave", async () => {
    const bot = await makeBot();
    const chat = await makeCustomer(bot);
    await inWorkspace(bot.ctx, (tx) =>
      queueMessage(tx, bot.ctx, {
        conversationId: chat.conversationId,
        addressId: chat.addressId,
        channelId: chat.channelId,
        author: "agent",
        text: "Kargonuz yolda.",
        payload: { buttons: [[{ label: "Evet", data: "helped:yes" }]] },
        purpose: "reply",
      }),
    );
    await run(createDispatcher(testing.runtime), hasEnded(bot));
    const [delivery] = await statesOf(bot);
    expect(delivery).toMatchObject({ state: "sent", attempts: 1, errorCode: null });
    const sent = sandbox.listMessages({ bot: bot.bot.username, user: chat.userId }).messages.at(-1);
    expect(sent).toMatchObject({ text: "Kargonuz yolda.", direction: "out" });
    expect(JSON.stringify(sent)).toContain("Evet");
    await inWorkspace(bot.ctx, async (tx) => {
      expect(await tx.select().from(deliveryQueue)).toEqual([]);
      const [message] = await tx.select().from(messages);
      expect(message?.providerMessageId).toBe(delivery?.providerMessageId);
      const events = await tx.select().from(outbox).where(eq(outbox.name, "delivery/changed"));
      expect(events).toMatchObject([{ aggregateId: chat.conversationId, version: 3 }]);
    });
  });

  test("keeps the order of each chat", async () => {
    const bot = await makeBot();
    const chats = await Promise.all([makeCustomer(bot), makeCustomer(bot), makeCustomer(bot)]);
    for (const word of ["bir", "iki", "üç"]) for (const chat of chats) await queue(bot, chat, word);
    await run(createDispatcher(testing.runtime), hasEnded(bot));
    for (const chat of chats) expect(textsOf(bot, chat.userId)).toEqual(["bir", "iki", "üç"]);
  });

  test("answers overtake an offer that waits in the same chat", async () => {
    const bot = await makeBot();
    const chat = await makeCustomer(bot);
    await queue(bot, chat, "İndirim", { purpose: "marketing", author: "system" });
    await queue(bot, chat, "Yanıt");
    await run(createDispatcher(testing.runtime), hasEnded(bot));
    expect(textsOf(bot, chat.userId)).toEqual(["Yanıt", "İndirim"]);
  });

  test("two dispatchers at once send each message once", async () => {
    const bot = await makeBot();
    const chats = await Promise.all(Array.from({ length: 12 }, () => makeCustomer(bot)));
    for (const chat of chats) for (const word of ["1", "2"]) await queue(bot, chat, word);
    const [one, two] = [createDispatcher(testing.runtime), createDispatcher(testing.runtime)];
    await Promise.all([run(one, hasEnded(bot)), run(two, hasEnded(bot))]);
    for (const chat of chats) expect(textsOf(bot, chat.userId)).toEqual(["1", "2"]);
  });

  test("429 pauses that bot and no other", async () => {
    const [slow, quick] = [await makeBot(), await makeBot()];
    sandbox.plantFault({
      bot: slow.bot.username,
      method: "sendMessage",
      kind: "429",
      times: 1,
      retryAfter: 2,
    });
    const [slowChat, quickChat] = [await makeCustomer(slow), await makeCustomer(quick)];
    const dispatcher = createDispatcher(testing.runtime);
    await queue(slow, slowChat, "sonra");
    await run(dispatcher, async () => (await statesOf(slow))[0]?.errorCode === "too_many_requests");
    await queue(quick, quickChat, "hemen");
    const startedAt = performance.now();
    await run(dispatcher, hasEnded(quick));
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(textsOf(slow, slowChat.userId)).toEqual([]);
    // Not a try: the bot was told to wait.
    expect((await statesOf(slow))[0]).toMatchObject({ state: "queued", attempts: 0 });
    testing.clock.advance(2_000);
    await run(dispatcher, hasEnded(slow));
    expect(textsOf(slow, slowChat.userId)).toEqual(["sonra"]);
  });

  test.each([
    { purpose: "reply", author: "agent", state: "sent", times: 2 },
    { purpose: "service", author: "system", state: "sent", times: 2 },
    { purpose: "marketing", author: "system", state: "unconfirmed", times: 1 },
    { purpose: "money", author: "system", state: "unconfirmed", times: 1 },
  ] as const)(
    "a $purpose cut off after it left ends as $state",
    async ({ purpose, author, state, times }) => {
      const bot = await makeBot();
      const chat = await makeCustomer(bot);
      sandbox.plantFault({ bot: bot.bot.username, method: "sendMessage", kind: "cut", times: 1 });
      await queue(bot, chat, "bir kez mi", { purpose, author });
      const dispatcher = createDispatcher(testing.runtime);
      await run(dispatcher, async () => {
        const [delivery] = await statesOf(bot);
        return (
          delivery?.state === "unconfirmed" || (delivery?.state === "queued" && delivery.errorCode !== null)
        );
      });
      testing.clock.advance(1_000);
      await run(dispatcher, hasEnded(bot));
      expect((await statesOf(bot))[0]).toMatchObject({ state, attempts: times });
      expect((await statesOf(bot))[0]?.errorCode).toBe("interrupted");
    },
  );

  test.each([
    { purpose: "reply", state: "sent", texts: ["gitti mi"] },
    { purpose: "marketing", state: "unconfirmed", texts: [] },
  ] as const)(
    "a process killed between send and record: $purpose ends as $state, marked",
    async ({ purpose, state, texts }) => {
      const bot = await makeBot();
      const chat = await makeCustomer(bot);
      await queue(bot, chat, "gitti mi", { purpose, author: purpose === "reply" ? "agent" : "system" });
      // The claim of a process that died: nothing but its lease is left.
      await inWorkspace(bot.ctx, async (tx) => {
        await tx.update(deliveryQueue).set({
          leaseHolder: newId(),
          leaseUntil: new Date(testing.clock.now().getTime() + 15_000),
          attempts: 1,
        });
        await tx.update(deliveries).set({ state: "sending", attempts: 1 });
      });
      const dispatcher = createDispatcher(testing.runtime);
      await dispatcher.runOnce();
      expect((await statesOf(bot))[0]?.state).toBe("sending");
      testing.clock.advance(15_001);
      await run(dispatcher, hasEnded(bot));
      expect((await statesOf(bot))[0]).toMatchObject({ state, attempts: 2, errorCode: "interrupted" });
      expect(textsOf(bot, chat.userId)).toEqual(texts);
    },
  );

  test("a blocked bot fails the delivery and marks the address", async () => {
    const bot = await makeBot();
    const chat = await makeCustomer(bot);
    sandbox.setBlocked({ bot: bot.bot.username, from: chat.userId, blocked: true });
    await queue(bot, chat, "merhaba");
    await run(createDispatcher(testing.runtime), hasEnded(bot));
    expect((await statesOf(bot))[0]).toMatchObject({ state: "failed", errorCode: "bot_blocked" });
    await inWorkspace(bot.ctx, async (tx) => {
      const [address] = await tx.select().from(addresses);
      expect(address).toMatchObject({ isReachable: false, unreachableReason: "bot_blocked" });
    });
  });

  test("a token that is refused breaks the bot and keeps what waits", async () => {
    const bot = await makeBot();
    const broken = await makeBot();
    const chat = await makeCustomer(broken);
    const other = await makeCustomer(bot);
    const revoked = await makeChannel(broken.workspace, {
      token: "123456789:AAunknown-unknown-unknown-unknown-1",
    });
    const lost = await makeChat(broken.workspace, { channelId: revoked.channelId, chatId: "42" });
    await queue(broken, { ...lost, userId: 42 }, "bekler");
    await queue(broken, chat, "gider");
    await queue(bot, other, "gider");
    const dispatcher = createDispatcher(testing.runtime);
    await run(
      dispatcher,
      async () => (await statesOf(broken)).filter(({ state }) => state === "sent").length === 1,
    );
    await run(dispatcher, hasEnded(bot));
    await run(dispatcher, async () => {
      const rows = await inWorkspace(broken.ctx, (tx) =>
        tx.select().from(channels).where(eq(channels.id, revoked.channelId)),
      );
      return rows[0]?.state === "broken" && rows[0].lastError === "token_rejected";
    });
    const waiting = (await statesOf(broken)).find(({ channelId }) => channelId === revoked.channelId);
    expect(waiting).toMatchObject({ state: "queued", attempts: 0, errorCode: "channel_broken" });
    expect(waiting?.errorText).not.toContain("AAunknown");
  });

  test("a platform that fails is tried again with a growing pause and then given up; by hand it goes again", async () => {
    const bot = await makeBot();
    const chat = await makeCustomer(bot);
    sandbox.plantFault({ bot: bot.bot.username, method: "sendMessage", kind: "5xx", times: 8 });
    const { deliveryId } = await queue(bot, chat, "inatçı");
    const dispatcher = createDispatcher(testing.runtime);
    const pauses: number[] = [];
    for (let attempt = 1; attempt <= 7; attempt += 1) {
      await run(dispatcher, async () => {
        const [delivery] = await statesOf(bot);
        return delivery?.state === "queued" && delivery.attempts === attempt;
      });
      const [row] = await inWorkspace(bot.ctx, (tx) => tx.select().from(deliveryQueue));
      pauses.push(row!.dueAt.getTime() - testing.clock.now().getTime());
      testing.clock.advance(pauses.at(-1)!);
    }
    expect(pauses).toEqual([500, 1_500, 4_500, 13_500, 40_500, 121_500, 300_000]);
    await run(dispatcher, hasEnded(bot));
    expect((await statesOf(bot))[0]).toMatchObject({
      state: "failed",
      errorCode: "provider_unavailable",
      attempts: 8,
    });

    const support = bot.workspace.member("support");
    await retryDelivery({ ctx: support, input: { deliveryId } });
    await run(dispatcher, hasEnded(bot));
    expect((await statesOf(bot))[0]).toMatchObject({ state: "sent", errorCode: null });
  });

  test("a customer's STOP holds automatic messages back, not a member's", async () => {
    const bot = await makeBot();
    const chat = await makeCustomer(bot);
    await inWorkspace(bot.ctx, (tx) => tx.update(customers).set({ optedOutAt: testing.clock.now() }));
    await queue(bot, chat, "otomatik");
    await queue(bot, chat, "kampanya", { purpose: "marketing", author: "system" });
    await queue(bot, chat, "Artık yazmayacağız.", { author: "system" });
    await queue(bot, chat, "Ben Deniz, buradayım.", { author: "member" });
    await run(createDispatcher(testing.runtime), hasEnded(bot));
    expect(textsOf(bot, chat.userId)).toEqual(["Artık yazmayacağız.", "Ben Deniz, buradayım."]);
    const states = await statesOf(bot);
    expect(states.filter(({ state }) => state === "suppressed").map(({ errorCode }) => errorCode)).toEqual([
      "opted_out",
      "opted_out",
    ]);
  });

  test("what waits for a disconnected bot ends as failed", async () => {
    const bot = await makeBot();
    const chat = await makeCustomer(bot);
    await queue(bot, chat, "geç kaldı");
    await inWorkspace(bot.ctx, (tx) =>
      tx
        .update(channels)
        .set({ state: "deleted", tokenEncrypted: "" })
        .where(and(eq(channels.workspaceId, bot.ctx.workspace.id), eq(channels.id, bot.channelId))),
    );
    await run(createDispatcher(testing.runtime), hasEnded(bot));
    expect((await statesOf(bot))[0]).toMatchObject({ state: "failed", errorCode: "channel_disconnected" });
  });

  test("a burst into one chat slows to its pace without a refusal", async () => {
    const bot = await makeBot();
    const chat = await makeCustomer(bot);
    for (let index = 0; index < 5; index += 1) await queue(bot, chat, `${index}`);
    const startedAt = performance.now();
    await run(createDispatcher(testing.runtime), hasEnded(bot));
    const tookMs = performance.now() - startedAt;
    expect(tookMs).toBeGreaterThan(1_800);
    expect(tookMs).toBeLessThan(4_000);
    expect(textsOf(bot, chat.userId)).toEqual(["0", "1", "2", "3", "4"]);
  });
});
