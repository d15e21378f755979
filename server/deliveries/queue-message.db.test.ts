import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { conversations, deliveries, deliveryQueue, messages, outbox } from "@/db/schema";
import { inWorkspace, newId } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { ConversationToWriteNotFound } from "./errors";
import { queueMessage } from "./queue-message";
import { makeChat } from "./testing";

const testing = useTestRuntime();

describe("queueMessage", () => {
  test("writes the message, its delivery and its place in the queue, and announces it once", async () => {
    const workspace = await makeWorkspace(testing.runtime);
    const chat = await makeChat(workspace);
    const ctx = workspace.as({ kind: "agent" });
    const sent = await inWorkspace(ctx, (tx) =>
      queueMessage(tx, ctx, { ...chat, author: "agent", text: "Kargonuz yolda.", purpose: "reply" }),
    );
    expect(sent).toMatchObject({ seq: 1, version: 2 });
    await inWorkspace(ctx, async (tx) => {
      const [conversation] = await tx.select().from(conversations);
      expect(conversation).toMatchObject({
        lastSeq: 1,
        waitingSince: null,
        firstResponseAt: ctx.clock.now(),
      });
      expect(await tx.select().from(messages)).toMatchObject([
        { id: sent.messageId, seq: 1, direction: "out", author: "agent", text: "Kargonuz yolda." },
      ]);
      expect(await tx.select().from(deliveries)).toMatchObject([{ id: sent.deliveryId, state: "queued" }]);
      expect(await tx.select().from(deliveryQueue)).toMatchObject([{ deliveryId: sent.deliveryId, lane: 0 }]);
      expect(await tx.select().from(outbox).where(eq(outbox.name, "message/sent"))).toMatchObject([
        { aggregateId: chat.conversationId, version: 2, actorKind: "agent" },
      ]);
    });
  });

  test("belongs to the topic in which the customer wrote last", async () => {
    const workspace = await makeWorkspace(testing.runtime);
    const chat = await makeChat(workspace);
    const ctx = workspace.as({ kind: "agent" });
    const hear = (seq: number, payload: { threadId: number } | null) =>
      inWorkspace(ctx, async (tx) => {
        await tx.insert(messages).values({
          workspaceId: ctx.workspace.id,
          id: newId(),
          conversationId: chat.conversationId,
          addressId: chat.addressId,
          seq,
          direction: "in",
          author: "customer",
          kind: "text",
          text: "?",
          payload,
          sentAt: ctx.clock.now(),
          createdAt: ctx.clock.now(),
        });
        await tx.update(conversations).set({ lastSeq: seq }).where(eq(conversations.id, chat.conversationId));
      });
    const say = async (text: string) => {
      const { messageId } = await inWorkspace(ctx, (tx) =>
        queueMessage(tx, ctx, { ...chat, author: "agent", text, purpose: "reply" }),
      );
      const [said] = await inWorkspace(ctx, (tx) =>
        tx.select().from(messages).where(eq(messages.id, messageId)),
      );
      return said!.payload;
    };
    await hear(1, { threadId: 77 });
    expect(await say("konuda")).toEqual({ threadId: 77 });
    await hear(3, null);
    expect(await say("konusuz")).toBeNull();
  });

  test("twenty at once keep one order without gaps", async () => {
    const workspace = await makeWorkspace(testing.runtime);
    const chat = await makeChat(workspace);
    const ctx = workspace.as({ kind: "system", name: "test" });
    const sent = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        inWorkspace(ctx, (tx) =>
          queueMessage(tx, ctx, { ...chat, author: "system", text: `${index}`, purpose: "marketing" }),
        ),
      ),
    );
    expect(sent.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, i) => i + 1),
    );
  });

  test("a message of the system leaves the customer waiting", async () => {
    const workspace = await makeWorkspace(testing.runtime);
    const chat = await makeChat(workspace);
    const ctx = workspace.as({ kind: "system", name: "test" });
    await inWorkspace(ctx, async (tx) => {
      await queueMessage(tx, ctx, { ...chat, author: "system", text: "Not", purpose: "service" });
      const [conversation] = await tx.select().from(conversations);
      expect(conversation).toMatchObject({ waitingSince: ctx.clock.now(), firstResponseAt: null });
    });
  });

  test("another workspace's conversation is not found", async () => {
    const chat = await makeChat(await makeWorkspace(testing.runtime));
    const ctx = (await makeWorkspace(testing.runtime)).as({ kind: "agent" });
    await expect(
      inWorkspace(ctx, (tx) =>
        queueMessage(tx, ctx, { ...chat, author: "agent", text: "x", purpose: "reply" }),
      ),
    ).rejects.toBeInstanceOf(ConversationToWriteNotFound);
  });
});
