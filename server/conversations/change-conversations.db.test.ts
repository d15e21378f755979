import { and, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import {
  addresses,
  auditLog,
  conversationTags,
  customers,
  laterJobs,
  members,
  messages,
  outbox,
} from "@/db/schema";
import { CustomerNotFound } from "@/server/customers";
import { makeChannel } from "@/server/deliveries/testing";
import { type Ctx, inWorkspace, newId, PermissionDenied, toPublicId } from "@/server/kernel";
import { createTag } from "@/server/tags";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { blockCustomer } from "./block-customer";
import { changeConversations } from "./change-conversations";
import { AssigneeInvalid, ConversationNotFound, ConversationStateInvalid, SnoozeInvalid } from "./errors";
import { getConversation } from "./get-conversation";
import { getThread } from "./get-thread";
import { ingestUpdate } from "./intake";
import { listConversations } from "./list-conversations";
import { type ConversationChange, maxTagsEach } from "./schemas";
import { wakeJob } from "./snooze-conversation";
import { makeConversation, readConversation } from "./testing";
import { wakeConversation } from "./wake-conversation";

const test_ = useTestRuntime();
const later = (hours: number) => new Date(test_.clock.now().getTime() + hours * 3_600_000).toISOString();

type Team = Awaited<ReturnType<typeof makeWorkspace>>;
const memberOf = (team: Team, role: string) =>
  toPublicId("member", team.team.find((one) => one.role === role)!.memberId);

const change = (ctx: Ctx, conversationId: string, wanted: ConversationChange) =>
  changeConversations({ ctx, input: { changes: [{ conversationId, change: wanted }] } });

/** Does it, and then what takes it back. */
async function thereAndBack(ctx: Ctx, conversationId: string, wanted: ConversationChange) {
  const { done } = await change(ctx, conversationId, wanted);
  const undo = done[0]?.undo;
  expect(undo).not.toBeNull();
  await change(ctx, conversationId, undo as ConversationChange);
}

const actionsOn = (ctx: Ctx, entity: string) =>
  inWorkspace(ctx, async (tx) => ({
    actions: (await tx.select().from(auditLog).where(eq(auditLog.entityId, entity))).map((row) => row.action),
    events: (await tx.select().from(outbox).where(eq(outbox.aggregateId, entity))).map((row) => row.name),
  }));

let nextUpdateId = 1;
/** A message of a Telegram user, through the intake. */
function write(team: Team, channelId: string, chatId: number, text: string, content: object = { text }) {
  const update = {
    update_id: nextUpdateId++,
    message: {
      message_id: nextUpdateId,
      date: 1_795_000_000,
      chat: { id: chatId, type: "private" },
      from: { id: chatId, is_bot: false, first_name: "Ayşe" },
      ...content,
    },
  };
  return ingestUpdate({ workspaceId: team.workspace.id, channelId }, update, JSON.stringify(update));
}

describe("assigning", () => {
  test("gives it to a colleague, with the team from then on, told in the thread; and back", async () => {
    const team = await makeWorkspace(test_.runtime);
    const { id, publicId } = await makeConversation(team);
    const ctx = team.member("supervisor");
    await change(ctx, publicId, { kind: "assign", memberId: memberOf(team, "support") });
    expect(await getConversation({ ctx, input: { conversationId: publicId } })).toMatchObject({
      status: "handed_off",
      assignee: { name: "Deniz support" },
    });
    const { events } = await getThread({ ctx, input: { conversationId: publicId } });
    expect(events).toMatchObject([
      { kind: "assigned", member: { name: "Deniz supervisor" }, to: { name: "Deniz support" } },
    ]);
    await thereAndBack(ctx, publicId, { kind: "assign", memberId: null });
    expect((await readConversation(team, id)).assignedMemberId).not.toBeNull();
    expect(await actionsOn(ctx, id)).toEqual({
      actions: Array(3).fill("conversation.assign"),
      events: Array(3).fill("conversation/assigned"),
    });
  });

  test("what the agent had goes back to the agent", async () => {
    const team = await makeWorkspace(test_.runtime);
    const { id, publicId } = await makeConversation(team);
    await thereAndBack(team.member("support"), publicId, { kind: "assign", memberId: null });
    expect(await readConversation(team, id)).toMatchObject({ status: "open", assignedMemberId: null });
  });

  test("not to an analyst, a member who has left, or a stranger", async () => {
    const [team, others] = [await makeWorkspace(test_.runtime), await makeWorkspace(test_.runtime)];
    const { publicId } = await makeConversation(team);
    const ctx = team.member("owner");
    const left = team.team.find((one) => one.role === "admin")!.memberId;
    await inWorkspace(ctx, (tx) =>
      tx.update(members).set({ removedAt: test_.clock.now() }).where(eq(members.id, left)),
    );
    for (const memberId of [
      memberOf(team, "analyst"),
      memberOf(team, "admin"),
      memberOf(others, "support"),
      toPublicId("member", newId()),
    ]) {
      await expect(change(ctx, publicId, { kind: "assign", memberId })).rejects.toBeInstanceOf(
        AssigneeInvalid,
      );
    }
  });
});

describe("snoozing", () => {
  const snoozedList = async (ctx: Ctx, isSnoozed?: boolean) =>
    (await listConversations({ ctx, input: { status: "handed_off", isSnoozed } })).items.length;

  test("leaves the team's list until its moment, and comes back by itself", async () => {
    const team = await makeWorkspace(test_.runtime);
    const { id, publicId } = await makeConversation(team);
    const ctx = team.member("support");
    await change(ctx, publicId, { kind: "snooze", until: later(2) });
    expect(await readConversation(team, id)).toMatchObject({
      status: "handed_off",
      assignedMemberId: team.team.find((one) => one.role === "support")!.memberId,
    });
    expect([await snoozedList(ctx), await snoozedList(ctx, true)]).toEqual([0, 1]);

    const [job] = await inWorkspace(ctx, (tx) =>
      tx
        .select()
        .from(laterJobs)
        .where(and(eq(laterJobs.kind, wakeJob), eq(laterJobs.subject, id))),
    );
    expect(job?.dueAt.toISOString()).toBe(later(2));
    const due = { workspaceId: team.workspace.id, kind: wakeJob, subject: id, attempts: 1 };
    // Too early, as after a snooze that was put off again.
    expect(await wakeConversation(due)).toEqual({ againAt: new Date(later(2)) });
    test_.clock.advance(2 * 3_600_000);
    expect(await wakeConversation(due)).toBeUndefined();
    expect(await wakeConversation(due)).toBeUndefined();
    expect([await snoozedList(ctx), await snoozedList(ctx, true)]).toEqual([1, 0]);
    const { events } = await getThread({ ctx, input: { conversationId: publicId } });
    expect(events.map(({ kind, member }) => [kind, member?.name ?? null])).toEqual([
      ["snoozed", "Deniz support"],
      ["woken", null],
    ]);
  });

  test("the customer's next message wakes it at once", async () => {
    const team = await makeWorkspace(test_.runtime);
    const { channelId } = await makeChannel(team);
    const ctx = team.member("support");
    await write(team, channelId, 4101, "kargom nerede");
    const [item] = (await listConversations({ ctx, input: { status: "open" } })).items;
    await change(ctx, item!.id, { kind: "snooze", until: later(24) });
    await write(team, channelId, 4101, "hâlâ gelmedi");
    expect([await snoozedList(ctx), await snoozedList(ctx, true)]).toEqual([1, 0]);
  });

  test("not into the past, not for years; a closed one not at all", async () => {
    const team = await makeWorkspace(test_.runtime);
    const ctx = team.member("support");
    const { publicId } = await makeConversation(team);
    for (const until of [later(0), later(-1), later(24 * 400)]) {
      await expect(change(ctx, publicId, { kind: "snooze", until })).rejects.toBeInstanceOf(SnoozeInvalid);
    }
    const closed = await makeConversation(team, { status: "closed" });
    await expect(change(ctx, closed.publicId, { kind: "snooze", until: later(1) })).rejects.toBeInstanceOf(
      ConversationStateInvalid,
    );
  });
});

describe("spam and blocking", () => {
  test("spam is closed, listed apart, and its customer is not heard; taken back, they are", async () => {
    const team = await makeWorkspace(test_.runtime);
    const { channelId } = await makeChannel(team);
    const ctx = team.member("support");
    await write(team, channelId, 4201, "ucuz takipçi");
    const [item] = (await listConversations({ ctx, input: { status: "open" } })).items;
    await change(ctx, item!.id, { kind: "spam", isSpam: true });
    const said = () => inWorkspace(ctx, (tx) => tx.$count(messages));
    expect(await write(team, channelId, 4201, "son fırsat")).toBe("stored");
    expect(
      await write(team, channelId, 4201, "", {
        photo: [{ file_id: "f", file_unique_id: "u", width: 1, height: 1 }],
      }),
    ).toBe("stored");
    expect(await said()).toBe(1);
    const ids = async (input: Parameters<typeof listConversations>[0]["input"]) =>
      (await listConversations({ ctx, input })).items.map(({ id }) => id);
    expect(await ids({ status: "closed" })).toEqual([]);
    expect(await ids({ status: "closed", isSpam: true })).toEqual([item!.id]);

    await change(ctx, item!.id, { kind: "spam", isSpam: false });
    expect(await ids({ status: "handed_off" })).toEqual([item!.id]);
    await write(team, channelId, 4201, "özür dilerim");
    expect(await said()).toBe(2);
  });

  test("a blocked customer is not heard on another bot either, until unblocked", async () => {
    const team = await makeWorkspace(test_.runtime);
    const [one, other] = [(await makeChannel(team)).channelId, (await makeChannel(team)).channelId];
    const ctx = team.member("support");
    await write(team, one, 4301, "merhaba");
    const [customer] = await inWorkspace(ctx, (tx) => tx.select().from(customers));
    const customerId = toPublicId("customer", customer!.id);
    await blockCustomer({ ctx, input: { customerId, isBlocked: true } });
    await write(team, one, 4301, "beni duyuyor musunuz");
    await write(team, other, 4301, "ya buradan");
    const said = () => inWorkspace(ctx, (tx) => tx.$count(messages));
    expect(await said()).toBe(1);
    expect((await listConversations({ ctx, input: { status: "open" } })).items).toEqual([]);
    expect(
      (await inWorkspace(ctx, (tx) => tx.select().from(addresses))).map(({ isBlocked }) => isBlocked),
    ).toEqual([true, true]);

    await blockCustomer({ ctx, input: { customerId, isBlocked: false } });
    await write(team, other, 4301, "tekrar merhaba");
    expect(await said()).toBe(2);
    expect((await actionsOn(ctx, customer!.id)).actions.sort()).toEqual([
      "customer.block",
      "customer.unblock",
    ]);
  });

  test("an analyst may not block, and a stranger's customer is not found", async () => {
    const [team, others] = [await makeWorkspace(test_.runtime), await makeWorkspace(test_.runtime)];
    const { customerId } = await makeConversation(others);
    const input = { customerId: toPublicId("customer", customerId), isBlocked: true };
    await expect(blockCustomer({ ctx: team.member("owner"), input })).rejects.toBeInstanceOf(
      CustomerNotFound,
    );
    await expect(blockCustomer({ ctx: others.member("analyst"), input })).rejects.toBeInstanceOf(
      PermissionDenied,
    );
  });
});

describe("many at once", () => {
  test("each is changed by its own rules; what cannot be is named, and the rest taken back together", async () => {
    const team = await makeWorkspace(test_.runtime);
    const ctx = team.member("supervisor");
    const tag = await createTag({ ctx, input: { name: "Kargo" } });
    const made = await Promise.all([
      makeConversation(team, { name: "Bir" }),
      makeConversation(team, { name: "İki", status: "handed_off" }),
      makeConversation(team, { name: "Üç", status: "closed" }),
    ]);
    const all = (wanted: ConversationChange) =>
      changeConversations({
        ctx,
        input: { changes: made.map(({ publicId }) => ({ conversationId: publicId, change: wanted })) },
      });
    const closed = await all({ kind: "close" });
    expect(closed.refused).toEqual([
      { conversationId: made[2]!.publicId, code: "CONVERSATION_STATE_INVALID" },
    ]);
    await changeConversations({
      ctx,
      input: {
        changes: closed.done.map(({ conversationId, undo }) => ({
          conversationId,
          change: undo as ConversationChange,
        })),
      },
    });
    expect(await Promise.all(made.map(async ({ id }) => (await readConversation(team, id)).status))).toEqual([
      "open",
      "handed_off",
      "closed",
    ]);
    const tagged = await all({ kind: "tag", tagId: tag.id, isOn: true });
    expect(tagged.done.map(({ undo }) => undo)).toEqual(
      Array(3).fill({ kind: "tag", tagId: tag.id, isOn: false }),
    );
    // A second time there is nothing to do, and nothing to take back.
    expect((await all({ kind: "tag", tagId: tag.id, isOn: true })).done[0]?.undo).toBeNull();
    expect(
      (await listConversations({ ctx, input: { status: "closed", tagId: tag.id } })).items[0]?.tagIds,
    ).toEqual([tag.id]);
  });

  test("one tag more than a conversation carries is refused before anything is written", async () => {
    const team = await makeWorkspace(test_.runtime);
    const ctx = team.member("supervisor");
    const [full, other] = [await makeConversation(team), await makeConversation(team)];
    for (let n = 0; n < maxTagsEach; n += 1) {
      const { id: tagId } = await createTag({ ctx, input: { name: `Etiket ${n}` } });
      await change(ctx, full.publicId, { kind: "tag", tagId, isOn: true });
    }
    const { id: tagId } = await createTag({ ctx, input: { name: "Bir fazlası" } });
    const { done, refused } = await changeConversations({
      ctx,
      input: {
        changes: [full, other].map(({ publicId }) => ({
          conversationId: publicId,
          change: { kind: "tag", tagId, isOn: true },
        })),
      },
    });
    expect(done.map(({ conversationId }) => conversationId)).toEqual([other.publicId]);
    expect(refused).toEqual([{ conversationId: full.publicId, code: "TOO_MANY_TAGS" }]);
    await inWorkspace(ctx, async (tx) =>
      expect(await tx.$count(conversationTags, eq(conversationTags.conversationId, full.id))).toBe(
        maxTagsEach,
      ),
    );
  });

  test.each<[string, ConversationChange]>([
    ["priority", { kind: "prioritise", priority: "urgent" }],
    ["a snooze", { kind: "snooze", until: "2026-11-21T09:00:00.000Z" }],
    ["a release", { kind: "release" }],
    ["a close", { kind: "close" }],
  ])("%s is taken back whole, of one that is somebody's and one that is nobody's", async (_label, wanted) => {
    const team = await makeWorkspace(test_.runtime);
    const nobodys = await makeConversation(team, { status: "handed_off" });
    await thereAndBack(team.member("supervisor"), nobodys.publicId, wanted);
    expect(await readConversation(team, nobodys.id)).toMatchObject({
      status: "handed_off",
      assignedMemberId: null,
      snoozedUntil: null,
    });
    const { id, publicId } = await makeConversation(team, {
      status: "handed_off",
      changes: { assignedMemberId: team.team[3]!.memberId },
    });
    const before = await readConversation(team, id);
    await thereAndBack(team.member("supervisor"), publicId, wanted);
    const { status, priority, snoozedUntil, assignedMemberId } = before;
    expect(await readConversation(team, id)).toMatchObject({
      status,
      priority,
      snoozedUntil,
      assignedMemberId,
    });
  });

  test("an analyst may not, and another workspace's conversation is not found", async () => {
    const [team, others] = [await makeWorkspace(test_.runtime), await makeWorkspace(test_.runtime)];
    const { publicId } = await makeConversation(others);
    const close: ConversationChange = { kind: "close" };
    await expect(change(team.member("owner"), publicId, close)).rejects.toBeInstanceOf(ConversationNotFound);
    await expect(change(others.member("analyst"), publicId, close)).rejects.toBeInstanceOf(PermissionDenied);
  });
});
