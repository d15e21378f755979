import { and, eq, ne } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { deliveries, deliveryQueue, laterJobs, messages } from "@/db/schema";
import { startTestSandbox, type TestSandbox } from "@/sandbox/testing/start";
import { createDispatcher, deliveryLaterHandlers, queueMessage } from "@/server/deliveries";
import { makeChat } from "@/server/deliveries/testing";
import { inWorkspace, newId, PermissionDenied, toPublicId } from "@/server/kernel";
import { useTestRuntime } from "@/server/testing";
import { deleteMessage } from "./delete-message";
import { editMessage } from "./edit-message";
import { replyToConversation } from "./reply-to-conversation";
import { useThreads } from "./testing";
import { undoDeleteMessage } from "./undo-delete-message";

const testing = useTestRuntime();
let local: TestSandbox;
beforeAll(async () => {
  local = await startTestSandbox();
  testing.runtime.env.origin = local.origin;
});
afterAll(() => local.close());
const threads = useThreads(testing, () => local.sandbox);
type Thread = Awaited<ReturnType<typeof threads.make>>;

const changesOf = ({ ctx }: Thread) =>
  inWorkspace(ctx, (tx) =>
    tx
      .select()
      .from(deliveries)
      .where(ne(deliveries.action, "send"))
      .orderBy(deliveries.createdAt, deliveries.id),
  );

/** The later jobs of this workspace's changes, as their workflow would run them when they are due. */
async function comeDue({ ctx }: Thread) {
  const jobs = await inWorkspace(ctx, (tx) =>
    tx.select().from(laterJobs).where(eq(laterJobs.kind, "deliveries/queue")),
  );
  for (const job of jobs) await deliveryLaterHandlers["deliveries/queue"]({ ...job, attempts: 1 });
}

describe("a reply to a message", () => {
  test("quotes it at the customer and in the thread, also a message of ours that has not left yet", async () => {
    const thread = await threads.make();
    const first = await thread.say("Kargonuz yarın gelir.");
    const second = await thread.say("Öğleden önce.", { replyTo: first });
    await thread.deliver();
    expect(thread.phone()).toMatchObject([{ text: "Kargonuz yarın gelir." }, { text: "Öğleden önce." }]);
    const [, call] = thread.calls("sendMessage");
    expect(call?.params).toMatchObject({ reply_parameters: { message_id: thread.phone()[0]!.id } });
    expect((await thread.shown(second)).repliedTo).toMatchObject({
      messageId: first,
      by: "us",
      text: "Kargonuz yarın gelir.",
    });
  });

  test("goes without the quotation where the quoted message is gone", async () => {
    const thread = await threads.make();
    const first = await thread.say("Yanlış");
    await thread.deliver();
    await deleteMessage({ ctx: thread.ctx, input: { messageId: first } });
    await comeDue(thread);
    await thread.say("Doğrusu bu", { replyTo: first });
    await thread.deliver();
    expect(thread.phone().map(({ text }) => text)).toEqual(["Doğrusu bu"]);
  });

  test("may not quote another customer's message, or another workspace's", async () => {
    const [thread, other] = [await threads.make(), await threads.make()];
    const foreign = await other.say("Başka yerde");
    await expect(thread.say("Alıntı", { replyTo: foreign })).rejects.toMatchObject({
      code: "MESSAGE_NOT_FOUND",
    });
    const chat = await makeChat(thread.team, { channelId: thread.channelId });
    const theirs = toPublicId("message", newId());
    await replyToConversation({
      ctx: thread.ctx,
      input: {
        conversationId: toPublicId("conversation", chat.conversationId),
        messageId: theirs,
        text: "Yan müşteri",
        lastSeenSeq: 0,
      },
    });
    await expect(thread.say("Alıntı", { replyTo: theirs })).rejects.toMatchObject({
      code: "MESSAGE_NOT_FOUND",
    });
  });
});

