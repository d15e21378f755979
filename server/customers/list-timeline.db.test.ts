import { describe, expect, test } from "vitest";
import { orderProofs, shopOrders } from "@/db/schema";
import { blockCustomer, changeConversations } from "@/server/conversations";
import { makeConversation, makeCustomer } from "@/server/conversations/testing";
import { createField } from "@/server/fields";
import { type Ctx, inWorkspace, newId, toPublicId } from "@/server/kernel";
import { addNote } from "@/server/notes";
import { createTag } from "@/server/tags";
import { addTask, finishTask } from "@/server/tasks";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { CustomerNotFound } from "./errors";
import { listTimeline } from "./list-timeline";
import { mergeCustomers } from "./merge-customers";
import type { TimelineEntry } from "./schemas";
import { setCustomerField } from "./set-customer-field";
import { undoMerge } from "./undo-merge";
import { verifyIdentity } from "./verify-identity";

const test_ = useTestRuntime();

/** A customer with whom everything has happened, one thing a minute. */
async function makeLife() {
  const team = await makeWorkspace(test_.runtime);
  const [owner, support] = [team.member("owner"), team.member("support")];
  const one = await makeConversation(team, { name: "Ayşe Kaya", status: "handed_off" });
  const customerId = toPublicId("customer", one.customerId);
  const step = async <T>(work: () => Promise<T>): Promise<T> => {
    test_.clock.advance(60_000);
    return work();
  };
  const change = (what: Parameters<typeof changeConversations>[0]["input"]["changes"][number]["change"]) =>
    step(() =>
      changeConversations({
        ctx: owner,
        input: { changes: [{ conversationId: one.publicId, change: what }] },
      }),
    );
  const memberId = toPublicId("member", team.team.find(({ role }) => role === "support")!.memberId);
  await change({ kind: "assign", memberId });
  await change({ kind: "assign", memberId: null });
  const tag = await createTag({ ctx: owner, input: { name: "İade" } });
  await change({ kind: "tag", tagId: tag.id, isOn: true });
  await step(() =>
    addNote({
      ctx: support,
      input: { conversationId: one.publicId, noteId: toPublicId("note", newId()), text: "Fatura bekliyor" },
    }),
  );
  const task = await step(() =>
    addTask({
      ctx: support,
      input: {
        taskId: toPublicId("task", newId()),
        customerId,
        title: "Faturayı yolla",
        assigneeId: null,
        dueDay: null,
        dueTime: null,
      },
    }),
  );
  await step(() => finishTask({ ctx: owner, input: { taskId: task.id } }));
  await step(() =>
    verifyIdentity({
      ctx: team.as({ kind: "agent" }),
      input: { customerId, kind: "phone", value: "+905321234567" },
    }),
  );
  await step(() => prove(owner, one.customerId));
  const field = await createField({ ctx: owner, input: { name: "Beden", kind: "number" } });
  await step(() => setCustomerField({ ctx: support, input: { customerId, fieldId: field.id, value: "38" } }));
  const other = await makeCustomer(team, { name: "Ayşe K." });
  const merge = await step(() =>
    mergeCustomers({
      ctx: owner,
      input: { keptId: customerId, mergedId: toPublicId("customer", other.customerId) },
    }),
  );
  await step(() => undoMerge({ ctx: owner, input: { mergeId: merge.id } }));
  await step(() => blockCustomer({ ctx: owner, input: { customerId, isBlocked: true } }));
  await step(() => blockCustomer({ ctx: owner, input: { customerId, isBlocked: false } }));
  return { team, owner, customerId, conversationId: one.publicId };
}

async function prove(ctx: Ctx, customerId: string) {
  const id = newId();
  const now = test_.clock.now();
  await inWorkspace(ctx, async (tx) => {
    await tx.insert(shopOrders).values({
      workspaceId: ctx.workspace.id,
      id,
      number: "SN-1",
      numberFolded: "sn1",
      orderedAt: now,
      customerName: "X",
      status: "shipped",
      createdAt: now,
      updatedAt: now,
    });
    await tx.insert(orderProofs).values({
      workspaceId: ctx.workspace.id,
      id: newId(),
      customerId,
      shopOrderId: id,
      method: "order_details",
      createdAt: now,
    });
  });
}

async function readAll(ctx: Ctx, customerId: string, limit: number): Promise<TimelineEntry[]> {
  const items: TimelineEntry[] = [];
  let cursor: string | undefined;
  do {
    const page = await listTimeline({ ctx, input: { customerId, limit, ...(cursor ? { cursor } : {}) } });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return items;
}

describe("a customer's timeline", () => {
  test("says what has happened, by whom and when, the newest first", async () => {
    const { team, customerId, conversationId } = await makeLife();
    const items = await readAll(team.member("analyst"), customerId, 50);
    const told = items.map(({ kind, by, about }) => [kind, by.name ?? by.kind, about]);
    expect(told.slice(0, 14)).toEqual([
      ["unblocked", "Deniz owner", null],
      // Blocking closes what is open, at the same moment.
      ["closed", "Deniz owner", null],
      ["blocked", "Deniz owner", null],
      ["mergeUndone", "Deniz owner", "Ayşe K."],
      ["merged", "Deniz owner", "Ayşe K."],
      ["fieldSet", "Deniz support", "Beden"],
      ["orderProved", "customer", "SN-1"],
      ["verified", "agent", null],
      ["taskDone", "Deniz owner", "Faturayı yolla"],
      ["task", "Deniz support", "Faturayı yolla"],
      ["note", "Deniz support", "Fatura bekliyor"],
      ["tagged", "Deniz owner", "İade"],
      ["unassigned", "Deniz owner", null],
      ["assigned", "Deniz owner", "Deniz support"],
    ]);
    expect(told.slice(14).map(([kind]) => kind)).toEqual(expect.arrayContaining(["conversation", "came"]));
    expect(items.find(({ kind }) => kind === "tagged")?.conversationId).toBe(conversationId);
    const times = items.map(({ at }) => Date.parse(at));
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
  });

  test.each([1, 2, 5])("is read in pages of %d, each entry once", async (limit) => {
    const { owner, customerId } = await makeLife();
    const whole = await readAll(owner, customerId, 50);
    expect(await readAll(owner, customerId, limit)).toEqual(whole);
    expect(
      (await listTimeline({ ctx: owner, input: { customerId, cursor: "no~cursor~here" } })).items[0],
    ).toEqual(whole[0]);
  });

  test("of another workspace's customer is not found", async () => {
    const { customerId } = await makeLife();
    const { owner } = await makeLife();
    await expect(listTimeline({ ctx: owner, input: { customerId } })).rejects.toBeInstanceOf(
      CustomerNotFound,
    );
  });
});
