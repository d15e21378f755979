import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  auditLog,
  channelChecks,
  channelHours,
  channels,
  channelTroubles,
  laterJobs,
  outbox,
} from "@/db/schema";
import { json } from "@/lib/door";
import { type Sandbox, startSandbox } from "@/sandbox";
import { serveDoor } from "@/sandbox/testing/http";
import {
  type Ctx,
  fromPublicId,
  inWorkspace,
  newId,
  openSystemContext,
  PermissionDenied,
} from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { bringIntoService } from "../bring-into-service";
import {
  connectTelegramBot,
  countBrokenChannels,
  createPollingLoop,
  replaceBotToken,
  updateChannel,
} from "../index";
import { sealSecret } from "../internal";
import { noteChannelError } from "../note-channel-error";
import { callBotApi } from "../telegram/bot-api";
import { countCall, countReceived, flushCounts } from "./counters";
import { getBotHealth } from "./get-bot-health";
import { lookAtChannel } from "./look-at-channel";
import { mendChannel } from "./mend-channel";
import { tellTrouble } from "./tell-trouble";
import { reportRefusedToken, tellTroubleJob } from "./troubles";
import { lookAtDueChannels, pauseMs } from "./watcher";

const testing = useTestRuntime();
let sandbox: Sandbox;
let served: Awaited<ReturnType<typeof serveDoor>>;

