import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  auditLog,
  channels,
  conversations,
  files,
  laterJobs,
  messages,
  outbox,
  workspaces,
} from "@/db/schema";
import type { DoorRequest, DoorResponse } from "@/lib/door";
import { type Sandbox, startSandbox } from "@/sandbox";
import { serveDoor } from "@/sandbox/testing/http";
import { callBotApi, connectTelegramBot } from "@/server/channels";
import { ingestUpdate } from "@/server/conversations";
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
import { fillDisk, makeWorkspace, useTestRuntime } from "@/server/testing";
import { FileNotFetchable, fetchFile, fileCore, readFile, retryFile } from "./index";

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

type Said = Omit<Parameters<Sandbox["sendMessage"]>[0], "bot" | "from">;

/** What a customer has sent, through the local Telegram and the intake: a message and a file that waits. */
async function makeFile(workspace: Workspace, said: Said = { photo: png }) {
  const ctx = workspace.member("owner");
  const bot = sandbox.createBot({ name: `Dosya ${newId().slice(-6)}` });
  const { id } = await connectTelegramBot({ ctx, input: { token: bot.token, apiRoot: "/sandbox/telegram" } });
  const channelId = fromPublicId("channel", id)!;
  const target = { apiRoot: sandbox.apiRoot, token: bot.token };
  await callBotApi(target, "deleteWebhook", {});
  const user = sandbox.createUser({ first_name: "Ayşe" });
  const send = async (more: Said) => {
    sandbox.sendMessage({ bot: bot.username, from: user.id, ...more } as Parameters<
      Sandbox["sendMessage"]
    >[0]);
    const updates = await callBotApi(target, "getUpdates", {});
    const update = updates.at(-1)!;
    await ingestUpdate({ workspaceId: ctx.workspace.id, channelId }, update, JSON.stringify(update));
    await callBotApi(target, "getUpdates", { offset: update.update_id + 1 });
  };
  await send(said);
  const [file] = await inWorkspace(ctx, (tx) => tx.select().from(files));
  const [conversation] = await inWorkspace(ctx, (tx) => tx.select().from(conversations));
  return { ctx, fileId: file!.id, conversationId: conversation!.id, bot, send };
}

const fetchOnce = (ctx: Ctx, fileId: string) =>
  fetchFile({ workspaceId: ctx.workspace.id, kind: "files/fetch", subject: fileId, attempts: 1 });

/** As soon as its turn comes. */
async function fetchNow(ctx: Ctx, fileId: string): Promise<void> {
  for (;;) {
    const turn = await fetchOnce(ctx, fileId);
    if (!turn) return;
    testing.clock.set(turn.againAt);
  }
}

const fileOf = async (ctx: Ctx) => (await inWorkspace(ctx, (tx) => tx.select().from(files)))[0]!;

