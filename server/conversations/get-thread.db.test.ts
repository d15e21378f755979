import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { agentRuns, files, messages } from "@/db/schema";
import { queueMessage } from "@/server/deliveries";
import { inWorkspace, newId, PermissionDenied, toPublicId } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { closeConversation } from "./close-conversation";
import { ConversationNotFound, CursorInvalid } from "./errors";
import { getConversation } from "./get-conversation";
import { getThread } from "./get-thread";
import { makeConversation } from "./testing";

const test_ = useTestRuntime();

describe("getThread", () => {
  test("all conversations of the customer on the bot in order, page by page upwards", async () => {
    const team = await makeWorkspace(test_.runtime);
    const ctx = team.member("analyst");
    const count = (prefix: string, length: number) =>
      Array.from({ length }, (_, index) => `${prefix}${index + 1}`);
    const first = await makeConversation(team, {
      status: "closed",
      says: count("a", 60),
      lastMessageAt: new Date("2026-10-01T09:00:00Z"),
    });
    const second = await makeConversation(team, {
      after: first,
      status: "closed",
      says: count("b", 3),
      lastMessageAt: new Date("2026-11-01T09:00:00Z"),
    });
    const third = await makeConversation(team, { after: first, says: count("c", 10) });
    await makeConversation(team, { says: ["başkası"] });

    const all: string[] = [];
    let cursor: string | null = null;
    const sizes: number[] = [];
    do {
      const page: Awaited<ReturnType<typeof getThread>> = await getThread({
        ctx,
        // Opened from any of them, the thread is the same.
        input: { conversationId: second.publicId, cursor },
      });
      sizes.push(page.messages.length);
      all.unshift(...page.messages.map((message) => message.text));
      cursor = page.nextCursor;
    } while (cursor);
    expect(sizes).toEqual([50, 23]);
    expect(all).toEqual([...count("a", 60), ...count("b", 3), ...count("c", 10)]);
    expect(third.id).not.toBe(first.id);
  });

  test("says who wrote, how the sending went and what an answer rests on", async () => {
    const team = await makeWorkspace(test_.runtime);
    const to = await makeConversation(team);
    const ctx = team.member("support");
    const agent = team.as({ kind: "agent" });
    const runId = newId();
    await inWorkspace(agent, async (tx) => {
      await tx.insert(agentRuns).values({
        workspaceId: ctx.workspace.id,
        id: runId,
        conversationId: to.id,
        fromSeq: 1,
        toSeq: 1,
        language: "tr",
        scores: {},
        sources: [{ kind: "shopOrder", id: newId(), label: "TY-1042" }],
        action: "answer",
        band: "answer",
        reason: "order_status",
        durationMs: 4,
        createdAt: test_.clock.now(),
      });
      await queueMessage(tx, agent, {
        ...to,
        conversationId: to.id,
        author: "agent",
        agentRunId: runId,
        text: "Yolda.",
        payload: { buttons: [[{ label: "Evet", data: "yes" }]] },
        purpose: "reply",
      });
    });
    const { messages: said } = await getThread({ ctx, input: { conversationId: to.publicId } });
    expect(said).toHaveLength(2);
    expect(said[1]).toMatchObject({
      author: "agent",
      run: { id: toPublicId("agentRun", runId), sources: [{ kind: "shopOrder", label: "TY-1042" }] },
      delivery: { state: "queued" },
      buttons: [["Evet"]],
    });
    expect(JSON.stringify(said[1]?.run?.sources)).not.toContain("id");
  });

  test("a photo has an address once it is stored", async () => {
    const team = await makeWorkspace(test_.runtime);
    const to = await makeConversation(team, { says: [] });
    const ctx = team.member("support");
    const [messageId, fileId] = [newId(), newId()];
    const base = { workspaceId: ctx.workspace.id, createdAt: test_.clock.now() };
    await inWorkspace(ctx, async (tx) => {
      await tx.insert(messages).values({
        ...base,
        id: messageId,
        conversationId: to.id,
        addressId: to.addressId,
        seq: 1,
        direction: "in",
        author: "customer",
        kind: "photo",
        payload: { media: { fileId: "telegram", fileUniqueId: "u", width: 90, height: 60 } },
        sentAt: test_.clock.now(),
      });
      await tx.insert(files).values({ ...base, id: fileId, messageId, state: "waiting" });
    });
    const photo = async () =>
      (await getThread({ ctx, input: { conversationId: to.publicId } })).messages[0]?.content;
    const id = toPublicId("file", fileId);
    expect(await photo()).toMatchObject({
      kind: "photo",
      width: 90,
      height: 60,
      file: { id, state: "waiting", hasThumbnail: false },
    });
    await inWorkspace(ctx, (tx) => tx.update(files).set({ state: "stored", contentType: "image/png" }));
    expect(await photo()).toMatchObject({ file: { id, state: "stored", contentType: "image/png" } });
  });

  test("an answer leads to what it answers, and says so when that is not here", async () => {
    const team = await makeWorkspace(test_.runtime);
    const to = await makeConversation(team, { says: ["ilk", "yanıt", "başka yanıt"] });
    const ctx = team.member("support");
    const rows = await inWorkspace(ctx, (tx) => tx.select().from(messages).orderBy(messages.seq));
    const change = (nth: number, values: Partial<typeof messages.$inferInsert>) =>
      inWorkspace(ctx, (tx) => tx.update(messages).set(values).where(eq(messages.id, rows[nth]!.id)));
    const answers = (providerMessageId: string) => ({
      replyTo: { providerMessageId, by: "customer" as const, kind: "text", text: "ilk", quote: "il" },
    });
    await change(0, { providerMessageId: "900" });
    await change(1, { payload: answers("900") });
    await change(2, { payload: answers("901") });
    const { messages: said } = await getThread({ ctx, input: { conversationId: to.publicId } });
    expect(said.map(({ repliedTo }) => repliedTo?.messageId ?? null)).toEqual([
      null,
      toPublicId("message", rows[0]!.id),
      null,
    ]);
    expect(said[2]?.repliedTo).toMatchObject({ by: "customer", text: "ilk", quote: "il" });
  });

  test("moves stand among the messages, with who made them", async () => {
    const team = await makeWorkspace(test_.runtime);
    const to = await makeConversation(team);
    await closeConversation({ ctx: team.member("supervisor"), input: { conversationId: to.publicId } });
    const { events } = await getThread({
      ctx: team.member("support"),
      input: { conversationId: to.publicId },
    });
    expect(events).toMatchObject([{ kind: "closed", member: { name: "Deniz supervisor" } }]);
  });

  test("another customer's place is no cursor here", async () => {
    const team = await makeWorkspace(test_.runtime);
    const [to, other] = [await makeConversation(team), await makeConversation(team)];
    await expect(
      getThread({
        ctx: team.member("owner"),
        input: { conversationId: to.publicId, cursor: `1~${other.publicId}` },
      }),
    ).rejects.toBeInstanceOf(CursorInvalid);
  });
});

