import { TZDate } from "@date-fns/tz";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { addresses, agentRuns, conversations, customers, identities, messages } from "@/db/schema";
import { makeChannel } from "@/server/deliveries/testing";
import { type Ctx, inWorkspace, newId, PermissionDenied } from "@/server/kernel";
import { makeWorkspace, testStart, useTestRuntime } from "@/server/testing";
import { getFigures } from "./get-figures";
import { listFigureRows } from "./list-figure-rows";
import { recomputeHour } from "./recompute-hour";
import { type CountedFigure, hourKey, hourOf, median } from "./rules";

const state = useTestRuntime();
let workspace: Awaited<ReturnType<typeof makeWorkspace>>;
let ctx: Ctx;
let channelId: string;

beforeEach(async () => {
  workspace = await makeWorkspace(state.runtime);
  ctx = workspace.member("owner");
  ({ channelId } = await makeChannel(workspace));
});

/** Minutes are counted back from `testStart`; null where the thing did not happen. */
type History = {
  startedAgo: number;
  inboundAgo: number[];
  firstResponseAfter: number | null;
  answersAgo: number[];
  handoffAgo: number | null;
  memberMessages: number;
  resolution: "assumed" | "confirmed" | null;
  resolvedAgo: number;
  reopenedAfterHours: number | null;
};

/** Somebody wrote, and that was all. */
const quiet: Omit<History, "startedAgo" | "inboundAgo"> = {
  firstResponseAfter: null,
  answersAgo: [],
  handoffAgo: null,
  memberMessages: 0,
  resolution: null,
  resolvedAgo: 1,
  reopenedAfterHours: null,
};

const minutesAgo = (minutes: number) => new Date(testStart.getTime() - minutes * 60_000);
const spanMinutes = 6 * 24 * 60;
const ago = fc.integer({ min: 1, max: spanMinutes });
const historyArbitrary: fc.Arbitrary<History> = fc.record({
  startedAgo: ago,
  inboundAgo: fc.array(ago, { minLength: 1, maxLength: 4 }),
  firstResponseAfter: fc.option(fc.integer({ min: 0, max: 90 })),
  answersAgo: fc.array(ago, { maxLength: 3 }),
  handoffAgo: fc.option(ago),
  memberMessages: fc.integer({ min: 0, max: 1 }),
  resolution: fc.option(fc.constantFrom("assumed", "confirmed")),
  resolvedAgo: ago,
  reopenedAfterHours: fc.option(fc.integer({ min: 1, max: 100 })),
});