async function get(path: string, personId?: string, headers: Record<string, string> = {}) {
  const cookie = personId
    ? `authjs.session-token=${await encodeSessionCookie(await startSession({ personId, method: "test" }))}`
    : undefined;
  const [bare = "", search] = path.split("?");
  const request: DoorRequest = {
    method: "GET",
    path: bare,
    query: new URLSearchParams(search),
    remoteAddress: "127.0.0.1",
    header: (name) => (name === "cookie" ? cookie : headers[name]),
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
  test("is left with the platform while the disk is full, at no cost to its tries", async () => {
    const { ctx, fileId } = await makeFile(await makeWorkspace(testing.runtime));
    const free = await fillDisk(testing.runtime);
    try {
      const turn = await fetchOnce(ctx, fileId);
      expect(turn!.againAt.getTime()).toBeGreaterThan(testing.clock.now().getTime());
      expect(await fileOf(ctx)).toMatchObject({ state: "waiting" });
    } finally {
      await free();
    }
    await fetchNow(ctx, fileId);
    expect(await fileOf(ctx)).toMatchObject({ state: "stored" });
  });

  test("is fetched once, checked by content, stored by hash and announced", async () => {
    const { ctx, fileId, conversationId } = await makeFile(await makeWorkspace(testing.runtime));
    await fetchNow(ctx, fileId);
    await fetchNow(ctx, fileId);
    const file = await fileOf(ctx);
    expect(file).toMatchObject({ state: "stored", contentType: "image/png", sizeBytes: png.byteLength });
    expect(existsSync(join(dataDir, "files", file.sha256!.slice(0, 2), file.sha256!))).toBe(true);
    const events = await inWorkspace(ctx, (tx) => tx.select().from(outbox));
    expect(events.filter(({ name }) => name === "file/stored")).toMatchObject([
      { aggregateId: conversationId, version: 3 },
    ]);
    expect(await readFile({ ctx, input: { fileId } })).toMatchObject({
      sha256: file.sha256,
      sizeBytes: png.byteLength,
    });
  });

  test("is fetched in its turn: a flood is spread over time, and asking again changes no turn", async () => {
    testing.clock.advance(60_000);
    const { ctx } = await makeFile(await makeWorkspace(testing.runtime));
    const now = testing.clock.now();
    const turns = await Promise.all(
      Array.from({ length: 6 }, (_, i) => fetchOnce(ctx, `${newId().slice(0, -1)}${i}`)),
    );
    const waits = turns.map((turn) => (turn ? turn.againAt.getTime() - now.getTime() : 0));
    expect(waits).toEqual([0, 0, 0, 0, 50, 100]);
    const { fileId } = await makeFile(await makeWorkspace(testing.runtime));
    const first = await fetchOnce(ctx, fileId);
    expect(first?.againAt.getTime()).toBe(now.getTime() + 150);
    expect(await fetchOnce(ctx, fileId)).toEqual(first);
  });

  test("waits while the platform fails and is given up after the last try, with the reason", async () => {
    const { ctx, fileId, bot } = await makeFile(await makeWorkspace(testing.runtime));
    sandbox.plantFault({ bot: bot.username, method: "getFile", kind: "5xx", times: 2 });
    await expect(fetchNow(ctx, fileId)).rejects.toThrow(/502/);
    expect(await fileOf(ctx)).toMatchObject({ state: "waiting" });
    await fetchFile({ workspaceId: ctx.workspace.id, kind: "files/fetch", subject: fileId, attempts: 8 });
    expect(await fileOf(ctx)).toMatchObject({ state: "failed", errorCode: "provider_unavailable" });
  });

  test("of a disconnected bot is not waited for", async () => {
    const { ctx, fileId } = await makeFile(await makeWorkspace(testing.runtime));
    await inWorkspace(ctx, (tx) => tx.update(channels).set({ state: "deleted" }));
    await fetchNow(ctx, fileId);
    expect(await fileOf(ctx)).toMatchObject({ state: "failed", errorCode: "channel_disconnected" });
  });
});

const page = Buffer.from("<!doctype html><script>alert(1)</script>");
const mp4 = Buffer.concat([
  Buffer.from("00000018667479706d703432000000006d70343269736f6d", "hex"),
  Buffer.alloc(500, 7),
]);

