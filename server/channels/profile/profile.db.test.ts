import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { auditLog, channelProfileChanges, channels, laterJobs } from "@/db/schema";
import { type Sandbox, startSandbox } from "@/sandbox";
import { FakeClock } from "@/sandbox/testing/fake-clock";
import { serveDoor } from "@/sandbox/testing/http";
import { type Ctx, inWorkspace, newId, PermissionDenied } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { connectTelegramBot } from "../index";
import type { ProfileChange } from "../schemas";
import { getBotProfile, saveBotProfile } from "./save-profile";
import { sendProfileJob, sendProfileLater } from "./send-profile";

const testing = useTestRuntime();
const clock = new FakeClock();
let sandbox: Sandbox;
let served: Awaited<ReturnType<typeof serveDoor>>;
let workspace: Awaited<ReturnType<typeof makeWorkspace>>;
let ctx: Ctx;
let channelId: string;
let bot: ReturnType<Sandbox["createBot"]>;

beforeAll(async () => {
  served = await serveDoor((request) => sandbox.handle(request));
  testing.runtime.env.origin = served.origin;
  sandbox = await startSandbox({
    dataDir: mkdtempSync(join(tmpdir(), "santral-profile-")),
    origin: served.origin,
    controlToken: "test-control-token",
    clock,
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
beforeEach(async () => {
  workspace = await makeWorkspace(testing.runtime);
  ctx = workspace.member("owner");
  bot = sandbox.createBot({ name: `Profil ${newId().slice(-6)}` });
  channelId = (await connectTelegramBot({ ctx, input: { token: bot.token, apiRoot: "/sandbox/telegram" } }))
    .id;
});

const save = (...changes: ProfileChange[]) => saveBotProfile({ ctx, input: { channelId, changes } });
const calls = (after = 0) =>
  sandbox
    .listCalls({ bot: bot.username, after })
    .filter(({ method }) => /^(set|remove|delete)My/.test(method))
    .map(({ method, params }) => ({ method, params }));
const lastCall = () => sandbox.listCalls({ bot: bot.username }).at(-1)!.id;
const name = (language: "default" | "tr" | "en" | "ru" | "ar", value: string): ProfileChange => ({
  field: "name",
  language,
  value,
});

describe("a bot's profile", () => {
  test("is compared with what the platform has: only what differs is sent, audited", async () => {
    const before = lastCall();
    const { there } = await getBotProfile({ ctx, input: { channelId } });
    const description = "Yalnızca hafta içi.";
    const after = await save(
      { field: "description", language: "tr", value: description },
      { field: "short_description", language: "tr", value: there!.tr.short_description },
    );
    expect(calls(before)).toEqual([
      { method: "setMyDescription", params: { description, language_code: "tr" } },
    ]);
    expect(after.there?.tr.description).toBe(description);
    expect(after.pending).toEqual([]);
    const entries = await inWorkspace(ctx, (tx) =>
      tx.select().from(auditLog).where(eq(auditLog.action, "channel.saveProfile")),
    );
    expect(entries).toHaveLength(1);
  });

  test("commands are set in a language and given back to all", async () => {
    const commands = [{ command: "kargo", description: "Kargom nerede" }];
    expect((await save({ field: "commands", language: "tr", value: commands })).there?.tr.commands).toEqual(
      commands,
    );
    const after = await save({ field: "commands", language: "tr", value: [] });
    expect(after.there?.tr.commands).toEqual([]);
  });

  test("renames that the platform puts off for hours are told, kept, and sent when they may be", async () => {
    const saved = await save(
      ...(["default", "tr", "en", "ru", "ar"] as const).map((language) => name(language, `Ad ${language}`)),
    );
    expect(saved.pending.map(({ state }) => state)).toEqual(["waiting", "waiting"]);
    const waitMs = Date.parse(saved.pending[0]!.retryAt!) - testing.clock.now().getTime();
    expect(waitMs).toBeGreaterThan(3.9 * 3_600_000);
    const [row] = await inWorkspace(ctx, (tx) => tx.select().from(channels));
    // Nothing is sent again before its time.
    const before = lastCall();
    await sendProfileLater({
      workspaceId: row!.workspaceId,
      kind: sendProfileJob,
      subject: row!.id,
      attempts: 1,
    });
    expect(calls(before)).toEqual([]);
    const [job] = await inWorkspace(ctx, (tx) =>
      tx.select().from(laterJobs).where(eq(laterJobs.kind, sendProfileJob)),
    );
    expect(job?.dueAt.toISOString()).toBe(saved.pending[0]!.retryAt);

    await clock.advance(9 * 3_600_000);
    testing.clock.advance(9 * 3_600_000);
    await sendProfileLater({
      workspaceId: row!.workspaceId,
      kind: sendProfileJob,
      subject: row!.id,
      attempts: 1,
    });
    const after = await getBotProfile({ ctx, input: { channelId } });
    expect(after.pending).toEqual([]);
    expect(
      Object.values(after.there!)
        .map((texts) => texts.name)
        .sort(),
    ).toEqual(["Ad ar", "Ad default", "Ad en", "Ad ru", "Ad tr"]);
  });

  test("what waits and is set back to what stands there is not sent at all", async () => {
    await save(name("default", "Bir"), name("tr", "İki"), name("en", "Üç"));
    const held = await save(name("ru", "Dört"));
    expect(held.pending).toMatchObject([{ field: "name", language: "ru", state: "waiting" }]);
    const after = await save(name("ru", ""));
    expect(after.pending).toEqual([]);
  });

  test("what is refused is kept with the platform's reason", async () => {
    sandbox.plantFault({ bot: bot.username, method: "setMyDescription", kind: "400", times: 1 });
    const after = await save({ field: "description", language: "en", value: "New words." });
    expect(after.pending).toMatchObject([
      { field: "description", language: "en", state: "refused", error: expect.stringMatching(/planted/) },
    ]);
  });

  test("a picture is sent, shown and taken away", async () => {
    const jpeg = Buffer.concat([
      Buffer.from([0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0, 64, 0, 64, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]),
      Buffer.alloc(32),
      Buffer.from([0xff, 0xd9]),
    ]).toString("base64");
    const set = await save({ field: "photo", language: "default", value: jpeg });
    expect(set).toMatchObject({ hasPhoto: true, photo: jpeg, pending: [] });
    const gone = await save({ field: "photo", language: "default", value: null });
    expect(gone).toMatchObject({ hasPhoto: false, photo: null, pending: [] });
  });

  test.each<[string, unknown]>([
    ["a long name", { field: "name", language: "tr", value: "x".repeat(65) }],
    ["a long description", { field: "description", language: "tr", value: "x".repeat(513) }],
    ["a long short description", { field: "short_description", language: "tr", value: "x".repeat(121) }],
    [
      "a command with capitals",
      { field: "commands", language: "tr", value: [{ command: "Kargo", description: "x" }] },
    ],
    [
      "a command twice",
      { field: "commands", language: "tr", value: [1, 2].map(() => ({ command: "a", description: "x" })) },
    ],
    ["a picture that is none", { field: "photo", language: "default", value: "PHN2Zz4=" }],
    ["a picture in one language", { field: "photo", language: "tr", value: null }],
  ])("%s is refused before anything is sent", async (_label, change) => {
    const before = lastCall();
    await expect(save(change as ProfileChange)).rejects.toMatchObject({ name: "ZodError" });
    expect(calls(before)).toEqual([]);
  });

  test("support may look, not change; another workspace's bot is not found", async () => {
    await expect(
      saveBotProfile({
        ctx: workspace.member("support"),
        input: { channelId, changes: [name("tr", "X")] },
      }),
    ).rejects.toBeInstanceOf(PermissionDenied);
    expect(
      (await getBotProfile({ ctx: workspace.member("support"), input: { channelId } })).there,
    ).not.toBeNull();
    const other = await makeWorkspace(testing.runtime);
    await expect(
      saveBotProfile({ ctx: other.member("owner"), input: { channelId, changes: [name("tr", "X")] } }),
    ).rejects.toMatchObject({ code: "CHANNEL_NOT_FOUND" });
    expect(await inWorkspace(other.member("owner"), (tx) => tx.$count(channelProfileChanges))).toBe(0);
  });
});