describe("editMessage", () => {
  test("changes it at the customer and keeps what it said, once the platform has it", async () => {
    const thread = await threads.make();
    const messageId = await thread.say("Yarın gelir.");
    await thread.deliver();
    await editMessage({ ctx: thread.ctx, input: { messageId, text: " Cuma gelir. " } });
    expect(await thread.shown(messageId)).toMatchObject({
      text: "Yarın gelir.",
      editedAt: null,
      change: { action: "edit", state: "queued", text: "Cuma gelir." },
    });
    await thread.deliver();
    expect(thread.phone().map(({ text }) => text)).toEqual(["Cuma gelir."]);
    const after = await thread.shown(messageId);
    expect(after).toMatchObject({ text: "Cuma gelir.", edits: [{ text: "Yarın gelir." }], change: null });
    expect(after.editedAt).not.toBeNull();
    expect(after.delivery?.state).toBe("sent");
  });

  test("of a message that has not left yet comes after it; the last of several stands", async () => {
    const thread = await threads.make();
    const messageId = await thread.say("bir");
    await editMessage({ ctx: thread.ctx, input: { messageId, text: "iki" } });
    await editMessage({ ctx: thread.ctx, input: { messageId, text: "iki" } });
    await editMessage({ ctx: thread.ctx, input: { messageId, text: "üç" } });
    expect(await changesOf(thread)).toHaveLength(2);
    await thread.deliver();
    expect(thread.phone().map(({ text }) => text)).toEqual(["üç"]);
    expect(await thread.shown(messageId)).toMatchObject({
      text: "üç",
      edits: [{ text: "bir" }, { text: "iki" }],
    });
  });

  test("that is made again after an interruption is made once", async () => {
    const thread = await threads.make();
    const messageId = await thread.say("bir");
    await thread.deliver();
    await editMessage({ ctx: thread.ctx, input: { messageId, text: "iki" } });
    local.sandbox.plantFault({
      bot: thread.bot.username,
      method: "editMessageText",
      kind: "timeout",
      times: 1,
    });
    const dispatcher = createDispatcher(testing.runtime, { timeoutMs: 300 });
    await vi.waitFor(async () => {
      await dispatcher.runOnce();
      expect(await changesOf(thread)).toMatchObject([{ state: "queued", errorCode: "interrupted" }]);
    }, 5_000);
    testing.clock.advance(2_000);
    await thread.deliver(dispatcher);
    expect(await thread.shown(messageId)).toMatchObject({
      text: "iki",
      edits: [{ text: "bir" }],
      change: null,
    });
    expect(await changesOf(thread)).toMatchObject([{ state: "sent", errorCode: null }]);
  });

  test("that the platform refuses leaves the message as it is and says why", async () => {
    const thread = await threads.make();
    const messageId = await thread.say("bir");
    await thread.deliver();
    await inWorkspace(thread.ctx, (tx) =>
      tx.update(messages).set({ providerMessageId: "999999" }).where(eq(messages.direction, "out")),
    );
    await editMessage({ ctx: thread.ctx, input: { messageId, text: "iki" } });
    await thread.deliver();
    expect(await thread.shown(messageId)).toMatchObject({
      text: "bir",
      change: { action: "edit", state: "failed", errorCode: "message_gone", text: "iki" },
    });
  });

  test.each([
    ["nothing", "  ", "TEXT_EMPTY"],
    ["over 4096 units", "a".repeat(4097), "TEXT_TOO_LONG"],
  ])("refuses %s", async (_, text, code) => {
    const thread = await threads.make();
    const messageId = await thread.say("bir");
    await expect(editMessage({ ctx: thread.ctx, input: { messageId, text } })).rejects.toMatchObject({
      code,
    });
  });

  test("is for the writer only, for what was sent, and not for the deleted", async () => {
    const thread = await threads.make();
    const messageId = await thread.say("bir");
    const edit = (ctx = thread.ctx, id = messageId) =>
      editMessage({ ctx, input: { messageId: id, text: "iki" } });
    await expect(edit(thread.team.member("owner"))).rejects.toMatchObject({ code: "MESSAGE_NOT_YOURS" });
    await expect(edit(thread.team.member("analyst"))).rejects.toBeInstanceOf(PermissionDenied);
    await expect(edit((await threads.make()).ctx)).rejects.toMatchObject({ code: "MESSAGE_NOT_FOUND" });
    const agent = thread.team.as({ kind: "agent" });
    const said = await inWorkspace(agent, (tx) =>
      queueMessage(tx, agent, { ...thread, author: "agent", text: "Asistan", purpose: "reply" }),
    );
    await expect(edit(thread.ctx, toPublicId("message", said.messageId))).rejects.toMatchObject({
      code: "MESSAGE_NOT_YOURS",
    });
    await inWorkspace(thread.ctx, (tx) => tx.update(deliveries).set({ state: "failed" }));
    await expect(edit()).rejects.toMatchObject({ code: "MESSAGE_NOT_SENT", data: { state: "failed" } });
    await deleteMessage({ ctx: thread.ctx, input: { messageId } });
    await expect(edit()).rejects.toMatchObject({ code: "MESSAGE_DELETED" });
  });
});