beforeAll(async () => {
  served = await serveDoor((request) => sandbox.handle(request));
  testing.runtime.env.origin = served.origin;
  sandbox = await startSandbox({
    dataDir: mkdtempSync(join(tmpdir(), "santral-health-")),
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

let ctx: Ctx;
let channelId: string;
let publicChannelId: string;
let bot: ReturnType<Sandbox["createBot"]>;
let workspace: Awaited<ReturnType<typeof makeWorkspace>>;

async function useBot(apiRoot = "/sandbox/telegram") {
  workspace = await makeWorkspace(testing.runtime);
  ctx = workspace.member("owner");
  bot = sandbox.createBot({ name: `Sağlık ${newId().slice(-6)}` });
  const channel = await connectTelegramBot({ ctx, input: { token: bot.token, apiRoot } });
  publicChannelId = channel.id;
  channelId = fromPublicId("channel", channel.id)!;
}
beforeEach(() => useBot());

const system = () => openSystemContext(ctx.workspace.id, { kind: "system", name: "watcher" });
const look = async () => lookAtChannel(await system(), channelId);
const health = () => getBotHealth({ ctx, input: { channelId: publicChannelId } });
const troubles = () =>
  inWorkspace(ctx, (tx) => tx.select().from(channelTroubles).orderBy(channelTroubles.beganAt));
const urlOf = async (token = bot.token) =>
  (await callBotApi({ apiRoot: sandbox.apiRoot, token }, "getWebhookInfo", undefined)).url;
const eventsNamed = (name: string) =>
  inWorkspace(ctx, (tx) => tx.select().from(outbox).where(eq(outbox.name, name)));

/** Runs the jobs that tell, as the loop would. */
async function tell(): Promise<number> {
  const jobs = await inWorkspace(ctx, (tx) =>
    tx.select().from(laterJobs).where(eq(laterJobs.kind, tellTroubleJob)),
  );
  for (const job of jobs) {
    const again = await tellTrouble({ ...job, attempts: 1 });
    if (!again)
      await inWorkspace(ctx, (tx) => tx.delete(laterJobs).where(eq(laterJobs.subject, job.subject)));
  }
  return jobs.length;
}

describe("a revoked token", () => {
  test("is seen at the next look, breaks the bot, is told once, and once when it is mended", async () => {
    const { token } = sandbox.revokeToken({ bot: bot.username });
    expect(await look()).toEqual({ outcome: "trouble" });
    expect(await look()).toEqual({ outcome: "trouble" });
    await tell();
    await tell();
    expect(await eventsNamed("channel/troubled")).toHaveLength(1);
    const seen = await health();
    expect(seen.channel).toMatchObject({ state: "broken", lastError: { code: "token_rejected" } });
    expect(seen.troubles).toMatchObject([{ code: "token_rejected", endedAt: null }]);
    expect(seen.troubles[0]!.toldAt).not.toBeNull();
    expect(await countBrokenChannels({ ctx })).toBe(1);

    await expect(mendChannel({ ctx, input: { channelId: publicChannelId } })).rejects.toMatchObject({
      code: "CHANNEL_TOKEN_NEEDED",
      data: { username: bot.username },
    });
    await replaceBotToken({ ctx, input: { channelId: publicChannelId, token } });
    await tell();
    expect(await troubles()).toMatchObject([{ endedBy: "member" }]);
    expect(await eventsNamed("channel/recovered")).toHaveLength(1);
    expect((await health()).channel).toMatchObject({ state: "active", lastError: null });
    expect(await countBrokenChannels({ ctx })).toBe(0);
  });

  test("leaves a paused bot paused: mended it does not send unasked, and taken up before it is broken", async () => {
    const setState = (state: "active" | "paused") =>
      updateChannel({ ctx, input: { channelId: publicChannelId, state } });
    await setState("paused");
    const { token } = sandbox.revokeToken({ bot: bot.username });
    expect(await look()).toEqual({ outcome: "trouble" });
    expect((await health()).channel).toMatchObject({
      state: "paused",
      lastError: { code: "token_rejected" },
    });
    await replaceBotToken({ ctx, input: { channelId: publicChannelId, token } });
    expect((await health()).channel).toMatchObject({ state: "paused", lastError: null });

    sandbox.revokeToken({ bot: bot.username });
    await look();
    expect(await setState("active")).toMatchObject({ state: "broken" });
  });

  test("shows at once where a send is refused", async () => {
    sandbox.revokeToken({ bot: bot.username });
    await reportRefusedToken({ workspaceId: ctx.workspace.id, channelId });
    expect(await troubles()).toMatchObject([{ code: "token_rejected", endedAt: null }]);
  });

  test("of a bot that the platform's own bot has made is mended by one click", async () => {
    const manager = sandbox.openManagerBot({ name: "Kurucu", username: `kurucu_${newId().slice(-6)}_bot` });
    testing.runtime.env.platformBot = { token: manager.token, apiRoot: "/sandbox/telegram" };
    try {
      const owner = sandbox.createUser({ first_name: "Sahip" });
      const made = sandbox.createManagedBot({ bot: manager.username, from: owner.id, name: "Yönetilen" });
      const channel = await connectTelegramBot({
        ctx,
        input: { token: made.token, apiRoot: "/sandbox/telegram" },
      });
      const id = fromPublicId("channel", channel.id)!;
      await inWorkspace(ctx, (tx) => tx.update(channels).set({ isManaged: true }).where(eq(channels.id, id)));
      sandbox.revokeToken({ bot: made.username });
      await lookAtChannel(await system(), id);
      expect(await mendChannel({ ctx, input: { channelId: channel.id } })).toMatchObject({
        state: "active",
        lastError: null,
        webhook: { isOurs: true },
      });
    } finally {
      testing.runtime.env.platformBot = null;
    }
  });
});

describe("a webhook", () => {
  test("that fell off is set again by itself, stands in the history, and nobody is bothered", async () => {
    const url = await urlOf();
    sandbox.changeWebhook({ bot: bot.username, isForeign: false });
    expect(await look()).toEqual({ outcome: "healthy" });
    expect(await urlOf()).toBe(url);
    await tell();
    expect(await troubles()).toMatchObject([
      { code: "webhook_missing", endedBy: "itself", toldAt: null, toldOverAt: null },
    ]);
    expect(await countBrokenChannels({ ctx })).toBe(0);
  });

  test("set again while somebody pauses the bot leaves it paused", async () => {
    const [row] = await inWorkspace(ctx, (tx) =>
      tx.select().from(channels).where(eq(channels.id, channelId)),
    );
    await updateChannel({ ctx, input: { channelId: publicChannelId, state: "paused" } });
    expect(await bringIntoService(await system(), row!)).toBeNull();
    expect((await health()).channel.state).toBe("paused");
  });

  test("that falls off again and again is somebody's doing: it is told, and mended by one click", async () => {
    for (let round = 0; round < 3; round += 1) {
      sandbox.changeWebhook({ bot: bot.username, isForeign: false });
      expect(await look()).toEqual({ outcome: "healthy" });
    }
    sandbox.changeWebhook({ bot: bot.username, isForeign: false });
    expect(await look()).toEqual({ outcome: "trouble" });
    expect(await urlOf()).toBe("");
    expect((await health()).channel.lastError).toMatchObject({ code: "webhook_missing" });
    await mendChannel({ ctx, input: { channelId: publicChannelId } });
    expect(await urlOf()).toContain("/api/webhooks/telegram/");
    expect((await troubles()).at(-1)).toMatchObject({ endedBy: "member" });
  });

  test("that was set while the platform did not answer is forgotten once it does", async () => {
    await noteChannelError({ workspaceId: ctx.workspace.id, channelId }, "provider_unavailable");
    expect((await health()).channel.lastError).toMatchObject({ code: "provider_unavailable" });
    expect(await look()).toEqual({ outcome: "healthy" });
    expect((await health()).channel.lastError).toBeNull();
  });

  test("of somebody else is asked about first, and taken back by one click, audited", async () => {
    sandbox.changeWebhook({ bot: bot.username, isForeign: true });
    expect(await look()).toEqual({ outcome: "trouble" });
    expect(await urlOf()).toBe("https://elsewhere.example/bot");
    expect((await health()).troubles).toMatchObject([
      { code: "webhook_foreign", detail: "elsewhere.example", endedAt: null },
    ]);
    expect(await countBrokenChannels({ ctx })).toBe(1);
    await expect(
      mendChannel({ ctx: workspace.member("support"), input: { channelId: publicChannelId } }),
    ).rejects.toBeInstanceOf(PermissionDenied);
    const mended = await mendChannel({ ctx, input: { channelId: publicChannelId } });
    expect(mended).toMatchObject({ lastError: null, webhook: { isOurs: true } });
    const audited = await inWorkspace(ctx, (tx) =>
      tx.select().from(auditLog).where(eq(auditLog.action, "channel.mend")),
    );
    expect(audited).toHaveLength(1);
  });

  test("of somebody else that goes away by itself ends the trouble, and what took its place is set right", async () => {
    sandbox.changeWebhook({ bot: bot.username, isForeign: true });
    await look();
    await tell();
    sandbox.changeWebhook({ bot: bot.username, isForeign: false });
    expect(await look()).toEqual({ outcome: "healthy" });
    await tell();
    expect(await eventsNamed("channel/recovered")).toHaveLength(1);
    expect((await health()).channel).toMatchObject({ lastError: null, webhook: { isOurs: true } });
  });

  test("the same trouble soon after is told again only when it stays", async () => {
    for (let round = 0; round < 2; round += 1) {
      sandbox.changeWebhook({ bot: bot.username, isForeign: true });
      await look();
      await tell();
      sandbox.changeWebhook({ bot: bot.username, isForeign: false });
      await look();
      await tell();
    }
    expect(await eventsNamed("channel/troubled")).toHaveLength(1);
    sandbox.changeWebhook({ bot: bot.username, isForeign: true });
    await look();
    testing.clock.advance(31 * 60_000);
    await tell();
    expect(await eventsNamed("channel/troubled")).toHaveLength(2);
  });
});

describe("a bot whose updates are fetched", () => {
  const polling = () => createPollingLoop(testing.runtime, { longPollS: 1, ingest: async () => "stored" });

  test("another program that fetches is a trouble, which ends a while after it has stopped", async () => {
    await useBot(`${served.origin}/sandbox/telegram`);
    sandbox.setPolledElsewhere({ bot: bot.username, isOn: true });
    const loop = polling();
    await expect
      .poll(
        async () => {
          await loop.runOnce();
          return (await troubles()).map(({ code, endedAt }) => ({ code, isOver: endedAt !== null }));
        },
        { timeout: 10_000 },
      )
      .toEqual([{ code: "polled_elsewhere", isOver: false }]);
    sandbox.setPolledElsewhere({ bot: bot.username, isOn: false });
    await expect
      .poll(
        async () => {
          testing.clock.advance(8_000);
          await loop.runOnce();
          return (await troubles()).map(({ endedBy }) => endedBy);
        },
        // Slower than a lease, which each round renews.
        { timeout: 15_000, interval: 500 },
      )
      .toEqual(["itself"]);
  });

  test("a webhook of somebody else stands in the way until a member takes it away", async () => {
    await useBot(`${served.origin}/sandbox/telegram`);
    sandbox.changeWebhook({ bot: bot.username, isForeign: true });
    const loop = polling();
    await loop.runOnce();
    await expect
      .poll(async () => (await troubles()).map(({ code }) => code), { timeout: 8_000 })
      .toEqual(["webhook_foreign"]);
    expect(await urlOf()).not.toBe("");
    await mendChannel({ ctx, input: { channelId: publicChannelId } });
    expect(await urlOf()).toBe("");
  });
});

describe("the watcher", () => {
  test("claims what is due, looks, and comes back with a pause that is never the same", async () => {
    sandbox.revokeToken({ bot: bot.username });
    testing.clock.advance(60_000);
    // Those of the other tests are due as well.
    await expect
      .poll(
        async () => {
          await lookAtDueChannels();
          return (await troubles()).length;
        },
        { timeout: 10_000 },
      )
      .toBe(1);
    const dueAt = async () => {
      const [row] = await inWorkspace(ctx, (tx) =>
        tx.select().from(channelChecks).where(eq(channelChecks.channelId, channelId)),
      );
      return { inMs: row!.dueAt.getTime() - testing.clock.now().getTime(), lease: row!.leaseUntil };
    };
    await expect.poll(async () => (await dueAt()).lease).toBeNull();
    expect((await dueAt()).inMs).toBeGreaterThanOrEqual(32_000);
    expect((await dueAt()).inMs).toBeLessThanOrEqual(48_000);
  });

  test.each([
    ["healthy", { outcome: "healthy" as const }, 32_000, 48_000],
    ["the platform asks for a pause", { outcome: "wait" as const, forMs: 90_000 }, 90_000, 90_000],
    ["no answer", { outcome: "away" as const }, 32_000, 48_000],
  ])("looks again: %s", (_label, seen, least, most) => {
    expect(pauseMs(seen, () => 0)).toBe(least);
    expect(pauseMs(seen, () => 1)).toBe(most);
  });

  test("fifty bots that are not answered keep none of the others waiting", async () => {
    const asked = new Set<string>();
    let mostHeld = 0;
    let stillHeld = 0;
    const held: (() => void)[] = [];
    // The silent ones are due first.
    const bots = Array.from({ length: 100 }, (_, index) => ({ id: newId(), isSilent: index < 50 }));
    const silent = new Set(bots.filter(({ isSilent }) => isSilent).map(({ id }) => `1:${id}`));
    const platform = await serveDoor(async ({ path, signal }) => {
      const token = path.split("/bot")[1]!.split("/")[0]!;
      asked.add(token);
      if (silent.has(token)) {
        stillHeld += 1;
        mostHeld = Math.max(mostHeld, stillHeld);
        signal.addEventListener("abort", () => {
          stillHeld -= 1;
        });
        await new Promise<void>((resolve) => held.push(resolve));
      }
      return json(200, { ok: true, result: { url: "", pending_update_count: 0 } });
    });
    await inWorkspace(ctx, async (tx) => {
      const now = testing.clock.now();
      const [like] = await tx.select().from(channels).where(eq(channels.id, channelId));
      await tx.insert(channels).values(
        bots.map(({ id }) => ({
          ...{ ...like!, id, key: id, providerAccountId: id, username: id, apiRoot: platform.origin },
          ...{ tokenEncrypted: sealSecret(id, "token", `1:${id}`), updateMode: "polling" as const },
        })),
      );
      await tx.insert(channelChecks).values(
        bots.map(({ id, isSilent }) => ({
          ...{ workspaceId: ctx.workspace.id, channelId: id },
          dueAt: new Date(now.getTime() - (isSilent ? 1_000 : 0)),
        })),
      );
    });
    const looking = lookAtDueChannels();
    try {
      await expect.poll(() => asked.size, { timeout: 10_000, interval: 10 }).toBe(bots.length);
      // All that do not answer were waited for at the same time, with places to spare for the rest.
      expect(mostHeld).toBe(50);
    } finally {
      for (const release of held) release();
      await looking;
      await platform.close();
    }
  });
});

describe("the figures of a bot", () => {
  test("are counted in memory, added up by hour, and survive a database that is away", async () => {
    const place = { workspaceId: ctx.workspace.id, channelId };
    await flushCounts(testing.runtime);
    countReceived(place);
    countCall(place, "sent", 40);
    countCall(place, "tooMany", 10);
    await flushCounts(testing.runtime);
    countCall(place, "sent", 100);
    const away = { ...testing.runtime, app: { transaction: () => Promise.reject(new Error("away")) } };
    await flushCounts(away as never);
    await flushCounts(testing.runtime);
    const rows = await inWorkspace(ctx, (tx) =>
      tx.select().from(channelHours).where(sql`${channelHours.channelId} = ${channelId}`),
    );
    expect(rows).toMatchObject([
      { received: 1, sent: 2, tooMany: 1, calls: 3, callsMs: 150, slowestMs: 100 },
    ]);
    const { hours } = await health();
    expect(hours).toHaveLength(48);
    expect(hours.at(-1)).toMatchObject({ received: 1, sent: 2, latencyMs: 50 });
  });

  test("another workspace's bot is not found", async () => {
    const other = await makeWorkspace(testing.runtime);
    await expect(
      getBotHealth({ ctx: other.member("owner"), input: { channelId: publicChannelId } }),
    ).rejects.toMatchObject({ code: "CHANNEL_NOT_FOUND" });
    await expect(
      mendChannel({ ctx: other.member("owner"), input: { channelId: publicChannelId } }),
    ).rejects.toMatchObject({ code: "CHANNEL_NOT_FOUND" });
  });
});
