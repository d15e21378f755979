import { and, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import {
  addresses,
  auditLog,
  conversations,
  customerFieldValues,
  customerMerges,
  customers,
  identities,
  messages,
  notes,
  orderProofs,
  proofAttempts,
  ratings,
  shopOrders,
  tasks,
  terms,
} from "@/db/schema";
import {
  blockCustomer,
  getConversation,
  getThread,
  ingestUpdate,
  replyToConversation,
} from "@/server/conversations";
import { makeConversation, makeCustomer } from "@/server/conversations/testing";
import { createField } from "@/server/fields";
import { type Ctx, inWorkspace, newId, PermissionDenied, toPublicId } from "@/server/kernel";
import { addNote, listNotes } from "@/server/notes";
import { addTask, listCustomerTasks } from "@/server/tasks";
import { makeWorkspace, testStart, useTestRuntime } from "@/server/testing";
import {
  CustomerBlocked,
  CustomerMerged,
  CustomerNotFound,
  MergeNotFound,
  MergeNotUndoable,
  MergeWithSelf,
} from "./errors";
import { findCustomers } from "./find-customers";
import { findDuplicates } from "./find-duplicates";
import { forgetMerge } from "./forget-merge";
import { getCustomer } from "./get-customer";
import { listMerges } from "./list-merges";
import { mergeCustomers } from "./merge-customers";
import { previewMerge } from "./preview-merge";
import { setCustomerField } from "./set-customer-field";
import { undoMerge } from "./undo-merge";
import { verifyIdentity } from "./verify-identity";

const test_ = useTestRuntime();

type Team = Awaited<ReturnType<typeof makeWorkspace>>;
const cus = (id: string) => toPublicId("customer", id);
const merge = (ctx: Ctx, keptId: string, mergedId: string) =>
  mergeCustomers({ ctx, input: { keptId: cus(keptId), mergedId: cus(mergedId) } });
const undo = (ctx: Ctx, mergeId: string) => undoMerge({ ctx, input: { mergeId } });

/** Every row that says whose something is: what an undo must give back to the letter. */
async function snapshot(ctx: Ctx) {
  const tables = {
    customers,
    identities,
    addresses,
    conversations,
    notes,
    tasks,
    orderProofs,
    proofAttempts,
    ratings,
    customerFieldValues,
    terms,
    messages,
  };
  return inWorkspace(ctx, async (tx) => {
    const all: Record<string, unknown[]> = {};
    for (const [name, table] of Object.entries(tables)) {
      const rows: unknown[] = await tx.select().from(table).where(eq(table.workspaceId, ctx.workspace.id));
      all[name] = rows.map((row) => JSON.stringify(row)).sort();
    }
    return all;
  });
}

async function makeOrder(ctx: Ctx, number: string, phone: string | null = null): Promise<string> {
  const id = newId();
  const now = test_.clock.now();
  await inWorkspace(ctx, (tx) =>
    tx.insert(shopOrders).values({
      workspaceId: ctx.workspace.id,
      id,
      number,
      numberFolded: number,
      orderedAt: now,
      customerName: "X",
      phone,
      status: "shipped",
      createdAt: now,
      updatedAt: now,
    }),
  );
  return id;
}
const prove = (ctx: Ctx, customerId: string, shopOrderId: string) =>
  inWorkspace(ctx, (tx) =>
    tx.insert(orderProofs).values({
      workspaceId: ctx.workspace.id,
      id: newId(),
      customerId,
      shopOrderId,
      method: "order_details",
      createdAt: test_.clock.now(),
    }),
  );
const write = (ctx: Ctx, conversationId: string, text: string) =>
  addNote({ ctx, input: { conversationId, noteId: toPublicId("note", newId()), text } });
const promise = (ctx: Ctx, about: { customerId: string } | { conversationId: string }, title: string) =>
  addTask({
    ctx,
    input: {
      taskId: toPublicId("task", newId()),
      title,
      assigneeId: null,
      dueDay: null,
      dueTime: null,
      ...about,
    },
  });

let nextUpdate = 1;
let nextChat = 700_000_001;
/** A message from a chat, as the platform sends it. */
async function say(team: Team, one: { channelId: string; chatId: string }, text: string) {
  const update = {
    update_id: nextUpdate,
    message: {
      message_id: nextUpdate++,
      date: 1_795_000_000,
      chat: { id: Number(one.chatId), type: "private" },
      from: { id: Number(one.chatId), is_bot: false, first_name: "Ayşe" },
      text,
    },
  };
  await ingestUpdate(
    { workspaceId: team.workspace.id, channelId: one.channelId },
    update,
    JSON.stringify(update),
  );
}

/** Two records of one person, each with all that a customer can have; both have a conversation open on one bot. */
async function makePair() {
  const team = await makeWorkspace(test_.runtime);
  const ctx = team.member("owner");
  const first = await makeConversation(team, { name: "Ayşe Kaya", status: "handed_off" });
  const second = await makeConversation(team, { name: "Ayşe K.", status: "closed", phone: "+905321234567" });
  // One bot for both.
  await inWorkspace(ctx, async (tx) => {
    for (const table of [conversations, addresses] as const)
      await tx
        .update(table)
        .set({ channelId: first.channelId })
        .where(and(eq(table.workspaceId, ctx.workspace.id), eq(table.channelId, second.channelId)));
    for (const one of [first, second]) {
      const chatId = String(nextChat++);
      await tx.update(addresses).set({ chatId }).where(eq(addresses.id, one.addressId));
      await tx
        .update(identities)
        .set({ value: chatId })
        .where(and(eq(identities.customerId, one.customerId), eq(identities.kind, "telegram")));
    }
  });
  const field = async (name: string) => (await createField({ ctx, input: { name, kind: "text" } })).id;
  const [size, district] = [await field("Beden"), await field("Semt")];
  const set = (customerId: string, fieldId: string, value: string) =>
    setCustomerField({ ctx, input: { customerId: cus(customerId), fieldId, value } });
  await set(first.customerId, size, "38");
  await set(second.customerId, size, "40");
  await set(second.customerId, district, "Moda");
  for (const [at, one] of [first, second].entries()) {
    await write(ctx, one.publicId, `not ${at}`);
    await promise(ctx, { conversationId: one.publicId }, `konuşma işi ${at}`);
    await promise(ctx, { customerId: cus(one.customerId) }, `müşteri işi ${at}`);
  }
  const [both, theirs] = [await makeOrder(ctx, "B1"), await makeOrder(ctx, "T1")];
  await prove(ctx, first.customerId, both);
  await prove(ctx, second.customerId, both);
  await prove(ctx, second.customerId, theirs);
  const chatOf = async ({ addressId, channelId }: { addressId: string; channelId: string }) => {
    const [row] = await inWorkspace(ctx, (tx) =>
      tx.select({ chatId: addresses.chatId }).from(addresses).where(eq(addresses.id, addressId)),
    );
    return { channelId, chatId: row!.chatId };
  };
  const [firstChat, secondChat] = [
    await chatOf({ ...first }),
    await chatOf({ addressId: second.addressId, channelId: first.channelId }),
  ];
  return { team, ctx, first, second, firstChat, secondChat, size, district };
}

describe("a merge", () => {
  test("says before what it would do, and gives the kept one all that the other had", async () => {
    const { ctx, first, second, size, district } = await makePair();
    const pair = { keptId: cus(first.customerId), mergedId: cus(second.customerId) };
    const before = await snapshot(ctx);
    const preview = await previewMerge({ ctx, input: pair });
    expect(preview).toMatchObject({
      kept: { name: "Ayşe Kaya", has: { identities: 1, conversations: 1, notes: 1, tasks: 2, orders: 1 } },
      merged: { name: "Ayşe K.", has: { identities: 2, conversations: 1, notes: 1, tasks: 2, orders: 2 } },
    });
    expect(preview.fields).toEqual(
      expect.arrayContaining([
        { fieldId: size, kept: "38", merged: "40", wins: "kept" },
        { fieldId: district, kept: null, merged: "Moda", wins: "merged" },
      ]),
    );
    expect(await snapshot(ctx)).toEqual(before);

    const made = await merge(ctx, first.customerId, second.customerId);
    expect(made).toMatchObject({ merged: { name: "Ayşe K." }, by: "Deniz owner" });
    // The other's address leads to the kept one.
    const kept = await getCustomer({ ctx, input: { customerId: pair.mergedId } });
    expect(kept).toMatchObject({ id: pair.keptId, name: "Ayşe Kaya" });
    expect(kept.identities).toHaveLength(3);
    expect(kept.fields).toEqual(
      expect.arrayContaining([
        { fieldId: size, value: "38" },
        { fieldId: district, value: "Moda" },
      ]),
    );
    expect(await listCustomerTasks({ ctx, input: { customerId: pair.keptId } })).toHaveLength(4);
    expect(await listNotes({ ctx, input: { conversationId: first.publicId } })).toHaveLength(2);
    expect((await getConversation({ ctx, input: { conversationId: second.publicId } })).customer.id).toBe(
      pair.keptId,
    );
    expect((await findCustomers({ ctx, input: {} })).map(({ id }) => id)).toEqual([pair.keptId]);
    expect(await findCustomers({ ctx, input: { q: "+905321234567" } })).toMatchObject([{ id: pair.keptId }]);
    expect(await listMerges({ ctx, input: { customerId: pair.keptId } })).toEqual([made]);
    const audit = (await inWorkspace(ctx, (tx) => tx.select().from(auditLog))).map(({ action }) => action);
    expect(audit.filter((action) => action.startsWith("customer.merge")).sort()).toEqual([
      "customer.merge",
      "customer.mergeInto",
    ]);
  });

  test("is undone to the letter", async () => {
    const { ctx, first, second } = await makePair();
    const before = await snapshot(ctx);
    const { id } = await merge(ctx, first.customerId, second.customerId);
    expect(await snapshot(ctx)).not.toEqual(before);
    expect(await undo(ctx, id)).toEqual({
      keptId: cus(first.customerId),
      restoredId: cus(second.customerId),
      conversationsSince: 0,
      notRestored: 0,
    });
    const after = await snapshot(ctx);
    for (const name of Object.keys(before)) expect(after[name], name).toEqual(before[name]);
    await expect(undo(ctx, id)).rejects.toBeInstanceOf(MergeNotUndoable);
    expect(await listMerges({ ctx, input: { customerId: cus(first.customerId) } })).toEqual([]);
    // And may be made again.
    await merge(ctx, first.customerId, second.customerId);
  });

  test("brings what the other's chat writes to the kept one, answered in the chat where it was asked", async () => {
    const { team, ctx, first, second, firstChat, secondChat } = await makePair();
    // Closed too long ago to be opened again.
    await inWorkspace(ctx, (tx) =>
      tx
        .update(conversations)
        .set({ closedAt: new Date("2026-01-01") })
        .where(eq(conversations.id, second.id)),
    );
    const { id } = await merge(ctx, first.customerId, second.customerId);
    test_.clock.advance(60_000);
    await say(team, secondChat, "öbür telefondan");
    await say(team, firstChat, "ilk telefondan");
    const rows = await inWorkspace(ctx, (tx) =>
      tx.select().from(conversations).where(eq(conversations.customerId, first.customerId)),
    );
    const begun = rows.find(({ id: one }) => one !== first.id && one !== second.id)!;
    expect(begun).toMatchObject({ addressId: second.addressId, channelId: first.channelId });
    const textsOf = async (conversationId: string) =>
      (await getThread({ ctx, input: { conversationId } })).messages.map(({ text }) => text);
    const begunId = toPublicId("conversation", begun.id);
    expect(await textsOf(begunId)).toContain("öbür telefondan");
    expect(await textsOf(begunId)).not.toContain("ilk telefondan");
    expect(await textsOf(first.publicId)).toContain("ilk telefondan");
    // Both are the newest of their chats, so both can be answered.
    for (const conversationId of [begunId, first.publicId]) {
      await replyToConversation({
        ctx,
        input: {
          conversationId,
          messageId: toPublicId("message", newId()),
          text: "Buyurun",
          lastSeenSeq: 99,
          force: true,
        },
      });
    }
    const sent = await inWorkspace(ctx, (tx) =>
      tx.select({ at: messages.addressId }).from(messages).where(eq(messages.text, "Buyurun")),
    );
    expect(sent.map(({ at }) => at).sort()).toEqual([first.addressId, second.addressId].sort());

    // Undone after that: what their chat wrote goes back with it, what was written about the kept one stays.
    await write(ctx, begunId, "öbürünün notu");
    await write(ctx, first.publicId, "kalanın notu");
    await promise(ctx, { customerId: cus(first.customerId) }, "kalanın işi");
    expect(await undo(ctx, id)).toMatchObject({ conversationsSince: 1, notRestored: 0 });
    const whose = async (conversationId: string) =>
      (await getConversation({ ctx, input: { conversationId } })).customer.id;
    expect(await whose(begunId)).toBe(cus(second.customerId));
    expect(await whose(first.publicId)).toBe(cus(first.customerId));
    const noteTexts = async (conversationId: string) =>
      (await listNotes({ ctx, input: { conversationId } })).map(({ text }) => text).sort();
    expect(await noteTexts(begunId)).toEqual(["not 1", "öbürünün notu"].sort());
    expect(await noteTexts(first.publicId)).toEqual(["kalanın notu", "not 0"]);
    const left = await listCustomerTasks({ ctx, input: { customerId: cus(first.customerId) } });
    expect(left.map(({ title }) => title)).toContain("kalanın işi");
    await say(team, secondChat, "yine ben");
    expect(await textsOf(begunId)).toContain("yine ben");
  });

  test("a message that begins a conversation at the same moment is the kept one's", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { team, ctx, first, second, secondChat } = await makePair();
      await inWorkspace(ctx, (tx) =>
        tx
          .update(conversations)
          .set({ closedAt: new Date("2026-01-01") })
          .where(eq(conversations.id, second.id)),
      );
      await Promise.all([
        say(team, secondChat, "aynı anda"),
        merge(ctx, first.customerId, second.customerId),
        promise(ctx, { customerId: cus(second.customerId) }, "aynı anda"),
        write(ctx, second.publicId, "aynı anda"),
      ]);
      const left = await inWorkspace(ctx, async (tx) => ({
        conversations: await tx.$count(conversations, eq(conversations.customerId, second.customerId)),
        tasks: await tx.$count(tasks, eq(tasks.customerId, second.customerId)),
        notes: await tx.$count(notes, eq(notes.customerId, second.customerId)),
        addresses: await tx.$count(addresses, eq(addresses.customerId, second.customerId)),
      }));
      expect(left).toEqual({ conversations: 0, tasks: 0, notes: 0, addresses: 0 });
    }
  });

  test("of two at one moment one wins, whichever way round", async () => {
    const { ctx, first, second } = await makePair();
    const both = await Promise.allSettled([
      merge(ctx, first.customerId, second.customerId),
      merge(ctx, second.customerId, first.customerId),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find((one) => one.status === "rejected")?.reason).toBeInstanceOf(CustomerMerged);
  });

  test("is refused with oneself, with one of another workspace, of a blocked one, and to who may not", async () => {
    const { team, ctx, first, second } = await makePair();
    const others = await makePair();
    await expect(merge(ctx, first.customerId, first.customerId)).rejects.toBeInstanceOf(MergeWithSelf);
    for (const [keptId, mergedId] of [
      [first.customerId, others.first.customerId],
      [others.first.customerId, first.customerId],
    ] as const)
      await expect(merge(ctx, keptId, mergedId)).rejects.toBeInstanceOf(CustomerNotFound);
    await expect(merge(team.member("support"), first.customerId, second.customerId)).rejects.toBeInstanceOf(
      PermissionDenied,
    );
    const { id } = await merge(others.ctx, others.first.customerId, others.second.customerId);
    await expect(undo(ctx, id)).rejects.toBeInstanceOf(MergeNotFound);
    await blockCustomer({ ctx, input: { customerId: cus(second.customerId), isBlocked: true } });
    for (const [keptId, mergedId] of [
      [first.customerId, second.customerId],
      [second.customerId, first.customerId],
    ] as const)
      await expect(merge(ctx, keptId, mergedId)).rejects.toBeInstanceOf(CustomerBlocked);
    // Blocked after the merge, it is not made two again until unblocked.
    await blockCustomer({
      ctx: others.ctx,
      input: { customerId: cus(others.second.customerId), isBlocked: true },
    });
    await expect(undo(others.ctx, id)).rejects.toBeInstanceOf(CustomerBlocked);
    await blockCustomer({
      ctx: others.ctx,
      input: { customerId: cus(others.first.customerId), isBlocked: false },
    });
    await undo(others.ctx, id);
  });

  test("of merges the newest is undone first; after thirty days none is, and nothing personal is kept for it", async () => {
    const { team, ctx, first, second } = await makePair();
    const third = await makeCustomer(team, { name: "Ayşe Üçüncü" });
    const inner = await merge(ctx, first.customerId, second.customerId);
    const outer = await merge(ctx, third.customerId, first.customerId);
    expect((await getCustomer({ ctx, input: { customerId: cus(second.customerId) } })).id).toBe(
      cus(third.customerId),
    );
    await expect(undo(ctx, inner.id)).rejects.toBeInstanceOf(MergeNotUndoable);
    await undo(ctx, outer.id);
    const job = { workspaceId: team.workspace.id, kind: "customers/forget-merge", attempts: 1 };
    const [row] = await inWorkspace(ctx, (tx) =>
      tx.select().from(customerMerges).where(eq(customerMerges.keptId, first.customerId)),
    );
    const until = new Date(Date.parse(inner.at) + 30 * 86_400_000);
    expect(await forgetMerge({ ...job, subject: row!.id })).toEqual({ againAt: until });
    test_.clock.set(until);
    await expect(undo(ctx, inner.id)).rejects.toBeInstanceOf(MergeNotUndoable);
    expect(await listMerges({ ctx, input: { customerId: cus(first.customerId) } })).toMatchObject([
      { undoableUntil: null },
    ]);
    expect(await forgetMerge({ ...job, subject: row!.id })).toBeUndefined();
    const [after] = await inWorkspace(ctx, (tx) =>
      tx.select().from(customerMerges).where(eq(customerMerges.id, row!.id)),
    );
    expect(after!.record).toBeNull();
    test_.clock.set(testStart);
  });

  test("an undo takes back neither what somebody answered since nor what another has proved", async () => {
    const { team, ctx, first, second, district } = await makePair();
    const { id } = await merge(ctx, first.customerId, second.customerId);
    await setCustomerField({
      ctx,
      input: { customerId: cus(first.customerId), fieldId: district, value: "Kadıköy" },
    });
    const another = await makeCustomer(team);
    await verifyIdentity({
      ctx: team.as({ kind: "agent" }),
      input: { customerId: cus(another.customerId), kind: "phone", value: "+905321234567" },
    });
    expect(await undo(ctx, id)).toMatchObject({ notRestored: 1 });
    const fieldsOf = async (customerId: string) =>
      (await getCustomer({ ctx, input: { customerId: cus(customerId) } })).fields.find(
        ({ fieldId }) => fieldId === district,
      )?.value;
    expect(await fieldsOf(first.customerId)).toBe("Kadıköy");
    expect(await fieldsOf(second.customerId)).toBe("Moda");
    expect(
      (await getCustomer({ ctx, input: { customerId: cus(another.customerId) } })).identities,
    ).toHaveLength(2);
  });
});

