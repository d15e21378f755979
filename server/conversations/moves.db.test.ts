import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { auditLog, outbox } from "@/db/schema";
import { type Ctx, inWorkspace, PermissionDenied, toPublicId } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { closeConversation } from "./close-conversation";
import {
  ConversationNotFound,
  ConversationStateInvalid,
  ConversationSuperseded,
  ConversationTaken,
  ConversationUnread,
} from "./errors";
import { releaseToAgent } from "./release-to-agent";
import { reopenConversation } from "./reopen-conversation";
import { takeOver } from "./take-over";
import { makeConversation, readConversation } from "./testing";

const test_ = useTestRuntime();

async function recorded(ctx: Ctx, entity: string) {
  return inWorkspace(ctx, async (tx) => ({
    actions: (await tx.select().from(auditLog).where(eq(auditLog.entityId, entity))).map((row) => row.action),
    events: (await tx.select().from(outbox).where(eq(outbox.aggregateId, entity))).map((row) => row.name),
  }));
}

describe("takeOver", () => {
  test("gives the conversation to the member, audited and announced once", async () => {
    const team = await makeWorkspace(test_.runtime);
    const { id, publicId } = await makeConversation(team);
    const ctx = team.member("support");
    const state = await takeOver({ ctx, input: { conversationId: publicId } });
    expect(state).toMatchObject({ status: "handed_off", version: 2, assignee: { name: "Deniz support" } });
    // A second press changes nothing.
    await takeOver({ ctx, input: { conversationId: publicId } });
    expect(await recorded(ctx, id)).toEqual({
      actions: ["conversation.takeOver"],
      events: ["conversation/taken_over"],
    });
  });

  test("two members at once: one has it, the other is told who", async () => {
    const team = await makeWorkspace(test_.runtime);
    const { publicId } = await makeConversation(team);
    const input = { conversationId: publicId };
    const [first, second] = await Promise.allSettled([
      takeOver({ ctx: team.member("support"), input }),
      takeOver({ ctx: team.member("supervisor"), input }),
    ]);
    const lost = [first, second].find((outcome) => outcome.status === "rejected");
    const won = [first, second].find((outcome) => outcome.status === "fulfilled");
    expect(lost?.reason).toBeInstanceOf(ConversationTaken);
    expect(lost?.reason.data.assignee).toEqual(won?.value.assignee);
  });

  test("a colleague's is taken knowingly, and not by a screen that is behind", async () => {
    const team = await makeWorkspace(test_.runtime);
    const { publicId } = await makeConversation(team);
    const input = { conversationId: publicId };
    const taken = await takeOver({ ctx: team.member("support"), input });
    await expect(takeOver({ ctx: team.member("supervisor"), input })).rejects.toBeInstanceOf(
      ConversationTaken,
    );
    const state = await takeOver({
      ctx: team.member("supervisor"),
      input: { ...input, heldBy: taken.assignee?.id },
    });
    expect(state.assignee?.name).toBe("Deniz supervisor");
  });
});

describe("releaseToAgent", () => {
  test("the agent goes on with the next message", async () => {
    const team = await makeWorkspace(test_.runtime);
    const { id, publicId } = await makeConversation(team, {
      status: "handed_off",
      says: ["Merhaba", "Kimse var mı?"],
      changes: { suggestedReply: "Buradayız", handoffSummary: "İnsan istedi", clarifyCount: 2 },
    });
    const ctx = team.member("support");
    await releaseToAgent({ ctx, input: { conversationId: publicId } });
    expect(await readConversation(team, id)).toMatchObject({
      status: "open",
      assignedMemberId: null,
      agentSeq: 2,
      clarifyCount: 0,
      suggestedReply: null,
      handoffSummary: null,
    });
    expect(await recorded(ctx, id)).toEqual({
      actions: ["conversation.release"],
      events: ["conversation/released"],
    });
  });

  test("what the agent has cannot be released", async () => {
    const team = await makeWorkspace(test_.runtime);
    const { publicId } = await makeConversation(team);
    await expect(
      releaseToAgent({ ctx: team.member("support"), input: { conversationId: publicId } }),
    ).rejects.toBeInstanceOf(ConversationStateInvalid);
  });
});

