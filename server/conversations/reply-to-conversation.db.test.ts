import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { channels, deliveries, deliveryQueue, messages } from "@/db/schema";
import { queueMessage } from "@/server/deliveries";
import { type Ctx, inWorkspace, newId, PermissionDenied, toPublicId } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import {
  ChannelNotConnected,
  ConversationChanged,
  ConversationNotFound,
  ConversationSuperseded,
  MessageIdTaken,
  TextEmpty,
  TextTooLong,
} from "./errors";
import { replyToConversation } from "./reply-to-conversation";
import type { ReplyToConversationInput } from "./schemas";
import { makeConversation, readConversation, type TestConversation } from "./testing";

const test_ = useTestRuntime();

function draft(
  to: TestConversation,
  changes: Partial<ReplyToConversationInput> = {},
): ReplyToConversationInput {
  return {
    conversationId: to.publicId,
    messageId: toPublicId("message", newId()),
    text: "Hemen bakıyorum.",
    lastSeenSeq: 1,
    ...changes,
  };
}

const outbound = (ctx: Ctx, conversationId: string) =>
  inWorkspace(ctx, async (tx) =>
    (await tx.select().from(messages).where(eq(messages.conversationId, conversationId))).filter(
      (message) => message.direction === "out",
    ),
  );

