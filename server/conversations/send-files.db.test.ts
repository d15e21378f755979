import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { deliveries, deliveryQueue, files, messages, sentFiles, uploads } from "@/db/schema";
import { startTestSandbox, type TestSandbox } from "@/sandbox/testing/start";
import { createDispatcher, deliveryLaterHandlers } from "@/server/deliveries";
import { inWorkspace } from "@/server/kernel";
import { useTestRuntime } from "@/server/testing";
import { bring, pdf, png } from "@/server/uploads/testing";
import { deleteMessage } from "./delete-message";
import { editMessage } from "./edit-message";
import { useThreads } from "./testing";

const dataDir = mkdtempSync(join(tmpdir(), "santral-send-files-"));
const testing = useTestRuntime({ env: { dataDir } });
let local: TestSandbox;
beforeAll(async () => {
  local = await startTestSandbox();
  testing.runtime.env.origin = local.origin;
});
afterAll(() => local.close());
const threads = useThreads(testing, () => local.sandbox);
type Thread = Awaited<ReturnType<typeof threads.make>>;

const sendsOf = ({ ctx }: Thread) =>
  inWorkspace(ctx, (tx) => tx.select().from(deliveries).orderBy(deliveries.createdAt, deliveries.id));
const messagesOf = ({ ctx }: Thread) =>
  inWorkspace(ctx, (tx) => tx.select().from(messages).orderBy(messages.seq));

/** Bytes whose kinds the local Telegram and we tell alike. */
const mp4 = Buffer.concat([
  Buffer.from([0, 0, 0, 24]),
  Buffer.from("ftypisom\0\0\x02\0isomiso2", "latin1"),
  Buffer.alloc(64),
]);
const mp3 = Buffer.concat([
  Buffer.from("ID3\x04\0\0\0\0\0\0", "latin1"),
  Buffer.from([0xff, 0xfb, 0x90, 0x64]),
  Buffer.alloc(500),
]);
const gif = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");
const voice = Buffer.concat([
  Buffer.from("OggS\0\x02", "latin1"),
  Buffer.alloc(20),
  Buffer.from([1, 19]),
  Buffer.from("OpusHead\x01\x01\0\0\x80\xbb\0\0\0\0\0", "latin1"),
]);