async function write(history: History): Promise<void> {
  const workspaceId = ctx.workspace.id;
  const [customerId, identityId, addressId, conversationId] = [newId(), newId(), newId(), newId()];
  const startedAt = minutesAgo(history.startedAgo);
  const resolvedAt = history.resolution ? minutesAgo(history.resolvedAgo) : null;
  const firstResponseAt =
    history.firstResponseAfter === null
      ? null
      : new Date(startedAt.getTime() + history.firstResponseAfter * 60_000);
  await inWorkspace(ctx, async (tx) => {
    await tx
      .insert(customers)
      .values({ workspaceId, id: customerId, displayName: "Ali", createdAt: startedAt });
    await tx.insert(identities).values({
      workspaceId,
      id: identityId,
      customerId,
      kind: "telegram",
      value: identityId,
      createdAt: startedAt,
    });
    await tx.insert(addresses).values({
      workspaceId,
      id: addressId,
      customerId,
      identityId,
      channelId,
      chatId: identityId,
      createdAt: startedAt,
    });
    await tx.insert(conversations).values({
      workspaceId,
      id: conversationId,
      channelId,
      customerId,
      addressId,
      status: "closed",
      lastMessageAt: startedAt,
      firstInboundAt: startedAt,
      firstResponseAt,
      answerCount: history.answersAgo.length,
      memberMessageCount: history.memberMessages,
      handedOffAt: history.handoffAgo === null ? null : minutesAgo(history.handoffAgo),
      resolution: history.resolution,
      resolvedAt,
      reopenedAt:
        resolvedAt && history.reopenedAfterHours !== null
          ? new Date(resolvedAt.getTime() + history.reopenedAfterHours * 3_600_000)
          : null,
      createdAt: startedAt,
    });
    await tx.insert(messages).values(
      history.inboundAgo.map((minutes, index) => ({
        workspaceId,
        id: newId(),
        conversationId,
        addressId,
        seq: index + 1,
        direction: "in" as const,
        author: "customer" as const,
        kind: "text" as const,
        sentAt: minutesAgo(minutes),
        createdAt: minutesAgo(minutes),
      })),
    );
    if (firstResponseAt) {
      await tx.insert(messages).values({
        workspaceId,
        id: newId(),
        conversationId,
        addressId,
        seq: history.inboundAgo.length + 1,
        direction: "out",
        author: "agent",
        kind: "text",
        sentAt: firstResponseAt,
        createdAt: firstResponseAt,
      });
    }
    const runs = [
      ...history.answersAgo.map((minutes) => ({ minutes, action: "answer" as const })),
      ...(history.handoffAgo === null ? [] : [{ minutes: history.handoffAgo, action: "handoff" as const }]),
    ];
    for (const { minutes, action } of runs) {
      await tx.insert(agentRuns).values({
        workspaceId,
        id: newId(),
        conversationId,
        fromSeq: 1,
        toSeq: 1,
        language: "tr",
        scores: {},
        sources: [],
        action,
        reason: "test",
        durationMs: 1,
        createdAt: minutesAgo(minutes),
      });
    }
  });
}

/** The same figures, counted by hand from what was written. */
function recount(histories: readonly History[]) {
  const isResolved = (history: History) =>
    history.resolution !== null &&
    history.answersAgo.length > 0 &&
    history.memberMessages === 0 &&
    history.handoffAgo === null &&
    (history.reopenedAfterHours === null || history.reopenedAfterHours > 72);
  const counted = (resolution: string) =>
    histories.filter((history) => isResolved(history) && history.resolution === resolution).length;
  return {
    messagesIn: histories.flatMap((history) => history.inboundAgo).length,
    conversationsStarted: histories.length,
    resolvedAssumed: counted("assumed"),
    resolvedConfirmed: counted("confirmed"),
    handedOff: histories.filter((history) => history.handoffAgo !== null).length,
    medianFirstResponseS: median(
      histories.flatMap(({ firstResponseAfter, startedAgo }) =>
        firstResponseAfter !== null && firstResponseAfter <= startedAgo ? [firstResponseAfter * 60] : [],
      ),
    ),
    minutesSaved: histories.flatMap((history) => history.answersAgo).length * 3,
  };
}

async function recomputeAll() {
  for (let minutes = spanMinutes + 60; minutes >= 0; minutes -= 60) {
    await recomputeHour({ ctx, hour: hourOf(hourKey(minutesAgo(minutes))) });
  }
}

