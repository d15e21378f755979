import { and, asc, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import {
  addresses,
  agentJobs,
  conversations,
  customers,
  files,
  identities,
  laterJobs,
  messages,
  outbox,
  updateReceipts,
} from "@/db/schema";
import { makeChannel } from "@/server/deliveries/testing";
import { type Ctx, inWorkspace, searchByWords } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { applyLateChange } from "./apply-late-change";
import { ingestUpdate } from "./ingest-update";

const state = useTestRuntime();
let ctx: Ctx;
let channelId: string;
let nextUpdateId = 1;

beforeEach(async () => {
  const workspace = await makeWorkspace(state.runtime);
  ctx = workspace.member("owner");
  ({ channelId } = await makeChannel(workspace));
});

type Sender = { id: number; first_name?: string; last_name?: string; is_bot?: boolean };
const ayse: Sender = { id: 4001, first_name: "Ayşe" };

function messageUpdate(content: Record<string, unknown>, from: Sender = ayse, updateId = nextUpdateId++) {
  return {
    update_id: updateId,
    message: {
      message_id: updateId,
      date: 1_795_000_000,
      chat: { id: from.id, type: "private" },
      from: { is_bot: false, first_name: "Ali", ...from },
      ...content,
    },
  };
}

const send = (update: unknown) =>
  ingestUpdate({ workspaceId: ctx.workspace.id, channelId }, update, JSON.stringify(update));
const read = <T>(work: (tx: Parameters<Parameters<typeof inWorkspace>[1]>[0]) => Promise<T>) =>
  inWorkspace(ctx, work);
const thread = () =>
  read((tx) =>
    tx
      .select()
      .from(messages)
      .where(eq(messages.workspaceId, ctx.workspace.id))
      .orderBy(asc(messages.conversationId), asc(messages.seq)),
  );

describe("ingestUpdate", () => {
  test("a first message makes the customer, the address, the conversation, the message, the job and the event", async () => {
    expect(await send(messageUpdate({ text: "kargom nerede" }))).toBe("stored");
    await read(async (tx) => {
      expect(await tx.$count(customers)).toBe(1);
      expect(await tx.$count(identities)).toBe(1);
      expect(await tx.$count(addresses)).toBe(1);
      expect(await tx.$count(agentJobs)).toBe(1);
      expect(await tx.select({ name: outbox.name }).from(outbox)).toEqual([{ name: "message/received" }]);
    });
    expect(await thread()).toMatchObject([{ text: "kargom nerede", seq: 1, kind: "text", payload: null }]);
  });

  test("a new customer is found by name, however it is typed", async () => {
    await send(messageUpdate({ text: "merhaba" }, { id: 4002, first_name: "İNCİ", last_name: "Şahin" }));
    const found = (word: string) =>
      read((tx) =>
        searchByWords(tx, { workspaceId: ctx.workspace.id, kind: "customer", words: [word], limit: 5 }),
      );
    const [customer] = await read((tx) => tx.select().from(customers));
    expect(await found("inci")).toEqual([customer?.id]);
    expect(await found("sah")).toEqual([customer?.id]);
  });

  test("two fast messages make one conversation and two messages, in order", async () => {
    await Promise.all([
      send(messageUpdate({ text: "bir" })),
      send(messageUpdate({ text: "iki" })),
      send(messageUpdate({ text: "üç" })),
    ]);
    expect((await thread()).map(({ seq, text }) => [seq, text])).toEqual([
      [1, "bir"],
      [2, "iki"],
      [3, "üç"],
    ]);
    await read(async (tx) => {
      expect(await tx.$count(conversations)).toBe(1);
      expect(await tx.$count(customers)).toBe(1);
      const [job] = await tx.select().from(agentJobs);
      expect(job?.generation).toBeGreaterThanOrEqual(1);
    });
  });

  test("a duplicate has no effect, in the same batch or later", async () => {
    const update = messageUpdate({ text: "merhaba" });
    await Promise.all([send(update), send(update), send(messageUpdate({ text: "ikinci" }))]);
    await send(update);
    expect(await thread()).toHaveLength(2);
    expect(await read((tx) => tx.$count(updateReceipts))).toBe(2);
  });

  test("forty new customers at once: nothing lost, nothing twice", async () => {
    const people = Array.from({ length: 40 }, (_, index) => ({
      id: 9000 + index,
      first_name: `Kişi ${index}`,
    }));
    await Promise.all(
      people.flatMap((person) => [
        send(messageUpdate({ text: "a" }, person)),
        send(messageUpdate({ text: "b" }, person)),
      ]),
    );
    await read(async (tx) => {
      expect(await tx.$count(customers)).toBe(40);
      expect(await tx.$count(conversations)).toBe(40);
      expect(await tx.$count(messages)).toBe(80);
    });
  });

  test.each([
    [
      "a contact of one's own",
      { contact: { phone_number: "+905321234567", user_id: 4001, first_name: "A" } },
      { kind: "contact", payload: { contact: { phone: "+905321234567", isOwn: true } } },
    ],
    [
      "somebody else's contact",
      { contact: { phone_number: "+905321234567", user_id: 7, first_name: "B" } },
      { kind: "contact", payload: { contact: { isOwn: false } } },
    ],
    [
      "a command with a payload",
      { text: "/start kampanya_7" },
      { kind: "command", payload: { command: { name: "start", argument: "kampanya_7" } } },
    ],
    [
      "a sticker",
      { sticker: { file_id: "x", emoji: "👍", is_video: true } },
      { kind: "sticker", payload: { media: { fileId: "x", emoji: "👍", form: "video" } } },
    ],
    [
      "an animation without a file",
      { animation: {}, document: {} },
      { kind: "unsupported", payload: { unsupportedKind: "animation" } },
    ],
    [
      "a kind of the future",
      { hologram: { depth: 3 } },
      { kind: "unsupported", payload: { unsupportedKind: "hologram" } },
    ],
    [
      "right-to-left text with invisible marks",
      { text: "\u200fأين طلبي؟\u200b" },
      { kind: "text", text: "\u200fأين طلبي؟\u200b" },
    ],
    [
      "text with NUL and half a surrogate pair",
      { text: "a\u0000b\ud83d" },
      { kind: "text", text: "ab\ufffd" },
    ],
    ["4,096 characters", { text: "ğ".repeat(4096) }, { kind: "text", text: "ğ".repeat(4096) }],
  ])("stores %s", async (_label, content, expected) => {
    expect(await send(messageUpdate(content))).toBe("stored");
    expect(await thread()).toMatchObject([expected]);
  });

  test("a photo waits to be fetched", async () => {
    await send(
      messageUpdate({
        caption: "kutu ezik",
        photo: [
          { file_id: "small", file_unique_id: "s", width: 90, height: 90 },
          { file_id: "large", file_unique_id: "l", width: 800, height: 600, file_size: 12_345 },
        ],
      }),
    );
    expect(await thread()).toMatchObject([
      { kind: "photo", text: "kutu ezik", payload: { media: { fileId: "large", sizeBytes: 12_345 } } },
    ]);
    await read(async (tx) => {
      const [file] = await tx.select().from(files);
      expect(file?.state).toBe("waiting");
      expect(await tx.select({ kind: laterJobs.kind, subject: laterJobs.subject }).from(laterJobs)).toEqual([
        { kind: "files/fetch", subject: file!.id },
      ]);
    });
  });

  test("a tap on a button carries its label", async () => {
    await send(messageUpdate({ text: "merhaba" }));
    const updateId = nextUpdateId++;
    await send({
      update_id: updateId,
      callback_query: {
        id: "77",
        from: ayse,
        data: "helped:yes",
        message: {
          message_id: 5,
          date: 1,
          chat: { id: ayse.id, type: "private" },
          reply_markup: { inline_keyboard: [[{ text: "Evet", callback_data: "helped:yes" }]] },
        },
      },
    });
    expect((await thread()).at(-1)).toMatchObject({
      kind: "callback",
      text: "Evet",
      payload: { callback: { id: "77", data: "helped:yes", providerMessageId: "5" } },
    });
  });

  test("an edited text keeps what stood before and asks for no second answer", async () => {
    const first = messageUpdate({ text: "sipariş 1042" });
    await send(first);
    await read((tx) => tx.delete(agentJobs).where(eq(agentJobs.workspaceId, ctx.workspace.id)));
    await send({
      update_id: nextUpdateId++,
      edited_message: { ...first.message, text: "sipariş 1043", edit_date: 1_795_000_060 },
    });
    expect(await thread()).toMatchObject([
      { text: "sipariş 1043", payload: { edits: [{ text: "sipariş 1042" }] } },
    ]);
    expect(await read((tx) => tx.$count(agentJobs))).toBe(0);
  });

  test("blocked and unblocked change whether the address can be reached", async () => {
    await send(messageUpdate({ text: "merhaba" }));
    const change = (status: string) =>
      send({
        update_id: nextUpdateId++,
        my_chat_member: {
          chat: { id: ayse.id, type: "private" },
          from: ayse,
          date: 1,
          old_chat_member: {},
          new_chat_member: { status },
        },
      });
    await change("kicked");
    expect(await read((tx) => tx.select().from(addresses))).toMatchObject([
      { isReachable: false, unreachableReason: "blocked" },
    ]);
    await change("member");
    expect(await read((tx) => tx.select().from(addresses))).toMatchObject([
      { isReachable: true, unreachableReason: null },
    ]);
  });

  test("a message within 72 hours of the close re-opens; a later one starts a new conversation", async () => {
    await send(messageUpdate({ text: "bir" }));
    const close = (at: Date) =>
      read((tx) =>
        tx
          .update(conversations)
          .set({ status: "closed", closedAt: at })
          .where(and(eq(conversations.workspaceId, ctx.workspace.id), eq(conversations.status, "open"))),
      );
    const hoursAgo = (hours: number) => new Date(state.clock.now().getTime() - hours * 3_600_000);
    await close(hoursAgo(71));
    await send(messageUpdate({ text: "iki" }));
    await read(async (tx) =>
      expect(await tx.select().from(conversations)).toMatchObject([
        { status: "open", reopenedAt: state.clock.now(), lastSeq: 2 },
      ]),
    );
    await close(hoursAgo(73));
    await send(messageUpdate({ text: "üç" }));
    expect(await read((tx) => tx.$count(conversations))).toBe(2);
  });

  test("a handed-off conversation gets the message but no job for the agent", async () => {
    await send(messageUpdate({ text: "bir" }));
    await read(async (tx) => {
      await tx
        .update(conversations)
        .set({ status: "handed_off" })
        .where(eq(conversations.workspaceId, ctx.workspace.id));
      await tx.delete(agentJobs).where(eq(agentJobs.workspaceId, ctx.workspace.id));
    });
    await send(messageUpdate({ text: "iki" }));
    expect(await thread()).toHaveLength(2);
    expect(await read((tx) => tx.$count(agentJobs))).toBe(0);
  });

  test.each([
    ["not an object", 7, "malformed"],
    ["no update_id", { message: {} }, "malformed"],
    ["an update_id that is text", { update_id: "5", message: {} }, "malformed"],
    ["nothing but its id", { update_id: 50_001 }, "rejected"],
    ["a message without a chat", { update_id: 50_002, message: { text: "x" } }, "rejected"],
    [
      "a message in a group",
      { update_id: 50_003, message: { chat: { id: -1, type: "supergroup" }, from: ayse } },
      "stored",
    ],
    ["a kind that is not ours", { update_id: 50_004, poll: { id: "1" } }, "ignored"],
  ] as const)("counts %s and shows nothing", async (_label, update, outcome) => {
    expect(await send(update)).toBe(outcome);
    expect(await thread()).toHaveLength(0);
  });
});

describe("what changes a message", () => {
  const edited = (original: ReturnType<typeof messageUpdate>, content: Record<string, unknown>, at = 60) => ({
    update_id: nextUpdateId++,
    edited_message: { ...original.message, ...content, edit_date: 1_795_000_000 + at },
  });
  const reaction = (messageId: number, emojis: string[], at = 10) => ({
    update_id: nextUpdateId++,
    message_reaction: {
      chat: { id: ayse.id, type: "private" },
      user: ayse,
      message_id: messageId,
      date: 1_795_000_000 + at,
      old_reaction: [],
      new_reaction: emojis.map((emoji) => ({ type: "emoji", emoji })),
    },
  });
  const photo = (name: string) => ({
    photo: [{ file_id: name, file_unique_id: `u-${name}`, width: 90, height: 60, file_size: 100 }],
  });
  const laterNow = async () => {
    const jobs = await read((tx) =>
      tx.select().from(laterJobs).where(eq(laterJobs.kind, "conversations/change")),
    );
    for (const { workspaceId, kind, subject } of jobs) {
      const again = await applyLateChange({ workspaceId, kind, subject, attempts: 1 });
      if (!again) await read((tx) => tx.delete(laterJobs).where(eq(laterJobs.subject, subject)));
    }
    return jobs.length;
  };

  test("a caption is edited like a text, and the picture stays", async () => {
    const first = messageUpdate({ ...photo("a"), caption: "kutu" });
    await send(first);
    await send(edited(first, { caption: "kutu ezik" }));
    expect(await thread()).toMatchObject([
      { kind: "photo", text: "kutu ezik", payload: { media: { fileId: "a" }, edits: [{ text: "kutu" }] } },
    ]);
    expect(await read((tx) => tx.$count(files))).toBe(1);
  });

  test("another picture in its place is fetched anew", async () => {
    const first = messageUpdate(photo("a"));
    await send(first);
    await read(async (tx) => {
      await tx.update(files).set({ state: "stored", sha256: "0".repeat(64), contentType: "image/png" });
      await tx.delete(laterJobs);
    });
    await send(edited(first, photo("b")));
    const [file] = await read((tx) => tx.select().from(files));
    expect(file).toMatchObject({ state: "waiting", sha256: null });
    expect(await thread()).toMatchObject([{ kind: "photo", payload: { media: { fileId: "b" } } }]);
    expect(await read((tx) => tx.select({ subject: laterJobs.subject }).from(laterJobs))).toEqual([
      { subject: file?.id },
    ]);
  });

  test("an older edit that comes late changes nothing", async () => {
    const first = messageUpdate({ text: "bir" });
    await send(first);
    await send(edited(first, { text: "üç" }, 120));
    await send(edited(first, { text: "iki" }, 60));
    expect(await thread()).toMatchObject([{ text: "üç", payload: { edits: [{ text: "bir" }] } }]);
  });

  test("a live location moves without a history of its own", async () => {
    const first = messageUpdate({ location: { latitude: 41, longitude: 29, live_period: 900 } });
    await send(first);
    await send(edited(first, { location: { latitude: 41.5, longitude: 29, live_period: 900 } }));
    const [message] = await thread();
    expect(message?.payload).toEqual({ location: { latitude: 41.5, longitude: 29, livePeriodS: 900 } });
  });

  test("an edit before its original is kept and applied once that is here", async () => {
    const original = messageUpdate({ text: "önce" });
    await send(edited(original, { text: "sonra" }));
    expect(await thread()).toHaveLength(0);
    expect(await laterNow()).toBe(1);
    await send(original);
    expect(await laterNow()).toBe(1);
    expect(await laterNow()).toBe(0);
    expect(await thread()).toMatchObject([{ text: "sonra", payload: { edits: [{ text: "önce" }] } }]);
  });

  test("a reaction stands under its message, changes, goes, and asks the agent nothing", async () => {
    const first = messageUpdate({ text: "merhaba" });
    await send(first);
    await read((tx) => tx.delete(agentJobs));
    const reactions = async () => (await thread())[0]?.payload?.reactions;
    await send(reaction(first.message.message_id, ["👍"], 10));
    expect(await reactions()).toEqual([{ kind: "emoji", emoji: "👍" }]);
    await send(reaction(first.message.message_id, ["🔥"], 30));
    await send(reaction(first.message.message_id, ["💩"], 20));
    expect(await reactions()).toEqual([{ kind: "emoji", emoji: "🔥" }]);
    await send(reaction(first.message.message_id, [], 40));
    expect(await reactions()).toEqual([]);
    await read(async (tx) => {
      expect(await tx.$count(agentJobs)).toBe(0);
      const told = await tx.select({ name: outbox.name }).from(outbox);
      expect(told.filter(({ name }) => name === "message/reacted")).toHaveLength(3);
    });
  });

  test("a reaction to what is not here is kept, and given up quietly after a while", async () => {
    await send(reaction(987_654, ["👍"]));
    expect(await laterNow()).toBe(1);
    state.clock.advance(11 * 60_000);
    await laterNow();
    expect(await laterNow()).toBe(0);
  });
});