describe("a file", () => {
  test.each<[string, Buffer, string, string]>([
    ["a photo", png(640, 480), "photo", "sendPhoto"],
    ["a film", mp4, "video", "sendVideo"],
    ["a GIF", gif, "animation", "sendAnimation"],
    ["a sound", mp3, "audio", "sendAudio"],
    ["a voice", voice, "voice", "sendVoice"],
    ["a document", pdf("fatura"), "document", "sendDocument"],
  ])("%s goes with its caption and stands in the thread", async (_, bytes, kind, method) => {
    const thread = await threads.make();
    const { id } = await bring(thread.ctx, bytes, "Fatura Ş.dat");
    const messageId = await thread.say("Buyurun", { attachments: [id] });
    await thread.deliver();
    expect(await sendsOf(thread)).toMatchObject([{ state: "sent", errorCode: null }]);
    expect(thread.calls(method)).toHaveLength(1);
    expect(thread.phone()).toMatchObject([{ text: "Buyurun" }]);
    expect(await thread.shown(messageId)).toMatchObject({
      kind,
      text: "Buyurun",
      content: { kind, file: { id, state: "stored", name: "Fatura Ş.dat", sizeBytes: bytes.byteLength } },
      delivery: { state: "sent" },
    });
    expect(await inWorkspace(thread.ctx, (tx) => tx.select().from(uploads))).toEqual([]);
  });

  test("is carried to the platform once: the next time its name there is enough", async () => {
    const thread = await threads.make();
    for (const text of ["bir", "iki"]) {
      const { id } = await bring(thread.ctx, pdf("liste"), "liste.pdf");
      await thread.say(text, { attachments: [id] });
      await thread.deliver();
    }
    const [first, second] = thread.calls("sendDocument");
    const known = await inWorkspace(thread.ctx, (tx) => tx.select().from(sentFiles));
    expect(known).toHaveLength(1);
    expect(first!.params.document).not.toBe(known[0]!.providerFileId);
    expect(second!.params.document).toBe(known[0]!.providerFileId);
  });

  test("whose name the platform has forgotten is carried again", async () => {
    const thread = await threads.make();
    const { id } = await bring(thread.ctx, pdf("liste"));
    await thread.say("bir", { attachments: [id] });
    await thread.deliver();
    await inWorkspace(thread.ctx, (tx) => tx.update(sentFiles).set({ providerFileId: "unknown" }));
    const again = await bring(thread.ctx, pdf("liste"));
    await thread.say("iki", { attachments: [again.id] });
    await thread.deliver();
    expect(thread.phone().map(({ text }) => text)).toEqual(["bir", "iki"]);
    expect((await inWorkspace(thread.ctx, (tx) => tx.select().from(sentFiles)))[0]?.providerFileId).not.toBe(
      "unknown",
    );
  });

  test("whose bytes are gone fails with the reason, and a second call for it is none", async () => {
    const thread = await threads.make();
    const { id } = await bring(thread.ctx, pdf("kayıp"));
    await thread.say("", { attachments: [id] });
    const [file] = await inWorkspace(thread.ctx, (tx) => tx.select().from(files));
    const sha256 = file!.sha256!;
    const kept = join(dataDir, "files", sha256.slice(0, 2), sha256);
    expect(existsSync(kept)).toBe(true);
    rmSync(kept);
    await thread.deliver();
    expect(await sendsOf(thread)).toMatchObject([{ state: "failed", errorCode: "file_missing" }]);
    await expect(thread.say("", { attachments: [id] })).rejects.toMatchObject({ code: "UPLOAD_NOT_FOUND" });
  });

  test("answers a message, has its caption edited and is taken back", async () => {
    const thread = await threads.make();
    const first = await thread.say("Hangi renk?");
    const { id } = await bring(thread.ctx, png(10, 10));
    const photo = await thread.say("Mavi", { attachments: [id], replyTo: first });
    await thread.deliver();
    expect(thread.calls("sendPhoto")[0]?.params).toMatchObject({
      reply_parameters: { message_id: thread.phone()[0]!.id },
    });
    await editMessage({ ctx: thread.ctx, input: { messageId: photo, text: "Lacivert" } });
    await thread.deliver();
    expect(thread.phone()[1]).toMatchObject({ text: "Lacivert" });
    await editMessage({ ctx: thread.ctx, input: { messageId: photo, text: " " } });
    await thread.deliver();
    expect(thread.phone()[1]).toMatchObject({ text: "" });
    await expect(
      editMessage({ ctx: thread.ctx, input: { messageId: photo, text: "a".repeat(1025) } }),
    ).rejects.toMatchObject({ code: "TEXT_TOO_LONG", data: { max: 1024 } });
  });

  test("is a reply like any other: twice is once, a caption has its own limit, another member's is not found", async () => {
    const thread = await threads.make();
    const { id } = await bring(thread.ctx, pdf());
    await expect(thread.say("a".repeat(1025), { attachments: [id] })).rejects.toMatchObject({
      code: "TEXT_TOO_LONG",
      data: { max: 1024 },
    });
    await expect(thread.say("", {})).rejects.toMatchObject({ code: "TEXT_EMPTY" });
    const { id: foreign } = await bring(thread.team.member("owner"), pdf("başkasının"));
    await expect(thread.say("", { attachments: [id, foreign] })).rejects.toMatchObject({
      code: "UPLOAD_NOT_FOUND",
    });
    const messageId = await thread.say("", { attachments: [id] });
    await thread.say("", { attachments: [id], messageId });
    await thread.deliver();
    expect(thread.phone()).toHaveLength(1);
  });
});