describe("getConversation", () => {
  test("says what stands above and beside the thread", async () => {
    const team = await makeWorkspace(test_.runtime);
    const earlier = await makeConversation(team, {
      status: "closed",
      lastMessageAt: new Date("2026-11-01T09:00:00Z"),
    });
    const newer = await makeConversation(team, { after: earlier });
    const ctx = team.member("analyst");
    expect(await getConversation({ ctx, input: { conversationId: earlier.publicId } })).toMatchObject({
      status: "closed",
      customer: { name: "Ayşe Yılmaz" },
      channel: { username: "deneme_bot", state: "active" },
      isReachable: true,
      newerConversationId: newer.publicId,
    });
    expect(await getConversation({ ctx, input: { conversationId: newer.publicId } })).toMatchObject({
      newerConversationId: null,
    });
  });
});

describe.each([
  ["getThread", getThread],
  ["getConversation", getConversation],
])("%s", (_, verb) => {
  test("another workspace's conversation is not found", async () => {
    const [team, others] = [await makeWorkspace(test_.runtime), await makeWorkspace(test_.runtime)];
    const { publicId } = await makeConversation(others);
    await expect(
      verb({ ctx: team.member("owner"), input: { conversationId: publicId } }),
    ).rejects.toBeInstanceOf(ConversationNotFound);
  });

  test("a customer may not", async () => {
    const team = await makeWorkspace(test_.runtime);
    const { publicId, customerId } = await makeConversation(team);
    await expect(
      verb({ ctx: team.as({ kind: "customer", customerId }), input: { conversationId: publicId } }),
    ).rejects.toBeInstanceOf(PermissionDenied);
  });
});