describe("replyToConversation", () => {
  test("sends, takes the conversation over and uses the draft up", async () => {
    const team = await makeWorkspace(test_.runtime);
    const to = await makeConversation(team, { changes: { suggestedReply: "Bakıyorum" } });
    const ctx = team.member("support");
    const sent = await replyToConversation({ ctx, input: draft(to, { text: "  Hemen bakıyorum.\n" }) });
    expect(sent).toMatchObject({ seq: 2, isNew: true });
    const [message] = await outbound(ctx, to.id);
    expect(message).toMatchObject({ text: "Hemen bakıyorum.", author: "member", seq: 2 });
    expect(await readConversation(team, to.id)).toMatchObject({
      status: "handed_off",
      memberMessageCount: 1,
      suggestedReply: null,
      waitingSince: null,
      version: sent.version,
    });
    const queued = await inWorkspace(ctx, (tx) => tx.select().from(deliveryQueue));
    expect(queued).toHaveLength(1);
  });

  test("the same call again sends nothing, also at the same moment", async () => {
    const team = await makeWorkspace(test_.runtime);
    const to = await makeConversation(team);
    const ctx = team.member("support");
    const input = draft(to);
    const [first, second] = await Promise.all([
      replyToConversation({ ctx, input }),
      replyToConversation({ ctx, input }),
    ]);
    const third = await replyToConversation({ ctx, input });
    expect([first.isNew, second.isNew].sort()).toEqual([false, true]);
    expect(third).toMatchObject({ messageId: first.messageId, seq: first.seq, isNew: false });
    expect(await outbound(ctx, to.id)).toHaveLength(1);
    expect(await inWorkspace(ctx, (tx) => tx.select().from(deliveries))).toHaveLength(1);
  });

  test("two members at once: the second sees what the first wrote and confirms", async () => {
    const team = await makeWorkspace(test_.runtime);
    const to = await makeConversation(team);
    await replyToConversation({ ctx: team.member("support"), input: draft(to, { text: "Kargoda." }) });
    const second = draft(to, { text: "Yarın gelir." });
    const refused = replyToConversation({ ctx: team.member("supervisor"), input: second });
    await expect(refused).rejects.toBeInstanceOf(ConversationChanged);
    await expect(refused).rejects.toMatchObject({
      data: { answer: { author: "member", memberName: "Deniz support", text: "Kargoda." } },
    });
    await replyToConversation({ ctx: team.member("supervisor"), input: { ...second, force: true } });
    expect(await outbound(team.member("owner"), to.id)).toHaveLength(2);
  });

  test("an answer of the agent counts as one, a customer's next message does not", async () => {
    const team = await makeWorkspace(test_.runtime);
    const to = await makeConversation(team, { says: ["Merhaba", "Orada mısınız?"] });
    const ctx = team.member("support");
    await replyToConversation({ ctx, input: draft(to) });
    await inWorkspace(team.as({ kind: "agent" }), (tx) =>
      queueMessage(tx, team.as({ kind: "agent" }), {
        ...to,
        conversationId: to.id,
        author: "agent",
        text: "Kargonuz yolda.",
        purpose: "reply",
      }),
    );
    await expect(replyToConversation({ ctx, input: draft(to, { lastSeenSeq: 3 }) })).rejects.toMatchObject({
      code: "CONVERSATION_CHANGED",
      data: { answer: { author: "agent", memberName: null, text: "Kargonuz yolda." } },
    });
  });

  test("opens a closed conversation again, but never beside a newer one", async () => {
    const team = await makeWorkspace(test_.runtime);
    const earlier = await makeConversation(team, {
      status: "closed",
      lastMessageAt: new Date("2026-11-01T09:00:00Z"),
    });
    const ctx = team.member("support");
    await replyToConversation({ ctx, input: draft(earlier) });
    expect(await readConversation(team, earlier.id)).toMatchObject({ status: "handed_off", closedAt: null });

    const old = await makeConversation(team, {
      status: "closed",
      lastMessageAt: new Date("2026-11-01T09:00:00Z"),
    });
    await makeConversation(team, { after: old });
    await expect(replyToConversation({ ctx, input: draft(old) })).rejects.toBeInstanceOf(
      ConversationSuperseded,
    );
  });

  test.each([
    ["nothing", "   ", TextEmpty],
    ["zero-width only", "\u200b\u200d\ufeff", TextEmpty],
    ["over 4096 units", "a".repeat(4097), TextTooLong],
    ["over 4096 units in emoji", "😀".repeat(2049), TextTooLong],
  ])("refuses %s", async (_, text, error) => {
    const team = await makeWorkspace(test_.runtime);
    const to = await makeConversation(team);
    await expect(
      replyToConversation({ ctx: team.member("support"), input: draft(to, { text }) }),
    ).rejects.toBeInstanceOf(error);
  });

  test("takes 4096 units and right-to-left text", async () => {
    const team = await makeWorkspace(test_.runtime);
    const to = await makeConversation(team);
    const ctx = team.member("support");
    await replyToConversation({ ctx, input: draft(to, { text: "ş".repeat(4096) }) });
    const sent = await replyToConversation({ ctx, input: draft(to, { text: "طلبك في الطريق" }) });
    expect(sent.seq).toBe(3);
  });

  test("refuses where the bot is gone, and an id that is another message's", async () => {
    const team = await makeWorkspace(test_.runtime);
    const [to, other] = [await makeConversation(team), await makeConversation(team)];
    const ctx = team.member("support");
    const input = draft(to);
    await replyToConversation({ ctx, input });
    await expect(
      replyToConversation({ ctx, input: { ...input, conversationId: other.publicId } }),
    ).rejects.toBeInstanceOf(MessageIdTaken);
    await inWorkspace(ctx, (tx) =>
      tx.update(channels).set({ state: "deleted" }).where(eq(channels.id, other.channelId)),
    );
    await expect(replyToConversation({ ctx, input: draft(other) })).rejects.toBeInstanceOf(
      ChannelNotConnected,
    );
  });

  test("an analyst and the agent may not; another workspace's is not found", async () => {
    const [team, others] = [await makeWorkspace(test_.runtime), await makeWorkspace(test_.runtime)];
    const [own, foreign] = [await makeConversation(team), await makeConversation(others)];
    for (const ctx of [team.member("analyst"), team.as({ kind: "agent" })]) {
      await expect(replyToConversation({ ctx, input: draft(own) })).rejects.toBeInstanceOf(PermissionDenied);
    }
    await expect(
      replyToConversation({ ctx: team.member("owner"), input: draft(foreign) }),
    ).rejects.toBeInstanceOf(ConversationNotFound);
  });
});
