import { createHash } from "node:crypto";
import { access, mkdir, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { eq, sql } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import {
  deliveryQueue,
  files,
  laterJobs,
  messages,
  outbox,
  shopOrderLines,
  shopOrderPackages,
  shopOrders,
} from "@/db/schema";
import { queueMessage } from "@/server/deliveries";
import { keepBytes } from "@/server/files";
import { inWorkspace, newId, platformScope } from "@/server/kernel";
import { testStart, useTestRuntime } from "@/server/testing";
import { dayMs, type Made, useNights } from "./testing";

const state = useTestRuntime();
const { night, nextNight, makeShop, inside, findingsOf, nightOf } = useNights(state);

afterEach(() => state.clock.set(testStart));

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
    await state.runtime.worker
      .insert(laterJobs)
      .values([{ workspaceId: gone, kind: "files/fetch", subject: "x", dueAt: testStart }]);
    await state.runtime.worker.insert(outbox).values({
      ...{ workspaceId, id: newId(), name: "test/late", aggregateId: newId(), actorKind: "system" },
      ...{ occurredAt: late, dueAt: late, leaseUntil: late },
    });
    await night();
    const queued = () =>
      state.runtime.worker.select().from(deliveryQueue).where(eq(deliveryQueue.workspaceId, workspaceId));
    expect(await findingsOf(workspaceId)).toMatchObject([{ kind: "job-without-subject", mendedAt: null }]);
    expect(await queued()).toHaveLength(1);
    const platform = async () =>
      (await findingsOf(platformScope)).filter(({ kind }) => kind !== "object-orphan");
    expect((await platform()).map(({ subject }) => subject).sort()).toEqual([`later_jobs ${gone}`, `outbox`]);
    await nextNight();
    expect(await queued()).toHaveLength(0);
    expect(await findingsOf(workspaceId)).toMatchObject([{ mendedAt: expect.any(Date) }]);
    const left = await state.runtime.worker.select().from(laterJobs).where(eq(laterJobs.workspaceId, gone));
    expect(left).toHaveLength(0);
    await state.runtime.worker.delete(outbox).where(eq(outbox.workspaceId, workspaceId));
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