describe("records that may be one person", () => {
  test("are those of a shared order, of a phone on it, and of the whole name; blocked ones are not offered", async () => {
    const team = await makeWorkspace(test_.runtime);
    const ctx = team.member("supervisor");
    const make = async (name: string, phone?: string) =>
      (await makeCustomer(team, { name, ...(phone ? { phone } : {}) })).customerId;
    const one = await make("Ayşe Kaya");
    const [sharing, calling, named, blocked] = [
      await make("Bambaşka Biri"),
      await make("Telefon Sahibi", "+905321112233"),
      await make("KAYA Ayşe"),
      await make("Ayşe Kaya"),
    ];
    await make("Ayşe Kayaoğlu");
    const order = await makeOrder(ctx, "S1", "+905321112233");
    await prove(ctx, one, order);
    await prove(ctx, sharing, order);
    await blockCustomer({ ctx, input: { customerId: cus(blocked), isBlocked: true } });
    const found = await findDuplicates({ ctx, input: { customerId: cus(one) } });
    expect(found.map(({ id, reasons }) => [id, reasons])).toEqual([
      [cus(sharing), ["order"]],
      [cus(calling), ["phone"]],
      [cus(named), ["name"]],
    ]);
    // Seen from the other side.
    expect(
      (await findDuplicates({ ctx, input: { customerId: cus(calling) } })).map(({ id }) => id).sort(),
    ).toEqual([cus(one), cus(sharing)].sort());
    await expect(
      findDuplicates({ ctx: team.member("support"), input: { customerId: cus(one) } }),
    ).rejects.toBeInstanceOf(PermissionDenied);
  });
});