describe("closeConversation and reopenConversation", () => {
  test("a close is undone whole: to whoever had it", async () => {
    const team = await makeWorkspace(test_.runtime);
    const { id, publicId } = await makeConversation(team);
    const holder = team.member("support");
    await takeOver({ ctx: holder, input: { conversationId: publicId } });
    const supervisor = team.member("supervisor");
    const closed = await closeConversation({ ctx: supervisor, input: { conversationId: publicId } });
    expect(closed).toMatchObject({ status: "closed", assignee: { name: "Deniz support" } });
    const open = await reopenConversation({ ctx: supervisor, input: { conversationId: publicId } });
    expect(open).toMatchObject({ status: "handed_off", assignee: { name: "Deniz support" } });
    expect(await readConversation(team, id)).toMatchObject({ closedAt: null });
    const { actions } = await recorded(holder, id);
    expect(actions.sort()).toEqual(["conversation.close", "conversation.reopen", "conversation.takeOver"]);
  });

  test("taken back, whoever waited waits again since then; reopened later, nobody does", async () => {
    const team = await makeWorkspace(test_.runtime);
    const { id, publicId } = await makeConversation(team, { says: ["Kargom nerede?"] });
    const ctx = team.member("support");
    const waitingSince = async () => (await readConversation(team, id)).waitingSince;
    const since = await waitingSince();
    expect(since).toBeInstanceOf(Date);
    for (const isUndo of [true, false]) {
      await closeConversation({ ctx, input: { conversationId: publicId } });
      expect(await waitingSince()).toBeNull();
      await reopenConversation({ ctx, input: { conversationId: publicId, isUndo } });
      expect(await waitingSince()).toEqual(isUndo ? since : null);
    }
  });

  test("what the customer wrote a moment before is not closed away unread", async () => {
    const team = await makeWorkspace(test_.runtime);
    const { publicId } = await makeConversation(team, { says: ["Kargom nerede?", "Bir de iade var"] });
    const ctx = team.member("support");
    const seeing = (lastSeenSeq: number) => ({ conversationId: publicId, lastSeenSeq });
    await expect(closeConversation({ ctx, input: seeing(1) })).rejects.toBeInstanceOf(ConversationUnread);
    expect(await closeConversation({ ctx, input: seeing(2) })).toMatchObject({ status: "closed" });
  });

  test("back to the agent", async () => {
    const team = await makeWorkspace(test_.runtime);
    const { id, publicId } = await makeConversation(team, { status: "closed" });
    await reopenConversation({
      ctx: team.member("support"),
      input: { conversationId: publicId, status: "open" },
    });
    expect(await readConversation(team, id)).toMatchObject({
      status: "open",
      assignedMemberId: null,
      agentSeq: 1,
    });
  });

  test("two close at once: one does, the other is told", async () => {
    const team = await makeWorkspace(test_.runtime);
    const { publicId } = await makeConversation(team);
    const input = { conversationId: publicId };
    const outcomes = await Promise.allSettled([
      closeConversation({ ctx: team.member("support"), input }),
      closeConversation({ ctx: team.member("admin"), input }),
    ]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("an earlier conversation stays history", async () => {
    const team = await makeWorkspace(test_.runtime);
    const earlier = await makeConversation(team, {
      status: "closed",
      lastMessageAt: new Date("2026-11-01T09:00:00Z"),
    });
    const newer = await makeConversation(team, { after: earlier });
    const reopening = reopenConversation({
      ctx: team.member("support"),
      input: { conversationId: earlier.publicId },
    });
    await expect(reopening).rejects.toBeInstanceOf(ConversationSuperseded);
    await expect(reopening).rejects.toMatchObject({
      data: { newerConversationId: toPublicId("conversation", newer.id) },
    });
  });
});

describe.each([
  ["takeOver", (ctx: Ctx, conversationId: string) => takeOver({ ctx, input: { conversationId } })],
  [
    "releaseToAgent",
    (ctx: Ctx, conversationId: string) => releaseToAgent({ ctx, input: { conversationId } }),
  ],
  [
    "closeConversation",
    (ctx: Ctx, conversationId: string) => closeConversation({ ctx, input: { conversationId } }),
  ],
  [
    "reopenConversation",
    (ctx: Ctx, conversationId: string) => reopenConversation({ ctx, input: { conversationId } }),
  ],
])("%s", (_, verb) => {
  test("an analyst may not", async () => {
    const team = await makeWorkspace(test_.runtime);
    const { publicId } = await makeConversation(team);
    await expect(verb(team.member("analyst"), publicId)).rejects.toBeInstanceOf(PermissionDenied);
  });

  test("another workspace's conversation is not found", async () => {
    const [team, others] = [await makeWorkspace(test_.runtime), await makeWorkspace(test_.runtime)];
    const { publicId } = await makeConversation(others, { status: "handed_off" });
    await expect(verb(team.member("owner"), publicId)).rejects.toBeInstanceOf(ConversationNotFound);
  });
});
