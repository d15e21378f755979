import { setTimeout as sleep } from "node:timers/promises";
import { asc, eq, ne } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { addresses, agentJobs, conversations, customers, messages, updateReceipts } from "@/db/schema";
import { mergeCustomers } from "@/server/customers";
import { makeChannel } from "@/server/deliveries/testing";
import { type Ctx, inWorkspace, newId, toPublicId } from "@/server/kernel";
import { awaitWaiting, makeWorkspace, useTestRuntime } from "@/server/testing";
import { IntakeBatcher } from "./batcher";
import { type IntakeRow, toRejectedRow } from "./intake-row";

/** Two processes that take in for the same bots, and whatever else happens to a conversation meanwhile. */
const state = useTestRuntime();
let ctx: Ctx;
let bots: string[];
let nextUpdateId = 1;

beforeEach(async () => {
  const workspace = await makeWorkspace(state.runtime);
  ctx = workspace.member("owner");
  bots = [(await makeChannel(workspace)).channelId, (await makeChannel(workspace)).channelId];
});

type Said = Partial<IntakeRow> & { user: number };

function row({ user, ...said }: Said): IntakeRow {
  const update_id = said.update_id ?? nextUpdateId++;
  const plain = toRejectedRow(
    { workspace_id: ctx.workspace.id, channel_id: bots[0]!, update_id, body: "{}" },
    null,
  );
  return {
    ...plain,
    effect: "message",
    chat_id: String(user),
    user_id: String(user),
    display_name: `Kişi ${user}`,
    message_kind: "text",
    text: `${update_id}`,
    payload: { nameTerms: ["kisi"] },
    provider_message_id: String(update_id),
    sent_at: state.clock.now().toISOString(),
    message_id: newId(),
    event_id: newId(),
    wants_agent: true,
    ...said,
  };
}

const edit = (user: number, original: string, text: string) =>
  row({
    user,
    effect: "edit",
    provider_message_id: original,
    text,
    message_id: null,
    wants_agent: false,
    payload: null,
  });

const read = <T>(work: (tx: Parameters<Parameters<typeof inWorkspace>[1]>[0]) => Promise<T>) =>
  inWorkspace(ctx, work);
const storeAll = (batcher: IntakeBatcher, rows: readonly IntakeRow[]) =>
  Promise.all(rows.map((one) => batcher.store(one)));

test("two processes take in the same new customers, on two bots, with the same updates among them", async () => {
  const [one, two] = [new IntakeBatcher(state.runtime), new IntakeBatcher(state.runtime)];
  for (let round = 0; round < 6; round += 1) {
    const users = Array.from({ length: 30 }, (_, index) => round * 100 + index);
    const shared = users.map((user) => row({ user }));
    const first = [...shared, ...users.map((user) => row({ user, channel_id: bots[1]! }))];
    const second = [...shared, ...users.toReversed().map((user) => row({ user }))];
    const outcomes = await Promise.all([storeAll(one, first), storeAll(two, second.toReversed())]);
    expect(new Set(outcomes.flat())).toEqual(new Set(["stored"]));
  }
  await read(async (tx) => {
    expect(await tx.$count(customers)).toBe(180);
    expect(await tx.$count(addresses)).toBe(360);
    expect(await tx.$count(conversations)).toBe(360);
    expect(await tx.$count(messages)).toBe(540);
    const rows = await tx.select({ state: updateReceipts.state }).from(updateReceipts);
    expect(rows.filter((one) => one.state === "rejected")).toHaveLength(0);
    const places = await tx.select().from(conversations);
    for (const place of places) {
      const said = await tx
        .select({ seq: messages.seq })
        .from(messages)
        .where(eq(messages.conversationId, place.id))
        .orderBy(asc(messages.seq));
      expect(said.map((m) => m.seq)).toEqual(said.map((_, index) => index + 1));
      expect(place.lastSeq).toBe(said.length);
    }
  });
});

test("messages and edits of the same chats in two processes, crosswise", async () => {
  const users = Array.from({ length: 20 }, (_, index) => 5000 + index);
  const batcher = new IntakeBatcher(state.runtime);
  const originals = users.map((user) => row({ user }));
  await storeAll(batcher, originals);
  const [one, two] = [new IntakeBatcher(state.runtime), new IntakeBatcher(state.runtime)];
  for (let round = 0; round < 5; round += 1) {
    const a: IntakeRow[] = [];
    const b: IntakeRow[] = [];
    users.forEach((user, index) => {
      const original = originals[index]!.provider_message_id!;
      (index % 2 ? a : b).push(row({ user }));
      (index % 2 ? b : a).push(edit(user, original, `edit ${round}`));
    });
    const outcomes = await Promise.all([storeAll(one, a), storeAll(two, b)]);
    expect(new Set(outcomes.flat())).toEqual(new Set(["stored"]));
  }
  await read(async (tx) => {
    expect(await tx.$count(messages)).toBe(120);
    const edited = (await tx.select().from(messages)).filter((one) => one.editedAt);
    expect(edited).toHaveLength(20);
    expect(edited.map((one) => one.payload?.edits?.length)).toEqual(edited.map(() => 5));
  });
});

