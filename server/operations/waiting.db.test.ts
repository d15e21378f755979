import { and, eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { agentJobs, auditLog, deliveries, deliveryQueue, laterJobs, outbox } from "@/db/schema";
import { queueMessage, sendAgainWorkflow } from "@/server/deliveries";
import { makeChat } from "@/server/deliveries/testing";
import { type Ctx, emit, inWorkspace, newId, PermissionDenied, runLater, toPublicId } from "@/server/kernel";
import { makeWorkspace, testStart, useTestRuntime } from "@/server/testing";
import { readRuns } from "@/server/workflows";
import { openTestEngine } from "@/server/workflows/testing/open-engine";
import { WaitingWorkGone } from "./errors";
import { getWaitingWork } from "./read-waiting";
import { retryAllWaiting, retryWaiting } from "./retry-waiting";
import type { WaitingQueue } from "./rules";

const state = useTestRuntime();
let engine: Awaited<ReturnType<typeof openTestEngine>>;
let workspace: Awaited<ReturnType<typeof makeWorkspace>>;
let ctx: Ctx;
let chat: Awaited<ReturnType<typeof makeChat>>;

beforeAll(async () => {
  engine = await openTestEngine(state, [sendAgainWorkflow]);
});
beforeEach(async () => {
  state.clock.set(testStart);
  workspace = await makeWorkspace(state.runtime);
  ctx = workspace.member("owner");
  chat = await makeChat(workspace);
  await inWorkspace(ctx, (tx) => tx.delete(outbox));
});

const minute = 60_000;
const at = (minutes: number) => new Date(state.clock.now().getTime() + minutes * minute);
const queueOf = async (queue: WaitingQueue, own = ctx) =>
  (await getWaitingWork({ ctx: own })).find((each) => each.queue === queue)!;

/** A message that was queued and stands so. */
async function say(set: Partial<typeof deliveries.$inferInsert> = {}) {
  const agent = workspace.as({ kind: "agent" });
  return inWorkspace(agent, async (tx) => {
    const { deliveryId } = await queueMessage(tx, agent, {
      ...chat,
      author: "agent",
      text: "Merhaba Ayşe",
      purpose: "service",
    });
    const isOwn = and(
      eq(deliveryQueue.workspaceId, ctx.workspace.id),
      eq(deliveryQueue.deliveryId, deliveryId),
    );
    if (set.state) {
      await tx.delete(deliveryQueue).where(isOwn);
      await tx
        .update(deliveries)
        .set({ updatedAt: at(0), ...set })
        .where(eq(deliveries.id, deliveryId));
    }
    return deliveryId;
  });
}

describe("what waits", () => {
  test("is counted by queue, with the oldest, and names nobody", async () => {
    await say();
    await inWorkspace(ctx, async (tx) => {
      const own = { workspaceId: ctx.workspace.id };
      await tx.insert(agentJobs).values({ ...own, conversationId: chat.conversationId, dueAt: at(-2) });
      await runLater(tx, { ...own, kind: "files/fetch", subject: "Ayşe", dueAt: at(-3) });
      await runLater(tx, { ...own, kind: "files/fetch", subject: "b", dueAt: at(60) });
      await emit(tx, ctx, "message/created", { aggregateId: newId() });
    });
    expect(await queueOf("deliveries")).toMatchObject({ waiting: 1, scheduled: 0, troubled: 0, items: [] });
    expect(await queueOf("agent")).toMatchObject({ waiting: 1, oldestAt: at(-2).toISOString(), troubled: 0 });
    expect(await queueOf("later")).toMatchObject({
      waiting: 1,
      scheduled: 1,
      oldestAt: at(-3).toISOString(),
      troubled: 0,
    });
    state.clock.advance(11 * minute);
    const work = await getWaitingWork({ ctx });
    expect(work.map(({ troubled }) => troubled)).toEqual([1, 1, 1, expect.any(Number)]);
    expect(work.flatMap(({ items }) => items.map((item) => item.state))).not.toContain("failed");
    expect(JSON.stringify(work)).not.toContain("Ayşe");
  });

  test("shows what failed and why, for a week", async () => {
    const failed = await say({ state: "failed", errorCode: "bot_blocked", attempts: 2 });
    const unclear = await say({ state: "unconfirmed", errorCode: "interrupted" });
    await say({ state: "sent" });
    const { troubled, items, waiting } = await queueOf("deliveries");
    expect({ troubled, waiting }).toEqual({ troubled: 2, waiting: 0 });
    expect(items.toSorted((a, b) => (a.state < b.state ? -1 : 1))).toMatchObject([
      {
        id: toPublicId("delivery", failed),
        state: "failed",
        reason: "bot_blocked",
        tries: 2,
        conversationId: toPublicId("conversation", chat.conversationId),
      },
      { id: toPublicId("delivery", unclear), state: "unconfirmed", reason: "interrupted" },
    ]);
    state.clock.advance(8 * 24 * 60 * minute);
    expect(await queueOf("deliveries")).toMatchObject({ troubled: 0, items: [] });
  });

  test("what somebody has in hand is not in trouble", async () => {
    await inWorkspace(ctx, (tx) =>
      tx.insert(agentJobs).values({
        workspaceId: ctx.workspace.id,
        conversationId: chat.conversationId,
        dueAt: at(-30),
        attempts: 2,
        leaseHolder: newId(),
        leaseUntil: at(1),
      }),
    );
    expect(await queueOf("agent")).toMatchObject({ waiting: 1, troubled: 0 });
    state.clock.advance(2 * minute);
    expect(await queueOf("agent")).toMatchObject({ troubled: 1, items: [{ state: "retrying", tries: 2 }] });
  });
});

describe("trying again", () => {
  const put = (set: Partial<typeof laterJobs.$inferInsert>) =>
    inWorkspace(ctx, (tx) =>
      tx.insert(laterJobs).values({
        workspaceId: ctx.workspace.id,
        kind: "files/fetch",
        subject: newId(),
        dueAt: at(-11),
        ...set,
      }),
    );
  const jobs = () => inWorkspace(ctx, (tx) => tx.select().from(laterJobs));

  test("brings one piece of work forward, audited", async () => {
    await inWorkspace(ctx, (tx) =>
      tx.insert(agentJobs).values({
        workspaceId: ctx.workspace.id,
        conversationId: chat.conversationId,
        attempts: 3,
        dueAt: at(600),
      }),
    );
    const [item] = (await queueOf("agent")).items;
    await retryWaiting({ ctx, input: { queue: "agent", id: item!.id } });
    const [job] = await inWorkspace(ctx, (tx) => tx.select().from(agentJobs));
    expect(job).toMatchObject({ dueAt: at(0) });
    const audit = await inWorkspace(ctx, (tx) =>
      tx.select().from(auditLog).where(eq(auditLog.action, "waitingWork.retry")),
    );
    expect(audit).toMatchObject([{ entityId: item!.id, changes: { queue: { after: "agent" } } }]);
  });

  test("leaves what is in hand, and what is put off without trouble", async () => {
    await inWorkspace(ctx, (tx) =>
      tx.insert(agentJobs).values({
        workspaceId: ctx.workspace.id,
        conversationId: chat.conversationId,
        leaseHolder: newId(),
        leaseUntil: at(1),
        dueAt: at(-11),
      }),
    );
    expect(await retryAllWaiting({ ctx, input: { queue: "agent" } })).toEqual({ count: 0 });
    await put({});
    await put({ dueAt: at(60) });
    expect(await retryAllWaiting({ ctx, input: { queue: "later" } })).toEqual({ count: 1 });
    expect((await jobs()).map(({ dueAt }) => dueAt.getTime()).sort()).toEqual([
      at(-11).getTime(),
      at(60).getTime(),
    ]);
    await expect(retryWaiting({ ctx, input: { queue: "later", id: "none" } })).rejects.toBeInstanceOf(
      WaitingWorkGone,
    );
  });

  test("sends a failed message again; one that has gone is refused", async () => {
    const id = await say({ state: "failed", errorCode: "refused" });
    const input = { queue: "deliveries", id: toPublicId("delivery", id) } as const;
    await retryWaiting({ ctx, input });
    expect(await queueOf("deliveries")).toMatchObject({ waiting: 1, troubled: 0 });
    const sent = await say({ state: "sent" });
    await expect(
      retryWaiting({ ctx, input: { ...input, id: toPublicId("delivery", sent) } }),
    ).rejects.toMatchObject({ code: "DELIVERY_NOT_RETRYABLE" });
    await expect(
      retryWaiting({ ctx, input: { ...input, id: toPublicId("delivery", newId()) } }),
    ).rejects.toBeInstanceOf(WaitingWorkGone);
  });

  test("sends all that failed again as automatic work, and leaves what may have arrived", async () => {
    for (let n = 0; n < 3; n += 1) await say({ state: "failed", errorCode: "provider_unavailable" });
    await say({ state: "unconfirmed", errorCode: "interrupted" });
    state.clock.advance(minute);
    expect(await retryAllWaiting({ ctx, input: { queue: "deliveries" } })).toEqual({ count: 3 });
    await engine.settle();
    expect(await queueOf("deliveries")).toMatchObject({
      waiting: 3,
      troubled: 1,
      items: [{ state: "unconfirmed" }],
    });
    const { rows } = await inWorkspace(ctx, (tx) => readRuns(tx, ctx.workspace.id, {}, state.clock.now()));
    expect(rows).toMatchObject([{ workflow: "deliveries-send-again", status: "completed", endedSteps: 2 }]);
    const audit = await inWorkspace(ctx, (tx) => tx.select().from(auditLog));
    expect(audit.filter(({ action }) => action === "delivery.retry")).toHaveLength(3);
    expect(audit.filter(({ action }) => action === "waitingWork.retryAll")).toMatchObject([
      { actorKind: "member" },
    ]);
  });

  test("is for owners and admins, and another workspace's work is not found", async () => {
    const id = toPublicId("delivery", await say({ state: "failed", errorCode: "refused" }));
    for (const role of ["supervisor", "support", "analyst"] as const) {
      const own = workspace.member(role);
      await expect(getWaitingWork({ ctx: own })).rejects.toBeInstanceOf(PermissionDenied);
      await expect(retryWaiting({ ctx: own, input: { queue: "deliveries", id } })).rejects.toBeInstanceOf(
        PermissionDenied,
      );
      await expect(retryAllWaiting({ ctx: own, input: { queue: "deliveries" } })).rejects.toBeInstanceOf(
        PermissionDenied,
      );
    }
    const stranger = (await makeWorkspace(state.runtime)).member("owner");
    await expect(retryWaiting({ ctx: stranger, input: { queue: "deliveries", id } })).rejects.toBeInstanceOf(
      WaitingWorkGone,
    );
    expect((await queueOf("deliveries", stranger)).items).toEqual([]);
  });
});