describe("deleteMessage", () => {
  test("takes it back from the customer when the time to undo is over, and keeps it for the team", async () => {
    const thread = await threads.make();
    const messageId = await thread.say("Yanlış kişiye");
    await thread.deliver();
    const { leavesAt } = await deleteMessage({ ctx: thread.ctx, input: { messageId } });
    expect(Date.parse(leavesAt!) - testing.clock.now().getTime()).toBe(5_000);
    // What is written meanwhile is not held back by it.
    await thread.say("Merhaba");
    await thread.deliver();
    expect(thread.phone().map(({ text }) => text)).toEqual(["Yanlış kişiye", "Merhaba"]);
    expect(await thread.shown(messageId)).toMatchObject({ change: { action: "delete" }, deletedAt: null });
    await comeDue(thread);
    await comeDue(thread);
    await thread.deliver();
    expect(thread.phone().map(({ text }) => text)).toEqual(["Merhaba"]);
    const after = await thread.shown(messageId);
    expect(after).toMatchObject({ text: "Yanlış kişiye", change: null });
    expect(after.deletedAt).not.toBeNull();
  });

  test("is undone until it leaves, and not after", async () => {
    const thread = await threads.make();
    const messageId = await thread.say("Kalsın");
    await thread.deliver();
    await deleteMessage({ ctx: thread.ctx, input: { messageId } });
    await undoDeleteMessage({ ctx: thread.ctx, input: { messageId } });
    await comeDue(thread);
    await thread.deliver();
    expect(thread.phone().map(({ text }) => text)).toEqual(["Kalsın"]);
    expect(await thread.shown(messageId)).toMatchObject({ change: null, deletedAt: null });
    await deleteMessage({ ctx: thread.ctx, input: { messageId } });
    await comeDue(thread);
    await thread.deliver();
    await expect(undoDeleteMessage({ ctx: thread.ctx, input: { messageId } })).rejects.toMatchObject({
      code: "DELETION_NOT_PENDING",
    });
  });

  test("of a message that has not left holds it back for good", async () => {
    const thread = await threads.make();
    const messageId = await thread.say("Gitmesin");
    const { leavesAt } = await deleteMessage({ ctx: thread.ctx, input: { messageId } });
    expect(leavesAt).toBeNull();
    await thread.deliver();
    expect(thread.phone()).toEqual([]);
    expect(await thread.shown(messageId)).toMatchObject({
      delivery: { state: "suppressed", errorCode: "deleted" },
    });
  });

  test("of a message that is being sent follows it", async () => {
    const thread = await threads.make();
    const messageId = await thread.say("Yolda");
    await inWorkspace(thread.ctx, async (tx) => {
      await tx.update(deliveries).set({ state: "sending", attempts: 1 });
      await tx
        .update(deliveryQueue)
        .set({ leaseHolder: newId(), leaseUntil: new Date(testing.clock.now().getTime() - 1) });
    });
    await deleteMessage({ ctx: thread.ctx, input: { messageId } });
    await comeDue(thread);
    await thread.deliver();
    expect(thread.phone()).toEqual([]);
    const [deleted] = await inWorkspace(thread.ctx, (tx) =>
      tx
        .select()
        .from(messages)
        .where(and(eq(messages.direction, "out"))),
    );
    expect(deleted?.deletedAt).not.toBeNull();
  });

  test("is refused after 48 hours, and where nobody knows whether it arrived", async () => {
    const thread = await threads.make();
    const messageId = await thread.say("Eski");
    await thread.deliver();
    const remove = () => deleteMessage({ ctx: thread.ctx, input: { messageId } });
    await inWorkspace(thread.ctx, (tx) => tx.update(deliveries).set({ state: "unconfirmed" }));
    await expect(remove()).rejects.toMatchObject({ code: "MESSAGE_NOT_SENT" });
    await inWorkspace(thread.ctx, async (tx) => {
      await tx.update(deliveries).set({ state: "sent" });
      await tx.update(messages).set({ sentAt: new Date(testing.clock.now().getTime() - 48 * 3_600_000 - 1) });
    });
    await expect(remove()).rejects.toMatchObject({ code: "MESSAGE_TOO_OLD", data: { hours: 48 } });
  });

  test("twice at once is one deletion", async () => {
    const thread = await threads.make();
    const messageId = await thread.say("Bir kez");
    await thread.deliver();
    const remove = () => deleteMessage({ ctx: thread.ctx, input: { messageId } });
    const outcomes = await Promise.allSettled([remove(), remove()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await changesOf(thread)).toHaveLength(1);
  });
});