describe("hourly figures", () => {
  test("equal a recount of the raw rows, whatever happened", async () => {
    const histories = fc.sample(historyArbitrary, { numRuns: 60, seed: 7 }).map((history) => ({
      ...history,
      // A response that would lie after now has not been given.
      firstResponseAfter:
        history.firstResponseAfter !== null && history.firstResponseAfter <= history.startedAgo
          ? history.firstResponseAfter
          : null,
    }));
    for (const history of histories) await write(history);
    await recomputeAll();
    await recomputeAll();
    const report = await getFigures({ ctx, input: { days: 7 } });
    expect(report.total).toEqual(recount(histories));
    const summed = report.days.reduce((total, day) => total + day.messagesIn, 0);
    expect(summed).toBe(report.total.messagesIn);
  });

  test("are told conversation by conversation, and come to the same", async () => {
    const histories = fc
      .sample(historyArbitrary, { numRuns: 40, seed: 11 })
      .map((history) => ({ ...history, firstResponseAfter: history.startedAgo > 5 ? 5 : null }));
    for (const history of histories) await write(history);
    await recomputeAll();
    const { total } = await getFigures({ ctx, input: { days: 7 } });
    const rowsOf = async (figure: CountedFigure) =>
      (await listFigureRows({ ctx, input: { figure, days: 7 } })).items;
    const sumOf = async (figure: CountedFigure) =>
      (await rowsOf(figure)).reduce((sum, { amount }) => sum + (amount ?? 0), 0);

    expect(await sumOf("messagesIn")).toBe(total.messagesIn);
    expect((await sumOf("minutesSaved")) * 3).toBe(total.minutesSaved);
    expect(await rowsOf("resolvedConfirmed")).toHaveLength(total.resolvedConfirmed);
    expect(await rowsOf("resolvedAssumed")).toHaveLength(total.resolvedAssumed);
    expect(await rowsOf("handedOff")).toHaveLength(total.handedOff);
    const responses = (await rowsOf("medianFirstResponseS")).map(({ amount }) => amount ?? 0);
    expect(median(responses)).toBe(total.medianFirstResponseS);
    expect((await rowsOf("messagesIn"))[0]).toMatchObject({ name: "Ali", status: "closed" });
  });

  test("more conversations than can be told are said to be more, the newest first", async () => {
    for (let minutes = 60; minutes > 0; minutes -= 1) {
      await write({ ...quiet, startedAgo: minutes, inboundAgo: [minutes] });
    }
    const { items, isTruncated } = await listFigureRows({ ctx, input: { figure: "messagesIn", days: 7 } });
    expect(isTruncated).toBe(true);
    expect(items).toHaveLength(50);
    expect(items[0]?.at).toBe(minutesAgo(1).toISOString());
  });

  test("a day is the workspace's day", async () => {
    // 22:30 UTC is half past one of the next day in Istanbul.
    const lateEvening = Math.round((testStart.getTime() - Date.parse("2026-11-18T22:30:00Z")) / 60_000);
    await write({ ...quiet, startedAgo: lateEvening, inboundAgo: [lateEvening] });
    await recomputeAll();
    const { days } = await getFigures({ ctx, input: { days: 7 } });
    expect(days.filter((day) => day.messagesIn > 0).map((day) => day.day)).toEqual(["2026-11-19"]);
    expect(days).toHaveLength(7);
    expect(days.at(-1)?.day).toBe(new TZDate(testStart, "Europe/Istanbul").toISOString().slice(0, 10));
  });

  test("the period before ends at the same time of day", async () => {
    const weekMinutes = 7 * 24 * 60;
    // It is noon in Istanbul: a message at eleven a week ago belongs to the comparison, one at two in the afternoon not.
    for (const ago of [60, weekMinutes + 60, weekMinutes - 120]) {
      await write({ ...quiet, startedAgo: ago, inboundAgo: [ago] });
      await recomputeHour({ ctx, hour: hourOf(hourKey(minutesAgo(ago))) });
    }
    const report = await getFigures({ ctx, input: { days: 7 } });
    expect(report.before.messagesIn).toBe(1);
    expect(report.total.messagesIn).toBe(1);
  });

  test("another workspace's figures stay its own", async () => {
    await write({ ...quiet, startedAgo: 5, inboundAgo: [5], firstResponseAfter: 1, answersAgo: [4] });
    await recomputeAll();
    const other = await makeWorkspace(state.runtime);
    const report = await getFigures({ ctx: other.member("owner"), input: { days: 7 } });
    expect(report.total).toMatchObject({
      messagesIn: 0,
      conversationsStarted: 0,
      medianFirstResponseS: null,
    });
  });

  test("the agent may not read them", async () => {
    await expect(getFigures({ ctx: workspace.as({ kind: "agent" }), input: { days: 7 } })).rejects.toThrow(
      PermissionDenied,
    );
  });
});
