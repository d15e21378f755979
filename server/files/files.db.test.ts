import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { channels, files, messages, outbox } from "@/db/schema";
import type { DoorRequest, DoorResponse } from "@/lib/door";
import { type Sandbox, startSandbox } from "@/sandbox";
import { serveDoor } from "@/sandbox/testing/http";
import { callBotApi, connectTelegramBot } from "@/server/channels";
import { makeChat } from "@/server/deliveries/testing";
import {
  type Ctx,
  encodeSessionCookie,
  fromPublicId,
  inWorkspace,
  newId,
  PermissionDenied,
  startSession,
  toPublicId,
} from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { fetchFile, fileCore, readFile } from "./index";

const dataDir = mkdtempSync(join(tmpdir(), "santral-files-"));
const testing = useTestRuntime({ env: { dataDir } });
let sandbox: Sandbox;
let served: Awaited<ReturnType<typeof serveDoor>>;

beforeAll(async () => {
  served = await serveDoor((request) => sandbox.handle(request));
  testing.runtime.env.origin = served.origin;
  sandbox = await startSandbox({
    dataDir,
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

const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

type Workspace = Awaited<ReturnType<typeof makeWorkspace>>;

/** A photo that a customer has sent, as intake leaves it: a message and a file that waits. */
async function makePhoto(workspace: Workspace) {
  const ctx = workspace.member("owner");
  const bot = sandbox.createBot({ name: `Foto ${newId().slice(-6)}` });
  const { id } = await connectTelegramBot({ ctx, input: { token: bot.token, apiRoot: "/sandbox/telegram" } });
  const target = { apiRoot: sandbox.apiRoot, token: bot.token };
  await callBotApi(target, "deleteWebhook", {});
  const user = sandbox.createUser({ first_name: "Ayşe" });
  sandbox.sendMessage({ bot: bot.username, from: user.id, photo: png });
  const [update] = await callBotApi(target, "getUpdates", {});
  const photo = update!.message!.photo!.at(-1)!;
  const chat = await makeChat(workspace, {
    channelId: fromPublicId("channel", id)!,
    chatId: String(user.id),
  });
  const [fileId, messageId] = [newId(), newId()];
  const now = testing.clock.now();
  await inWorkspace(ctx, async (tx) => {
    await tx.insert(messages).values({
      workspaceId: ctx.workspace.id,
      id: messageId,
      conversationId: chat.conversationId,
      addressId: chat.addressId,
      seq: 1,
      direction: "in",
      author: "customer",
      kind: "photo",
      payload: { media: { fileId: photo.file_id, fileUniqueId: photo.file_unique_id, width: 1, height: 1 } },
      sentAt: now,
      createdAt: now,
    });
    await tx
      .insert(files)
      .values({ workspaceId: ctx.workspace.id, id: fileId, messageId, state: "waiting", createdAt: now });
  });
  return { ctx, fileId, ...chat, bot };
}

const fetchNow = (ctx: Ctx, fileId: string) =>
  fetchFile({ workspaceId: ctx.workspace.id, kind: "files/fetch", subject: fileId, attempts: 1 });

const fileOf = async (ctx: Ctx) => (await inWorkspace(ctx, (tx) => tx.select().from(files)))[0]!;

async function get(path: string, personId?: string) {
  const cookie = personId
    ? `authjs.session-token=${await encodeSessionCookie(await startSession({ personId, method: "test" }))}`
    : undefined;
  const [bare = "", search] = path.split("?");
  const request: DoorRequest = {
    method: "GET",
    path: bare,
    query: new URLSearchParams(search),
    remoteAddress: "127.0.0.1",
    header: (name) => (name === "cookie" ? cookie : undefined),
    bytes: async () => new Uint8Array(),
    signal: new AbortController().signal,
  };
  return (await fileCore(request))!;
}

async function bytesOf({ body }: DoorResponse): Promise<Buffer> {
  if (typeof body === "string" || body instanceof Uint8Array) return Buffer.from(body);
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces);
}

describe("a photo", () => {
  test("is fetched once, checked by content, stored by hash and announced", async () => {
    const { ctx, fileId, conversationId } = await makePhoto(await makeWorkspace(testing.runtime));
    await fetchNow(ctx, fileId);
    await fetchNow(ctx, fileId);
    const file = await fileOf(ctx);
    expect(file).toMatchObject({ state: "stored", contentType: "image/png", sizeBytes: png.byteLength });
    expect(existsSync(join(dataDir, "files", file.sha256!.slice(0, 2), file.sha256!))).toBe(true);
    const events = await inWorkspace(ctx, (tx) => tx.select().from(outbox));
    expect(events.filter(({ name }) => name === "file/stored")).toMatchObject([
      { aggregateId: conversationId, version: 2 },
    ]);
    expect(await readFile({ ctx, input: { fileId } })).toMatchObject({
      sha256: file.sha256,
      sizeBytes: png.byteLength,
    });
  });

  test("waits while the platform fails and is given up after the last try, with the reason", async () => {
    const { ctx, fileId, bot } = await makePhoto(await makeWorkspace(testing.runtime));
    sandbox.plantFault({ bot: bot.username, method: "getFile", kind: "5xx", times: 2 });
    await expect(fetchNow(ctx, fileId)).rejects.toThrow(/502/);
    expect(await fileOf(ctx)).toMatchObject({ state: "waiting" });
    await fetchFile({ workspaceId: ctx.workspace.id, kind: "files/fetch", subject: fileId, attempts: 8 });
    expect(await fileOf(ctx)).toMatchObject({ state: "failed", errorCode: "provider_unavailable" });
  });

  test("of a disconnected bot is not waited for", async () => {
    const { ctx, fileId } = await makePhoto(await makeWorkspace(testing.runtime));
    await inWorkspace(ctx, (tx) => tx.update(channels).set({ state: "deleted" }));
    await fetchNow(ctx, fileId);
    expect(await fileOf(ctx)).toMatchObject({ state: "failed", errorCode: "channel_disconnected" });
  });
});

describe("GET /api/files/[file]", () => {
  test("shows it to members of its workspace, and to nobody else", async () => {
    const [mine, other] = [await makeWorkspace(testing.runtime), await makeWorkspace(testing.runtime)];
    const { ctx, fileId } = await makePhoto(mine);
    await fetchNow(ctx, fileId);
    const path = `/api/files/${toPublicId("file", fileId)}`;
    const owner = mine.team[0]!.personId;
    const stranger = other.team[0]!.personId;

    const shown = await get(path, owner);
    expect(shown).toMatchObject({
      status: 200,
      headers: {
        "content-type": "image/png",
        "x-content-type-options": "nosniff",
        "cross-origin-resource-policy": "same-origin",
      },
    });
    expect((await bytesOf(shown)).equals(png)).toBe(true);
    expect((await get(`${path}?workspace=${mine.workspace.slug}`, owner)).status).toBe(200);

    expect((await get(path)).status).toBe(401);
    expect((await get(path, stranger)).status).toBe(404);
    expect((await get(`${path}?workspace=${mine.workspace.slug}`, stranger)).status).toBe(404);
    expect((await get(`${path}?workspace=${other.workspace.slug}`, stranger)).status).toBe(404);
    expect((await get("/api/files/nonsense", owner)).status).toBe(404);
    await expect(readFile({ ctx: mine.as({ kind: "agent" }), input: { fileId } })).rejects.toBeInstanceOf(
      PermissionDenied,
    );
  });
});