describe("several files", () => {
  test("go as one album with one delivery, each part under its own number", async () => {
    const thread = await threads.make();
    const ids: string[] = [];
    for (const mark of [1, 2, 3]) ids.push((await bring(thread.ctx, png(10, 10, mark))).id);
    const head = await thread.say("Üç renk", { attachments: ids });
    await thread.deliver();
    const [delivery, ...others] = await sendsOf(thread);
    expect(others).toEqual([]);
    expect(delivery).toMatchObject({ state: "sent" });
    const parts = await messagesOf(thread);
    expect(parts.map(({ providerMessageId }) => providerMessageId)).toEqual(delivery!.providerMessageIds);
    expect(new Set(parts.map(({ payload }) => payload?.albumId)).size).toBe(1);
    expect(thread.calls("sendMediaGroup")).toHaveLength(1);
    expect(thread.phone()).toHaveLength(3);
    expect((await thread.thread()).map(({ text }) => text)).toEqual(["Üç renk", "", ""]);

    await deleteMessage({ ctx: thread.ctx, input: { messageId: head } });
    const [job] = (await sendsOf(thread)).filter(({ action }) => action === "delete");
    await deliveryLaterHandlers["deliveries/queue"]({
      workspaceId: job!.workspaceId,
      kind: "deliveries/queue",
      subject: job!.id,
      attempts: 1,
    });
    await thread.deliver();
    expect((await sendsOf(thread)).map(({ state, errorText }) => [state, errorText])).toEqual([
      ["sent", null],
      ["sent", null],
    ]);
    expect(thread.phone()).toEqual([]);
    expect((await messagesOf(thread)).every(({ deletedAt }) => deletedAt !== null)).toBe(true);
  });

  test("that do not go together go one after another, in the order they were attached", async () => {
    const thread = await threads.make();
    const ids = [
      (await bring(thread.ctx, png(10, 10, 1))).id,
      (await bring(thread.ctx, pdf("a"))).id,
      (await bring(thread.ctx, png(10, 10, 2))).id,
      (await bring(thread.ctx, voice)).id,
    ];
    await thread.say("Hepsi", { attachments: ids });
    await thread.say("Bu kadar");
    await thread.deliver();
    expect((await sendsOf(thread)).map(({ state }) => state)).toEqual(Array(4).fill("sent"));
    expect((await thread.thread()).map(({ kind, seq }) => `${seq} ${kind}`)).toEqual([
      "1 photo",
      "2 photo",
      "3 document",
      "4 voice",
      "5 text",
    ]);
    expect(thread.phone().at(-1)?.text).toBe("Bu kadar");
  });
});

describe("a send of files that is interrupted", () => {
  test("after all of it had left goes again, and keeps the mark", async () => {
    const thread = await threads.make();
    const { id } = await bring(thread.ctx, pdf("x"));
    await thread.say("", { attachments: [id] });
    const { username: bot } = thread.bot;
    local.sandbox.plantFault({ bot, method: "sendDocument", kind: "timeout", times: 1 });
    const dispatcher = createDispatcher(testing.runtime, { timeoutMs: 200 });
    await vi.waitFor(async () => {
      await dispatcher.runOnce();
      expect(await sendsOf(thread)).toMatchObject([{ state: "queued", errorCode: "interrupted" }]);
    }, 10_000);
    testing.clock.advance(2_000);
    await thread.deliver(dispatcher);
    expect(await sendsOf(thread)).toMatchObject([{ state: "sent", errorCode: "interrupted" }]);
  });

  test("by the death of the process is taken up by the next one, with all its parts", async () => {
    const thread = await threads.make();
    const ids = [(await bring(thread.ctx, png(9, 9, 1))).id, (await bring(thread.ctx, png(9, 9, 2))).id];
    await thread.say("", { attachments: ids });
    await inWorkspace(thread.ctx, async (tx) => {
      await tx.update(deliveries).set({ state: "sending", attempts: 1 });
      await tx.update(deliveryQueue).set({
        attempts: 1,
        leaseHolder: "00000000-0000-7000-8000-000000000001",
        leaseUntil: new Date(testing.clock.now().getTime() - 1),
      });
    });
    await thread.deliver();
    expect(await sendsOf(thread)).toMatchObject([{ state: "sent", errorCode: "interrupted" }]);
    expect((await messagesOf(thread)).every(({ providerMessageId }) => providerMessageId !== null)).toBe(
      true,
    );
  });
});