describe("what is not what it says, or not to be had", () => {
  test("a photo that is a page is refused and says so", async () => {
    const { ctx, fileId } = await makeFile(await makeWorkspace(testing.runtime), {
      document: { bytes: page },
    });
    await inWorkspace(ctx, (tx) => tx.update(messages).set({ kind: "photo" }));
    await fetchNow(ctx, fileId);
    expect(await fileOf(ctx)).toMatchObject({ state: "failed", errorCode: "not_a_picture", sha256: null });
  });

  test("a film of 2 GB is never asked for, its small picture is", async () => {
    const { ctx, fileId, bot } = await makeFile(await makeWorkspace(testing.runtime), {
      video: { size: 2_147_483_648, durationS: 7200, width: 1920, height: 1080, thumbnail: png },
    });
    await fetchNow(ctx, fileId);
    const file = await fileOf(ctx);
    expect(file).toMatchObject({ state: "failed", errorCode: "too_large", thumbnailType: "image/png" });
    const asked = sandbox.listCalls({ bot: bot.username }).filter(({ method }) => method === "getFile");
    expect(asked).toHaveLength(1);
    expect(await readFile({ ctx, input: { fileId, part: "thumbnail" } })).toMatchObject({
      sizeBytes: png.byteLength,
    });
    await expect(retryFile({ ctx, input: { fileId: toPublicId("file", fileId) } })).rejects.toBeInstanceOf(
      FileNotFetchable,
    );
  });

  test("over the quota it is not fetched, and comes when there is room and somebody asks", async () => {
    const team = await makeWorkspace(testing.runtime);
    const { ctx, fileId } = await makeFile(team);
    const setQuota = (fileQuotaBytes: number) =>
      inWorkspace(ctx, (tx) =>
        tx.update(workspaces).set({ fileQuotaBytes }).where(eq(workspaces.id, ctx.workspace.id)),
      );
    await setQuota(10);
    await fetchNow(ctx, fileId);
    expect(await fileOf(ctx)).toMatchObject({ state: "failed", errorCode: "quota_reached" });
    await setQuota(10_000);
    const input = { fileId: toPublicId("file", fileId) };
    await expect(retryFile({ ctx: team.member("analyst"), input })).rejects.toBeInstanceOf(PermissionDenied);
    expect(await retryFile({ ctx: team.member("support"), input })).toEqual({
      id: input.fileId,
      state: "waiting",
    });
    await expect(retryFile({ ctx, input })).rejects.toBeInstanceOf(FileNotFetchable);
    expect(await inWorkspace(ctx, (tx) => tx.$count(laterJobs, eq(laterJobs.subject, fileId)))).toBe(1);
    expect(await inWorkspace(ctx, (tx) => tx.$count(auditLog, eq(auditLog.action, "file.retry")))).toBe(1);
    await fetchNow(ctx, fileId);
    expect(await fileOf(ctx)).toMatchObject({ state: "stored", contentType: "image/png" });
  });

  test("a storm of one sticker is fetched once", async () => {
    const sticker = { sticker: { bytes: png, width: 512, height: 512, emoji: "😎" } };
    const { ctx, send, bot } = await makeFile(await makeWorkspace(testing.runtime), sticker);
    const [first] = await inWorkspace(ctx, (tx) => tx.select().from(files));
    await fetchNow(ctx, first!.id);
    const uniqueId = (await fileOf(ctx)).providerUniqueId;
    const getFiles = () =>
      sandbox.listCalls({ bot: bot.username }).filter(({ method }) => method === "getFile").length;
    const before = getFiles();
    for (let nth = 0; nth < 5; nth += 1) await send(sticker);
    const waiting = await inWorkspace(ctx, (tx) => tx.select().from(files).where(eq(files.state, "waiting")));
    // The same content has the same name on the platform, whoever sends it.
    await inWorkspace(ctx, (tx) =>
      tx.execute(
        sql`update messages set payload = jsonb_set(payload, '{media,fileUniqueId}', to_jsonb(${uniqueId}::text))`,
      ),
    );
    for (const { id } of waiting) await fetchNow(ctx, id);
    expect(await inWorkspace(ctx, (tx) => tx.$count(files, eq(files.state, "stored")))).toBe(6);
    expect(getFiles()).toBe(before);
  });
});

describe("GET /api/files/[file]", () => {
  test("shows it to members of its workspace, and to nobody else", async () => {
    const [mine, other] = [await makeWorkspace(testing.runtime), await makeWorkspace(testing.runtime)];
    const { ctx, fileId } = await makeFile(mine);
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

  test("a film is given in ranges, as players ask", async () => {
    const team = await makeWorkspace(testing.runtime);
    const { ctx, fileId } = await makeFile(team, {
      video: { bytes: mp4, durationS: 3, width: 320, height: 200 },
    });
    await fetchNow(ctx, fileId);
    const path = `/api/files/${toPublicId("file", fileId)}?workspace=${team.workspace.slug}`;
    const owner = team.team[0]!.personId;
    const whole = await get(path, owner);
    expect(whole).toMatchObject({
      status: 200,
      headers: { "content-type": "video/mp4", "accept-ranges": "bytes" },
    });
    const middle = await get(path, owner, { range: "bytes=24-33" });
    expect(middle).toMatchObject({
      status: 206,
      headers: { "content-range": `bytes 24-33/${mp4.byteLength}`, "content-length": "10" },
    });
    expect((await bytesOf(middle)).equals(mp4.subarray(24, 34))).toBe(true);
    expect(await get(path, owner, { range: "bytes=9999-" })).toMatchObject({ status: 416 });
    const etag = whole.headers!.etag!;
    expect(await get(path, owner, { range: "bytes=0-1", "if-range": '"other"' })).toMatchObject({
      status: 200,
    });
    expect(await get(path, owner, { "if-none-match": etag })).toMatchObject({ status: 304 });
  });

  test("a page sent as a document is only ever saved, under a name without a way", async () => {
    const team = await makeWorkspace(testing.runtime);
    const { ctx, fileId } = await makeFile(team, {
      document: { bytes: page, fileName: "../../fatura\u202efdp.html", mimeType: "application/pdf" },
    });
    await fetchNow(ctx, fileId);
    const path = `/api/files/${toPublicId("file", fileId)}?workspace=${team.workspace.slug}`;
    expect(await get(path, team.team[0]!.personId)).toMatchObject({
      status: 200,
      headers: {
        "content-type": "application/octet-stream",
        "content-disposition": "attachment; filename=\"faturafdp.html\"; filename*=UTF-8''faturafdp.html",
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; sandbox",
      },
    });
  });
});
