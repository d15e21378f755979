import { createHash } from "node:crypto";
import { access, mkdir, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { and, eq, sql } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import {
  addresses,
  checkFindings,
  checkNights,
  conversations,
  customerFigures,
  dailyFigures,
  deliveryQueue,
  figureCounts,
  files,
  laterJobs,
  messages,
  messageTerms,
  shopOrderLines,
  shopOrderPackages,
  shopOrders,
} from "@/db/schema";
import { makeConversation } from "@/server/conversations/testing";
import { queueMessage } from "@/server/deliveries";
import { keepBytes } from "@/server/files";
import { insightLaterHandlers, recomputeSpan, recountCustomers } from "@/server/insight";
import { inWorkspace, newId, PermissionDenied, platformScope } from "@/server/kernel";
import { createMessageIndexLoop } from "@/server/search";
import { makeWorkspace, testStart, useTestRuntime } from "@/server/testing";
import { openEngine } from "@/server/workflows";
import { lookAtPart, workspaceParts } from "./checks/parts";
import {
  askForChecks,
  listCheckFindings,
  listCheckNights,
  nightlyChecksWorkflow,
  workspaceChecksWorkflow,
} from "./index";
import { metricsCore } from "./metrics-core";

const state = useTestRuntime();
const dayMs = 86_400_000;
const operator = { kind: "operator", operatorId: "test" } as const;
const asOperator = () => ({ actor: operator, clock: state.clock });

/** Carries out what is due until nothing is, and lets the waits of a night pass. */
async function settle(): Promise<void> {
  const { executor } = await openEngine(state.runtime, [nightlyChecksWorkflow, workspaceChecksWorkflow]);
  for (let hour = 0; hour < 12; hour += 1) {
    for (;;) {
      await executor.runOnce();
      await executor.idle();
      const now = state.clock.now().toISOString();
      const [row] = await state.runtime.worker.execute<{ due: number; left: number }>(sql`
        select count(*) filter (where due_at <= ${now}::timestamptz and blocked_on is null)::int as due, count(*)::int as left
        from workflow_jobs where kind <> 'tick'`);
      if (row!.left === 0) return;
      if (row!.due === 0) break;
    }
    state.clock.advance(11 * 60_000);
  }
  throw new Error("The night does not end.");
}

async function night(): Promise<void> {
  await askForChecks({ ctx: asOperator() });
  await settle();
}

async function nextNight(): Promise<void> {
  state.clock.advance(dayMs);
  await night();
}

type Made = Awaited<ReturnType<typeof makeWorkspace>>;

/** A shop with a few days of conversations, all of whose figures and words are as they should be. */
async function makeShop() {
  const workspace = await makeWorkspace(state.runtime);
  const ctx = workspace.member("owner");
  const now = state.clock.now().getTime();
  const made = [];
  for (const ago of [2, 2, 8, 30, 0])
    made.push(
      await makeConversation(workspace, {
        says: ["Kargom nerede", "Siparişim gelmedi", "Teşekkürler"],
        lastMessageAt: new Date(now - ago * dayMs - 3_600_000),
      }),
    );
  await createMessageIndexLoop(state.runtime).runOnce();
  await recomputeSpan({ ctx, from: new Date(now - 40 * dayMs), to: new Date(now + 3_600_000) });
  await recountCustomers({ ctx });
  return { workspace, ctx, conversation: made[0]!, all: made };
}

const inside = <T>(workspace: Made, work: Parameters<typeof inWorkspace<T>>[1]) =>
  inWorkspace(workspace.member("owner"), work);
const findingsOf = (workspaceId: string) => listCheckFindings({ ctx: asOperator(), input: { workspaceId } });
const kindsOf = async (workspace: Made) =>
  (await findingsOf(workspace.workspace.id)).map(({ kind }) => kind).sort();

/** What the loop of later jobs would do. */
async function runFigureJobs(workspace: Made): Promise<number> {
  const workspaceId = workspace.workspace.id;
  const jobs = await inside(workspace, (tx) => tx.delete(laterJobs).returning());
  for (const { kind, subject } of jobs)
    await insightLaterHandlers[kind]?.({ workspaceId, kind, subject, attempts: 1 });
  return jobs.length;
}

afterEach(() => state.clock.set(testStart));

test("a shop that is in order has no finding, and its night is told", async () => {
  const { workspace } = await makeShop();
  await night();
  expect(await findingsOf(workspace.workspace.id)).toEqual([]);
  const [last] = await listCheckNights({ ctx: asOperator() });
  expect(last).toMatchObject({ night: "2026-11-20", found: 0, skipped: 0 });
  expect(last!.ended).toBe(last!.asked);
  expect(last!.parts.map(({ part }) => part)).toEqual(
    expect.arrayContaining(["books", "conversations", "files", "figures", "objects", "queues", "search"]),
  );
  expect(last!.checked).toBeGreaterThan(10);
  const answer = await metricsCore({
    path: "/api/metrics",
    remoteAddress: "127.0.0.1",
    header: () => undefined,
  } as unknown as Parameters<typeof metricsCore>[0]);
  expect(String(answer!.body)).toMatch(
    /santral_checks_last_night\{part="conversations",what="checked"\} [1-9]/,
  );
});

test("only the platform's operator reads and asks", async () => {
  const { ctx } = await makeShop();
  await expect(askForChecks({ ctx })).rejects.toThrow(PermissionDenied);
  await expect(listCheckNights({ ctx })).rejects.toThrow(PermissionDenied);
  await expect(listCheckFindings({ ctx, input: { workspaceId: ctx.workspace.id } })).rejects.toThrow(
    PermissionDenied,
  );
});

describe("figures", () => {
  test("that were changed are told, counted anew, and seen healed the next night; a neighbour is not touched", async () => {
    const [broken, other] = [await makeShop(), await makeShop()];
    const before = await inside(other.workspace, (tx) => tx.select().from(figureCounts));
    await inside(broken.workspace, async (tx) => {
      await tx.update(figureCounts).set({ n: sql`n + 5` }).where(eq(figureCounts.kind, "messages"));
      await tx.update(dailyFigures).set({ counts: { messages: { customer: 99 } } });
    });
    await night();
    const found = await findingsOf(broken.workspace.workspace.id);
    expect(found.map(({ subject }) => subject)).toEqual(
      expect.arrayContaining([
        "2026-11-18 hours messages",
        "2026-11-18 day messages",
        "2026-11-12 hours messages",
      ]),
    );
    expect(found.find(({ subject }) => subject === "2026-11-18 hours messages")).toMatchObject({
      details: { day: "2026-11-18", figure: "messages", stored: 11, counted: 6 },
      mendedAt: null,
      nights: 1,
    });
    expect(await findingsOf(other.workspace.workspace.id)).toEqual([]);
    expect(await inside(other.workspace, (tx) => tx.select().from(figureCounts))).toEqual(before);
    expect(await runFigureJobs(broken.workspace)).toBeGreaterThan(0);
    await nextNight();
    for (const one of await findingsOf(broken.workspace.workspace.id))
      expect(one, one.subject).toMatchObject({ mendedAt: expect.any(Date) });
  });

  test("that are late because the work on them is, are no finding", async () => {
    const { workspace } = await makeShop();
    await inside(workspace, async (tx) => {
      await tx.update(figureCounts).set({ n: sql`n + 5` });
      await tx.insert(laterJobs).values({
        workspaceId: workspace.workspace.id,
        kind: "insight/hour",
        subject: "2026-11-18T08",
        dueAt: new Date(state.clock.now().getTime() - 120_000),
      });
    });
    await night();
    expect(await findingsOf(workspace.workspace.id)).toEqual([]);
  });

  test("of customers that were changed are told and counted anew", async () => {
    const { workspace } = await makeShop();
    await inside(workspace, (tx) => tx.update(customerFigures).set({ busiest: {} }));
    await night();
    expect(await kindsOf(workspace)).toEqual(["customer-figure"]);
    await runFigureJobs(workspace);
    await nextNight();
    expect(await findingsOf(workspace.workspace.id)).toMatchObject([{ mendedAt: expect.any(Date) }]);
  });
});

describe("conversations", () => {
  test("a gap is told and stays; counters are put right; whoever is blocked in one place only is told", async () => {
    const { workspace, all } = await makeShop();
    const [gap, high, answers, low] = all;
    await inside(workspace, async (tx) => {
      const inThe = (one: typeof gap, seq: number) =>
        and(eq(messages.conversationId, one!.id), eq(messages.seq, seq));
      await tx.delete(messages).where(inThe(gap, 2));
      await tx.delete(messages).where(inThe(high, 3));
      await tx.update(conversations).set({ answerCount: 7 }).where(eq(conversations.id, answers!.id));
      await tx.update(conversations).set({ lastSeq: 2 }).where(eq(conversations.id, low!.id));
      await tx.update(addresses).set({ isBlocked: true }).where(eq(addresses.id, all[4]!.addressId));
    });
    // Of older days only a sample is looked at; these are looked at by name.
    await nightOf(workspace, "conversations");
    const found = new Map((await findingsOf(workspace.workspace.id)).map((one) => [one.subject, one]));
    const open = { mendedAt: null };
    const mended = { mendedAt: expect.any(Date) };
    expect(found.get(all[4]!.addressId)).toMatchObject({ kind: "address-blocked", ...open });
    for (const one of all) await look(workspace, one.id);
    const seen = new Map((await findingsOf(workspace.workspace.id)).map((one) => [one.subject, one]));
    expect(seen.get(gap!.id)).toMatchObject({ kind: "message-gap", details: { missing: 1 }, ...open });
    expect(seen.get(`${high!.id} last_seq`)).toMatchObject({ details: { stored: 3, counted: 2 }, ...open });
    expect(seen.get(`${answers!.id} answer_count`)).toMatchObject({
      details: { stored: 7, counted: 0 },
      ...mended,
    });
    expect(seen.get(`${low!.id} last_seq`)).toMatchObject({ details: { stored: 2, counted: 3 }, ...mended });
    const rows = await inside(workspace, (tx) => tx.select().from(conversations));
    expect(rows.find(({ id }) => id === answers!.id)).toMatchObject({ answerCount: 0 });
    expect(rows.find(({ id }) => id === low!.id)).toMatchObject({ lastSeq: 3 });
    expect(rows.find(({ id }) => id === high!.id)).toMatchObject({ lastSeq: 3 });
  });

  test("that are being written to are no finding", async () => {
    const { workspace, ctx, all } = await makeShop();
    const { id, addressId, channelId } = all[4]!;
    const input = {
      conversationId: id,
      addressId,
      channelId,
      author: "agent",
      text: "Yolda",
      purpose: "reply",
    } as const;
    let isWriting = true;
    const writing = (async () => {
      for (let n = 0; n < 150; n += 1) await inWorkspace(ctx, (tx) => queueMessage(tx, ctx, input));
      isWriting = false;
    })();
    while (isWriting) await nightOf(workspace, "conversations");
    await writing;
    await nightOf(workspace, "conversations");
    expect(await findingsOf(workspace.workspace.id)).toEqual([]);
  });
});

const part = (name: string) => workspaceParts.find((one) => one.name === name)!;
const nightOf = (workspace: Made, name: string, at = "2026-11-20") =>
  lookAtPart(workspace.workspace.id, at, part(name), null);

/** Looks at one conversation by an open finding of it, whatever the sample is. */
async function look(workspace: Made, conversationId: string): Promise<void> {
  const now = state.clock.now();
  await inside(workspace, (tx) =>
    tx
      .insert(checkFindings)
      .values({
        workspaceId: workspace.workspace.id,
        id: newId(),
        kind: "message-gap",
        subject: conversationId,
        details: {},
        firstSeenAt: now,
        lastSeenAt: now,
        lastNight: "2026-11-19",
      })
      .onConflictDoNothing(),
  );
  await nightOf(workspace, "conversations");
}

test("messages that lack words are indexed anew", async () => {
  const { workspace, conversation: _, all } = await makeShop();
  const [message] = await inside(workspace, (tx) =>
    tx.select().from(messages).where(eq(messages.conversationId, all[4]!.id)).limit(1),
  );
  await inside(workspace, (tx) => tx.delete(messageTerms).where(eq(messageTerms.messageId, message!.id)));
  await night();
  expect(await findingsOf(workspace.workspace.id)).toMatchObject([
    { kind: "message-words", subject: message!.id, mendedAt: null },
  ]);
  await createMessageIndexLoop(state.runtime).runOnce();
  await nextNight();
  expect(await findingsOf(workspace.workspace.id)).toMatchObject([{ mendedAt: expect.any(Date) }]);
});

describe("files", () => {
  const pathOf = (sha256: string) => join(state.runtime.env.dataDir, "files", sha256.slice(0, 2), sha256);
  const exists = (path: string) =>
    access(path).then(
      () => true,
      () => false,
    );
  const old = new Date(testStart.getTime() - 3 * dayMs);

  async function addFile(workspace: Made, conversationId: string, words: string) {
    const sha256 = await keepBytes(Buffer.from(words));
    await utimes(pathOf(sha256), old, old);
    const id = newId();
    await inside(workspace, async (tx) => {
      const [message] = await tx
        .select()
        .from(messages)
        .where(eq(messages.conversationId, conversationId))
        .limit(1);
      await tx.insert(files).values({
        workspaceId: workspace.workspace.id,
        id,
        messageId: message!.id,
        state: "stored",
        sha256,
        contentType: "text/plain",
        sizeBytes: words.length,
        createdAt: old,
      });
    });
    return { id, sha256 };
  }

  test("without bytes are told each night and never hidden; with them again they are right", async () => {
    const { workspace, conversation } = await makeShop();
    const { id, sha256 } = await addFile(workspace, conversation.id, "one");
    await rm(pathOf(sha256));
    await night();
    await nextNight();
    expect(await findingsOf(workspace.workspace.id)).toMatchObject([
      { kind: "file-missing", subject: `${id} content`, details: { stored: 3, counted: null }, nights: 2 },
    ]);
    const rows = await inside(workspace, (tx) => tx.select().from(files));
    expect(rows).toMatchObject([{ id, state: "stored", sha256 }]);
    await keepBytes(Buffer.from("one"));
    await nextNight();
    expect(await findingsOf(workspace.workspace.id)).toMatchObject([{ mendedAt: expect.any(Date) }]);
  });

  test("bytes of nobody are told by the first night and removed by the second; young ones and used ones stay", async () => {
    const { workspace, conversation } = await makeShop();
    const used = await addFile(workspace, conversation.id, "used");
    const orphan = createHash("sha256").update("orphan").digest("hex");
    const young = createHash("sha256").update("young").digest("hex");
    for (const sha256 of [orphan, young]) {
      await mkdir(join(pathOf(sha256), ".."), { recursive: true });
      await writeFile(pathOf(sha256), "orphan");
    }
    await utimes(pathOf(orphan), old, old);
    const future = new Date(testStart.getTime() + 30 * dayMs);
    await utimes(pathOf(young), future, future);
    const aside = join(pathOf(orphan), "..", ".half-written");
    await writeFile(aside, "half");
    await utimes(aside, old, old);
    await night();
    // Once more in the same night: nothing is removed.
    await night();
    expect(await findingsOf(platformScope)).toMatchObject([
      { kind: "object-orphan", nights: 1, mendedAt: null },
      { kind: "object-orphan", nights: 1, mendedAt: null },
    ]);
    expect(await exists(pathOf(orphan))).toBe(true);
    await nextNight();
    expect(await exists(pathOf(orphan))).toBe(false);
    expect(await exists(aside)).toBe(false);
    expect(await exists(pathOf(young))).toBe(true);
    expect(await exists(pathOf(used.sha256))).toBe(true);
    for (const one of await findingsOf(platformScope)) expect(one.mendedAt).toEqual(expect.any(Date));
  });
});

describe("queues", () => {
  test("a job without its subject or its workspace goes with the second night; a forgotten lease is told", async () => {
    const { workspace } = await makeShop();
    const late = new Date(state.clock.now().getTime() - 2 * 3_600_000);
    const [gone, workspaceId] = [newId(), workspace.workspace.id];
    const job = { deliveryId: newId(), channelId: newId(), addressId: newId(), lane: 0, dueAt: testStart };
    await inside(workspace, (tx) => tx.insert(deliveryQueue).values({ workspaceId, ...job }));
    await state.runtime.worker.insert(laterJobs).values([
      { workspaceId: gone, kind: "files/fetch", subject: "x", dueAt: testStart },
      { workspaceId, kind: "test/late", subject: "x", dueAt: late, leaseUntil: late },
    ]);
    await night();
    const queued = () =>
      state.runtime.worker.select().from(deliveryQueue).where(eq(deliveryQueue.workspaceId, workspaceId));
    expect(await findingsOf(workspaceId)).toMatchObject([{ kind: "job-without-subject", mendedAt: null }]);
    expect(await queued()).toHaveLength(1);
    const platform = async () =>
      (await findingsOf(platformScope)).filter(({ kind }) => kind !== "object-orphan");
    expect((await platform()).map(({ subject }) => subject).sort()).toEqual([
      `later_jobs`,
      `later_jobs ${gone}`,
    ]);
    await nextNight();
    expect(await queued()).toHaveLength(0);
    expect(await findingsOf(workspaceId)).toMatchObject([{ mendedAt: expect.any(Date) }]);
    const left = await state.runtime.worker.select().from(laterJobs).where(eq(laterJobs.workspaceId, gone));
    expect(left).toHaveLength(0);
    await state.runtime.worker.delete(laterJobs).where(eq(laterJobs.workspaceId, workspaceId));
    await nextNight();
    for (const one of await platform()) expect(one.mendedAt).toEqual(expect.any(Date));
  });

  test("a message that nothing will deliver is told", async () => {
    const { workspace, ctx, all } = await makeShop();
    const { id, addressId, channelId } = all[4]!;
    await inWorkspace(ctx, (tx) =>
      queueMessage(tx, ctx, {
        conversationId: id,
        addressId,
        channelId,
        author: "agent",
        text: "Yolda",
        purpose: "reply",
      }),
    );
    await inside(workspace, (tx) =>
      tx.delete(deliveryQueue).where(eq(deliveryQueue.workspaceId, ctx.workspace.id)),
    );
    state.clock.advance(2 * 3_600_000);
    await nightOf(workspace, "queues");
    expect(await findingsOf(ctx.workspace.id)).toMatchObject([
      { kind: "delivery-stuck", details: { state: "queued" }, mendedAt: null },
    ]);
  });
});

test("an order whose lines are in another order's package is told with both sums, and left as it is", async () => {
  const { workspace, ctx } = await makeShop();
  const workspaceId = ctx.workspace.id;
  const [one, two, packageId] = [newId(), newId(), newId()];
  const at = state.clock.now();
  await inside(workspace, async (tx) => {
    await tx.insert(shopOrders).values(
      [one, two].map((id, index) => ({
        workspaceId,
        id,
        number: `TY-${index}`,
        numberFolded: `TY${index}`,
        orderedAt: at,
        customerName: "Ayşe",
        status: "shipped" as const,
        createdAt: at,
        updatedAt: at,
      })),
    );
    await tx.execute(sql`insert into terms (workspace_id, kind, term, row_id, weight)
      values (${workspaceId}, 'shop_order', 'ty0', ${one}, 1), (${workspaceId}, 'shop_order', 'ty1', ${two}, 1)`);
    await tx
      .insert(shopOrderPackages)
      .values({ workspaceId, id: packageId, shopOrderId: two, status: "shipped" });
    await tx.insert(shopOrderLines).values({
      workspaceId,
      id: newId(),
      shopOrderId: one,
      packageId,
      item: "Kazak",
      quantity: 2,
      priceMinor: 12_550n,
      currency: "TRY",
    });
  });
  await nightOf(workspace, "books");
  const found = await findingsOf(workspaceId);
  expect(found.map(({ subject }) => subject).sort()).toEqual([`${one} lines`, `${one} sum`].sort());
  expect(found.find(({ subject }) => subject === `${one} sum`)).toMatchObject({
    kind: "order-books",
    details: { stored: "25100", counted: "0" },
  });
});

describe("a night", () => {
  test("whose steps are cut off and done again is told once", async () => {
    const { workspace, all } = await makeShop();
    await inside(workspace, (tx) =>
      tx.delete(messages).where(and(eq(messages.conversationId, all[4]!.id), eq(messages.seq, 2))),
    );
    await nightOf(workspace, "conversations");
    await nightOf(workspace, "conversations");
    await night();
    const numbers = () =>
      state.runtime.worker
        .select()
        .from(checkNights)
        .where(
          and(eq(checkNights.workspaceId, workspace.workspace.id), eq(checkNights.part, "conversations")),
        );
    expect(await numbers()).toMatchObject([{ found: 1 }]);
    const before = await findingsOf(workspace.workspace.id);
    expect(before).toMatchObject([{ kind: "message-gap", nights: 1 }]);
    await night();
    expect(await findingsOf(workspace.workspace.id)).toEqual(before);
  });

  test("findings of long ago are forgotten", async () => {
    const { workspace } = await makeShop();
    await look(workspace, newId());
    expect(await findingsOf(workspace.workspace.id)).toHaveLength(1);
    state.clock.advance(91 * dayMs);
    await night();
    expect(await findingsOf(workspace.workspace.id)).toEqual([]);
  });
});