test("an edit before its original in one batch, twice in one batch; blocked, then written", async () => {
  const batcher = new IntakeBatcher(state.runtime);
  const original = row({ user: 7000, text: "bir" });
  const edits = [
    edit(7000, original.provider_message_id!, "iki"),
    edit(7000, original.provider_message_id!, "üç"),
  ];
  await storeAll(batcher, [edits[0]!, original, edits[1]!]);
  await storeAll(batcher, [
    row({ user: 7001, effect: "unreachable", message_id: null }),
    row({ user: 7001 }),
    row({ user: 7001, effect: "unreachable", message_id: null }),
    row({ user: 7001, effect: "reachable", message_id: null }),
    row({ user: 7002 }),
    row({ user: 7002, effect: "unreachable", message_id: null }),
  ]);
  await read(async (tx) => {
    const [first] = await tx.select().from(messages).where(eq(messages.id, original.message_id!));
    expect(first).toMatchObject({ text: "üç", payload: { edits: [{ text: "bir" }, { text: "iki" }] } });
    const reach = await tx.select().from(addresses).orderBy(asc(addresses.chatId));
    expect(reach.map((one) => [one.chatId, one.isReachable])).toEqual([
      ["7000", true],
      ["7001", true],
      ["7002", false],
    ]);
  });
});

test("an edit that means two messages holds up nobody", async () => {
  const batcher = new IntakeBatcher(state.runtime);
  await storeAll(batcher, [
    row({ user: 8000, provider_message_id: "5" }),
    row({ user: 8000, provider_message_id: "5" }),
  ]);
  await expect(storeAll(batcher, [edit(8000, "5", "x"), row({ user: 8001 })])).resolves.toHaveLength(2);
});

test("conversations closed by members while messages come lose no message", async () => {
  const batcher = new IntakeBatcher(state.runtime);
  const two = new IntakeBatcher(state.runtime);
  let isOver = false;
  const closing = (async () => {
    while (!isOver) {
      await read((tx) =>
        tx
          .update(conversations)
          .set({ status: "closed", closedAt: state.clock.now() })
          .where(eq(conversations.status, "open")),
      ).catch((error: unknown) => {
        if (!String((error as Error).cause).includes("deadlock")) throw error;
      });
    }
  })();
  for (let round = 0; round < 15; round += 1) {
    await Promise.all([
      storeAll(
        batcher,
        Array.from({ length: 20 }, (_, i) => row({ user: 9000 + i })),
      ),
      storeAll(
        two,
        Array.from({ length: 20 }, (_, i) => row({ user: 9000 + i })),
      ),
    ]);
  }
  isOver = true;
  await closing;
  await read(async (tx) => {
    expect(await tx.$count(messages)).toBe(600);
    expect(await tx.$count(conversations)).toBe(20);
    expect(await tx.$count(agentJobs)).toBe(20);
    const rejected = (await tx.select().from(updateReceipts)).filter((one) => one.state === "rejected");
    expect(rejected).toHaveLength(0);
  });
});

test("a merge and a batch of messages from two chats of the merged one, each holding what the other wants", async () => {
  const batcher = new IntakeBatcher(state.runtime);
  const [first, between, second, other] = [11_001, 11_002, 11_003, 11_004];
  await storeAll(
    batcher,
    [first, between, second, other].map((user) => row({ user })),
  );
  const places = await read((tx) =>
    tx
      .select({ customerId: addresses.customerId, conversationId: conversations.id })
      .from(addresses)
      .innerJoin(conversations, eq(conversations.addressId, addresses.id))
      .orderBy(asc(addresses.chatId)),
  );
  const [one, , two, kept] = places.map(({ customerId }) => toPublicId("customer", customerId));
  await mergeCustomers({ ctx, input: { keptId: one!, mergedId: two! } });
  // The second chat begins a conversation anew, for which intake asks its address whose it is.
  const longAgo = new Date("2026-01-01");
  await read((tx) =>
    tx
      .update(conversations)
      .set({ status: "closed", closedAt: longAgo, createdAt: longAgo })
      .where(eq(conversations.id, places[2]!.conversationId)),
  );
  const hold = ({ conversationId }: { conversationId: string }) => {
    const release = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const holding = read(async (tx) => {
      await tx.select().from(conversations).where(eq(conversations.id, conversationId)).for("update");
      held.resolve();
      await release.promise;
    });
    const letGo = () => {
      release.resolve();
      return holding;
    };
    return { held: held.promise, release: letGo };
  };
  // The batch is let have the first chat before the merge, and comes to the second when the merge waits for it already:
  // so it is the merge that the database ends.
  const [early, late] = [hold(places[0]!), hold(places[1]!)];
  await Promise.all([early.held, late.held]);
  const storing = storeAll(
    batcher,
    [first, between, second].map((user) => row({ user })),
  );
  await awaitWaiting(state.runtime, 1);
  const merging = mergeCustomers({ ctx, input: { keptId: kept!, mergedId: one! } });
  await awaitWaiting(state.runtime, 2);
  await early.release();
  await sleep(300);
  await late.release();
  expect(await storing).toEqual(["stored", "stored", "stored"]);
  expect(await merging).toMatchObject({ keptId: kept });
  await read(async (tx) => {
    expect(await tx.$count(messages)).toBe(7);
    const others = await tx
      .select({ id: conversations.customerId })
      .from(conversations)
      .where(ne(conversations.id, places[1]!.conversationId));
    expect(others.map(({ id }) => toPublicId("customer", id))).toEqual([kept, kept, kept, kept]);
  });
});
