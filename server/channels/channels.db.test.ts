import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditLog, channelPolls, channels, outbox } from "@/db/schema";
import { type Sandbox, startSandbox } from "@/sandbox";
import { serveDoor } from "@/sandbox/testing/http";
import { type Ctx, fromPublicId, inWorkspace, newId, PermissionDenied } from "@/server/kernel";
import { fillDisk, makeWorkspace, useTestRuntime } from "@/server/testing";
import {
  BotAlreadyConnected,
  BotTokenRejected,
  ChannelNotFound,
  connectTelegramBot,
  countBrokenChannels,
  createPollingLoop,
  disconnectChannel,
  getChannel,
  listChannels,
  registerWebhooks,
  replaceBotToken,
  updateChannel,
} from "./index";
import { callBotApi } from "./telegram/bot-api";

const testing = useTestRuntime();
const localRoot = "/sandbox/telegram";
let sandbox: Sandbox;
let served: Awaited<ReturnType<typeof serveDoor>>;

beforeAll(async () => {
  served = await serveDoor((request) => sandbox.handle(request));
  testing.runtime.env.origin = served.origin;
  sandbox = await startSandbox({
    dataDir: mkdtempSync(join(tmpdir(), "santral-channels-")),
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

const makeBot = () => sandbox.createBot({ name: `Deneme ${newId().slice(-6)}` });
const connect = (ctx: Ctx, token: string, apiRoot = localRoot) =>
  connectTelegramBot({ ctx, input: { token, apiRoot } });
const callsOf = (username: string) =>
  sandbox.listCalls({ bot: username }).map(({ method, params }) => ({ method, params }));
const rowOf = async (ctx: Ctx, publicId: string) => {
  const [row] = await inWorkspace(ctx, (tx) =>
    tx
      .select()
      .from(channels)
      .where(eq(channels.id, fromPublicId("channel", publicId)!)),
  );
  return row!;
};

describe("connectTelegramBot", () => {
  test("registers the webhook with a secret and a list, gives the bot its texts, keeps the token encrypted", async () => {
    const workspace = await makeWorkspace(testing.runtime);
    const ctx = workspace.member("owner");
    const bot = makeBot();
    const channel = await connect(ctx, bot.token);
    expect(channel).toMatchObject({
      username: bot.username,
      state: "active",
      updateMode: "webhook",
      isLocal: true,
      waitingCount: 0,
      lastError: null,
      webhook: { isOurs: true, pendingCount: 0 },
    });
    const calls = callsOf(bot.username);
    const [setWebhook] = calls.filter(({ method }) => method === "setWebhook");
    expect(setWebhook?.params).toMatchObject({
      allowed_updates: [
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "callback_query",
        "message_reaction",
        "my_chat_member",
        "chat_member",
      ],
    });
    expect(String(setWebhook?.params.url)).toMatch(/\/api\/webhooks\/telegram\/[A-Za-z0-9_-]{32}$/);
    const languages = calls
      .filter(({ method }) => method === "setMyCommands")
      .map(({ params }) => params.language_code);
    expect(languages.sort()).toEqual(["ar", "en", "ru", "tr", undefined]);
    expect(calls.find(({ method }) => method === "setChatMenuButton")?.params).toMatchObject({
      menu_button: { type: "commands" },
    });

    const row = await rowOf(ctx, channel.id);
    expect(row.tokenEncrypted).toMatch(/^k[0-9a-f]{12}\./);
    expect(JSON.stringify(row)).not.toContain(bot.token);
    expect(setWebhook?.params.url).toBe(`${served.origin}/api/webhooks/telegram/${row.key}`);
    await inWorkspace(ctx, async (tx) => {
      const [entry] = await tx.select().from(auditLog).where(eq(auditLog.action, "channel.connect"));
      expect(entry).toMatchObject({ actorKind: "member", entityId: row.id });
      expect(JSON.stringify(entry?.changes)).not.toMatch(/k1\.|secret/);
      expect(await tx.select().from(outbox).where(eq(outbox.name, "channel/connected"))).toHaveLength(1);
    });
  });

  test("the same bot is refused in another workspace and a second time in its own", async () => {
    const [one, two] = [await makeWorkspace(testing.runtime), await makeWorkspace(testing.runtime)];
    const bot = makeBot();
    await connect(one.member("owner"), bot.token);
    const url = (
      await callBotApi({ apiRoot: sandbox.apiRoot, token: bot.token }, "getWebhookInfo", undefined)
    ).url;
    const there = await connect(two.member("owner"), bot.token).catch((error: unknown) => error);
    expect(there).toBeInstanceOf(BotAlreadyConnected);
    expect((there as BotAlreadyConnected).data).toEqual({ username: bot.username, isHere: false });
    await expect(connect(one.member("owner"), bot.token)).rejects.toMatchObject({ data: { isHere: true } });
    // The refused try has not moved the bot's updates.
    expect(
      (await callBotApi({ apiRoot: sandbox.apiRoot, token: bot.token }, "getWebhookInfo", undefined)).url,
    ).toBe(url);
  });

  test("an unknown token is refused, and stands in no error", async () => {
    const ctx = (await makeWorkspace(testing.runtime)).member("owner");
    const token = "123456789:AAnobody-nobody-nobody-nobody-nobody";
    const error = await connect(ctx, token).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(BotTokenRejected);
    expect(`${(error as Error).stack} ${JSON.stringify(error)}`).not.toContain("AAnobody");
    await expect(connect(ctx, "not a token")).rejects.toThrow(/BotFather/);
  });

  test("support may look, not connect", async () => {
    const workspace = await makeWorkspace(testing.runtime);
    await expect(connect(workspace.member("support"), makeBot().token)).rejects.toBeInstanceOf(
      PermissionDenied,
    );
    expect(await listChannels({ ctx: workspace.member("support") })).toEqual([]);
  });

  test("a server of one's own is refused where the sandbox is off", async () => {
    const ctx = (await makeWorkspace(testing.runtime)).member("owner");
    testing.runtime.env.isSandboxOn = false;
    try {
      await expect(connect(ctx, makeBot().token)).rejects.toMatchObject({ code: "API_ROOT_NOT_ALLOWED" });
    } finally {
      testing.runtime.env.isSandboxOn = true;
    }
  });
});

describe("a connected bot", () => {
  test("is paused and taken up again, audited; analysts may not", async () => {
    const workspace = await makeWorkspace(testing.runtime);
    const ctx = workspace.member("admin");
    const { id } = await connect(ctx, makeBot().token);
    expect(await updateChannel({ ctx, input: { channelId: id, state: "paused" } })).toMatchObject({
      state: "paused",
    });
    expect(await updateChannel({ ctx, input: { channelId: id, state: "active" } })).toMatchObject({
      state: "active",
    });
    await expect(
      updateChannel({ ctx: workspace.member("analyst"), input: { channelId: id, state: "paused" } }),
    ).rejects.toBeInstanceOf(PermissionDenied);
    const entries = await inWorkspace(ctx, (tx) =>
      tx.select().from(auditLog).where(eq(auditLog.action, "channel.update")),
    );
    expect(entries.map(({ changes }) => changes.state)).toEqual([
      { before: "active", after: "paused" },
      { before: "paused", after: "active" },
    ]);
  });

  test("is disconnected: no webhook, no token, and free to be connected anew", async () => {
    const [one, two] = [await makeWorkspace(testing.runtime), await makeWorkspace(testing.runtime)];
    const ctx = one.member("owner");
    const bot = makeBot();
    const { id } = await connect(ctx, bot.token);
    await disconnectChannel({ ctx, input: { channelId: id } });
    expect(await rowOf(ctx, id)).toMatchObject({ state: "deleted", tokenEncrypted: "" });
    expect(
      (await callBotApi({ apiRoot: sandbox.apiRoot, token: bot.token }, "getWebhookInfo", undefined)).url,
    ).toBe("");
    expect(await listChannels({ ctx })).toEqual([]);
    await expect(getChannel({ ctx, input: { channelId: id } })).rejects.toBeInstanceOf(ChannelNotFound);
    expect(await connect(two.member("owner"), bot.token)).toMatchObject({ state: "active" });
  });

  test("takes a new token of its own, not another bot's", async () => {
    const workspace = await makeWorkspace(testing.runtime);
    const ctx = workspace.member("owner");
    const bot = makeBot();
    const { id } = await connect(ctx, bot.token);
    const row = await rowOf(ctx, id);
    await inWorkspace(ctx, (tx) =>
      tx
        .update(channels)
        .set({ state: "broken", lastError: "token_rejected", lastErrorAt: testing.clock.now() }),
    );
    expect(await countBrokenChannels({ ctx })).toBe(1);
    await expect(
      replaceBotToken({ ctx, input: { channelId: id, token: makeBot().token } }),
    ).rejects.toMatchObject({ code: "BOT_IS_ANOTHER", data: { expected: bot.username } });
    const mended = await replaceBotToken({ ctx, input: { channelId: id, token: bot.token } });
    expect(mended).toMatchObject({ id, state: "active", lastError: null });
    expect((await rowOf(ctx, id)).tokenEncrypted).not.toBe(row.tokenEncrypted);
    const entries = await inWorkspace(ctx, (tx) =>
      tx.select().from(auditLog).where(eq(auditLog.action, "channel.replaceToken")),
    );
    expect(entries).toHaveLength(1);
    expect(JSON.stringify(entries)).not.toContain("k1.");
    await expect(
      replaceBotToken({ ctx: workspace.member("support"), input: { channelId: id, token: bot.token } }),
    ).rejects.toBeInstanceOf(PermissionDenied);
    expect(await countBrokenChannels({ ctx })).toBe(0);
  });

  test("is not found from another workspace", async () => {
    const [one, two] = [await makeWorkspace(testing.runtime), await makeWorkspace(testing.runtime)];
    const { id } = await connect(one.member("owner"), makeBot().token);
    const stranger = two.member("owner");
    await expect(getChannel({ ctx: stranger, input: { channelId: id } })).rejects.toBeInstanceOf(
      ChannelNotFound,
    );
    await expect(disconnectChannel({ ctx: stranger, input: { channelId: id } })).rejects.toBeInstanceOf(
      ChannelNotFound,
    );
    await expect(
      updateChannel({ ctx: stranger, input: { channelId: id, state: "paused" } }),
    ).rejects.toBeInstanceOf(ChannelNotFound);
  });

  test("a local one is registered anew where the process runs now", async () => {
    const ctx = (await makeWorkspace(testing.runtime)).member("owner");
    const bot = makeBot();
    await connect(ctx, bot.token);
    testing.runtime.env.origin = served.origin.replace("127.0.0.1", "localhost");
    try {
      await registerWebhooks();
      const { url } = await callBotApi(
        { apiRoot: sandbox.apiRoot, token: bot.token },
        "getWebhookInfo",
        undefined,
      );
      expect(url).toContain("http://localhost:");
    } finally {
      testing.runtime.env.origin = served.origin;
    }
  });
});

describe("a bot on a server that cannot reach us", () => {
  test("is fetched by one leader, and each update is confirmed only after it was stored", async () => {
    const workspace = await makeWorkspace(testing.runtime);
    const ctx = workspace.member("owner");
    const bot = makeBot();
    const channel = await connect(ctx, bot.token, `${served.origin}${localRoot}`);
    expect(channel).toMatchObject({ updateMode: "polling", isLocal: false, webhook: null });
    const user = sandbox.createUser({ first_name: "Ayşe" });
    sandbox.sendMessage({ bot: bot.username, from: user.id, text: "bir" });

    const stored: number[] = [];
    let failures = 1;
    const options = {
      longPollS: 1,
      async ingest(_channel: unknown, update: unknown) {
        if (failures-- > 0) throw new Error("not stored");
        stored.push((update as { update_id: number }).update_id);
      },
    };
    const [one, two] = [
      createPollingLoop(testing.runtime, options),
      createPollingLoop(testing.runtime, options),
    ];
    const until = Date.now() + 8_000;
    while (stored.length < 2 && Date.now() < until) {
      await Promise.all([one.runOnce(), two.runOnce()]);
      await new Promise((resolve) => setTimeout(resolve, 100));
      if (stored.length === 1) sandbox.sendMessage({ bot: bot.username, from: user.id, text: "iki" });
      // A failed round rests before the next.
      testing.clock.advance(1_000);
    }
    // Told again after the failed round, and once.
    expect(stored.length).toBeGreaterThanOrEqual(2);
    expect(new Set(stored).size).toBe(stored.length);
    const [poll] = await inWorkspace(ctx, (tx) => tx.select().from(channelPolls));
    expect(poll?.leaseHolder).not.toBeNull();
  });

  test("is left alone while the disk is full: nothing is fetched, confirmed or blamed on it", async () => {
    const ctx = (await makeWorkspace(testing.runtime)).member("owner");
    const bot = makeBot();
    const channel = await connect(ctx, bot.token, `${served.origin}${localRoot}`);
    const user = sandbox.createUser({ first_name: "Ayşe" });
    const stored: string[] = [];
    const target = { apiRoot: sandbox.apiRoot, token: bot.token };
    let free: (() => Promise<void>) | undefined;
    const polling = createPollingLoop(testing.runtime, {
      longPollS: 1,
      async ingest(_channel, update) {
        const { text } = (update as { message: { text: string } }).message;
        // The disk fills up with the first one.
        if (!free) {
          free = await fillDisk(testing.runtime);
          testing.runtime.storage.requireRoom();
        }
        stored.push(text);
      },
    });
    sandbox.sendMessage({ bot: bot.username, from: user.id, text: "bir" });
    await polling.runOnce();
    await expect.poll(() => free !== undefined, { timeout: 5_000 }).toBe(true);
    const poll = async () => (await inWorkspace(ctx, (tx) => tx.select().from(channelPolls)))[0]!;
    await expect.poll(async () => (await poll()).leaseHolder).toBeNull();
    testing.clock.advance(60_000);
    expect(await polling.runOnce()).toBe(false);
    expect(await poll()).toMatchObject({ leaseHolder: null, attempts: 0, nextUpdateId: 0 });
    expect(stored).toEqual([]);
    expect(await callBotApi(target, "getUpdates", {})).toHaveLength(1);
    expect((await getChannel({ ctx, input: { channelId: channel.id } })).lastError).toBeNull();
    await free!();
    testing.clock.advance(60_000);
    await polling.runOnce();
    await expect.poll(() => stored, { timeout: 5_000 }).toEqual(["bir"]);
  });
});
