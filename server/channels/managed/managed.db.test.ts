import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { channels, members } from "@/db/schema";
import { type Sandbox, startSandbox } from "@/sandbox";
import { serveDoor } from "@/sandbox/testing/http";
import { setFeature } from "@/server/flags";
import { inWorkspace, newId, PermissionDenied } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { callBotApi } from "../telegram/bot-api";
import { handlePlatformUpdate } from "./platform-updates";
import { getManagedRequest, requestManagedBot } from "./request-managed-bot";

const testing = useTestRuntime();
let sandbox: Sandbox;
let served: Awaited<ReturnType<typeof serveDoor>>;
let manager: ReturnType<Sandbox["openManagerBot"]>;
let workspace: Awaited<ReturnType<typeof makeWorkspace>>;
let person: number;

beforeAll(async () => {
  served = await serveDoor((request) => sandbox.handle(request));
  testing.runtime.env.origin = served.origin;
  sandbox = await startSandbox({
    dataDir: mkdtempSync(join(tmpdir(), "santral-managed-")),
    origin: served.origin,
    controlToken: "test-control-token",
    findConversation: async () => null,
    describeDemo: async () => {
      throw new Error("not here");
    },
    log: () => {},
  });
  manager = sandbox.openManagerBot({ name: "Kurucu", username: "platform_test_bot" });
  testing.runtime.env.platformBot = { token: manager.token, apiRoot: "/sandbox/telegram" };
});
afterAll(async () => {
  await sandbox.stop();
  await served.close();
});
beforeEach(async () => {
  workspace = await makeWorkspace(testing.runtime);
  person = sandbox.createUser({ first_name: "Sahip", language_code: "tr" }).id;
});

const target = () => ({ apiRoot: sandbox.apiRoot, token: manager.token });
let next = 0;
async function takeUpdates(): Promise<void> {
  const updates = await callBotApi(target(), "getUpdates", {
    offset: next,
    allowed_updates: ["message", "managed_bot"],
  });
  for (const update of updates) {
    await handlePlatformUpdate(target(), update);
    next = update.update_id + 1;
  }
}
async function openLink(url: string): Promise<void> {
  const start = new URL(url, served.origin).searchParams.get("start");
  sandbox.sendMessage({ bot: manager.username, from: person, text: `/start ${start}` });
  await takeUpdates();
}
const told = () =>
  sandbox
    .listMessages({ bot: manager.username, user: person })
    .messages.findLast(({ direction }) => direction === "out")?.text;
const stateOf = async (requestId: string) =>
  getManagedRequest({ ctx: workspace.member("owner"), input: { requestId } });

describe("a bot that Telegram makes", () => {
  test("is not asked for while an operator has that switched off", async () => {
    const ctx = workspace.member("owner");
    const actor = { kind: "operator", operatorId: newId(), name: "on-call@example.com" } as const;
    const set = (isOn: boolean | null) =>
      setFeature({
        ctx: { actor, clock: testing.clock, requestId: "test" },
        input: { feature: "managed-bots", workspaceId: ctx.workspace.id, isOn },
      });
    await set(false);
    const ask = () => requestManagedBot({ ctx, input: { name: "Çiçek" } });
    await expect(ask()).rejects.toMatchObject({ code: "FEATURE_OFF", data: { feature: "managed-bots" } });
    await set(null);
    await expect(ask()).resolves.toMatchObject({ state: "waiting" });
  });

  test("is asked for, made with a tap, and connected as the member who asked", async () => {
    const ctx = workspace.member("owner");
    const request = await requestManagedBot({ ctx, input: { name: "Çiçek Dükkânı" } });
    await openLink(request.url);
    expect(await stateOf(request.id)).toMatchObject({ state: "opened" });
    expect(told()).toMatch(/Çiçek Dükkânı/);
    sandbox.createManagedBot({ bot: manager.username, from: person, name: "Çiçek Dükkânı" });
    await takeUpdates();
    const made = await stateOf(request.id);
    expect(made).toMatchObject({ state: "made", error: null });
    const [row] = await inWorkspace(ctx, (tx) => tx.select().from(channels));
    expect(row).toMatchObject({ isManaged: true, state: "active", displayName: "Çiçek Dükkânı" });
    expect(told()).toMatch(/kuruldu ve Deneme Mağazası/);
  });

  test("an unknown link is said to be none, and a bot nobody asked for is left alone", async () => {
    await openLink("/x?start=new_bilinmeyen-baglanti");
    expect(told()).toMatch(/artık geçerli değil/);
    sandbox.createManagedBot({ bot: manager.username, from: person, name: `Sahipsiz ${newId().slice(-4)}` });
    await takeUpdates();
    expect(await inWorkspace(workspace.member("owner"), (tx) => tx.$count(channels))).toBe(0);
  });

  test("half an hour later the link is over", async () => {
    const request = await requestManagedBot({ ctx: workspace.member("owner"), input: { name: "Geç" } });
    testing.clock.advance(31 * 60_000);
    await openLink(request.url);
    expect(told()).toMatch(/artık geçerli değil/);
  });

  test("is not connected for a member who may not any more", async () => {
    const ctx = workspace.member("admin");
    const request = await requestManagedBot({ ctx, input: { name: "Yetkisiz" } });
    await openLink(request.url);
    const { memberId } = ctx.actor as { memberId: string };
    await inWorkspace(ctx, (tx) =>
      tx.update(members).set({ role: "support" }).where(eq(members.id, memberId)),
    );
    sandbox.createManagedBot({ bot: manager.username, from: person, name: `Yetkisiz ${newId().slice(-4)}` });
    await takeUpdates();
    expect(await stateOf(request.id)).toMatchObject({ state: "failed", error: "PERMISSION_DENIED" });
  });

  test("support may not ask; another workspace does not find the wish", async () => {
    await expect(
      requestManagedBot({ ctx: workspace.member("support"), input: { name: "X" } }),
    ).rejects.toBeInstanceOf(PermissionDenied);
    const { id } = await requestManagedBot({ ctx: workspace.member("owner"), input: { name: "X" } });
    const other = await makeWorkspace(testing.runtime);
    await expect(
      getManagedRequest({ ctx: other.member("owner"), input: { requestId: id } }),
    ).rejects.toMatchObject({ code: "MANAGED_REQUEST_NOT_FOUND" });
  });
});
