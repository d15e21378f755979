import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { auditLog, conversations, customers, members, messages } from "@/db/schema";
import { makeChannel } from "@/server/deliveries/testing";
import { type Ctx, inWorkspace, newId, PermissionDenied, toPublicId } from "@/server/kernel";
import { makeWorkspace, testStart, useTestRuntime } from "@/server/testing";
import { updateWorkspace } from "@/server/workspaces";
import { exportFigureRows } from "./export-figure-rows";
import { getCustomerReport } from "./get-customer-report";
import { getFigures } from "./get-figures";
import { listFigureRows } from "./list-figure-rows";
import { insightLaterHandlers, recomputeHour, recomputeSpan } from "./recompute-hour";
import { recountCustomers } from "./recount-customers";
import { type CountedFigure, hourKey, hourOf, keptSpan, quantile, tallyOf } from "./rules";
import {
  type History,
  historiesOver,
  localOf,
  quiet,
  recount,
  recountIntents,
  turnsOf,
  writeHistory,
} from "./testing";

const state = useTestRuntime();
let workspace: Awaited<ReturnType<typeof makeWorkspace>>;
let ctx: Ctx;
let channelId: string;

async function useZone(timeZone: string) {
  workspace = await makeWorkspace(state.runtime, { timeZone });
  ctx = workspace.member("owner");
  ({ channelId } = await makeChannel(workspace));
}

beforeEach(() => useZone("Europe/Istanbul"));
afterEach(() => state.clock.set(testStart));

const minutesAgo = (minutes: number) => new Date(state.clock.now().getTime() - minutes * 60_000);

const memberOf = (role: "support" | "owner") => {
  const { actor } = workspace.member(role);
  return actor.kind === "member" ? actor.memberId : "";
};

const write = (history: History) => writeHistory({ ctx, channelId, memberId: memberOf("support") }, history);

const recomputeAll = (days: number) =>
  recomputeSpan({
    ctx,
    from: hourOf(hourKey(minutesAgo(days * 24 * 60))),
    to: hourOf(hourKey(minutesAgo(-120))),
  });

describe("figures", () => {
  // Clocks went back in Berlin and New York and forward on Lord Howe (by half an hour) within these 90 days; the others
  // are whole hours, half an hour and a quarter away from UTC.
  test.each([
    ["Europe/Istanbul", 7],
    ["Europe/Berlin", 90],
    ["America/New_York", 30],
    ["Asia/Kolkata", 7],
    ["Asia/Kathmandu", 30],
    ["Australia/Lord_Howe", 90],
  ] as const)(
    "in %s over %i days equal a recount of the raw rows, whatever happened",
    async (zone, days) => {
      await useZone(zone);
      const histories = historiesOver(days, 40, days);
      for (const history of histories) await write(history);
      await recomputeAll(days);
      if (days === 7) await recomputeAll(days);

      const report = await getFigures({ ctx, input: { days } });
      expect(report.total).toEqual(recount(histories));
      const dayOf = (ago: number) => localOf(minutesAgo(ago), zone).day;
      expect(report.points).toHaveLength(days);
      for (const { at, ...figures } of report.points) {
        expect(figures, at).toEqual(recount(histories, (ago) => dayOf(ago) === at));
      }
      const heat = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
      for (const ago of histories.flatMap(({ inboundAgo }) => inboundAgo)) {
        const { weekday, hour } = localOf(minutesAgo(ago), zone);
        heat[weekday]![hour]! += 1;
      }
      expect(report.heat).toEqual(heat);
      expect(
        Object.fromEntries(report.intents.map(({ intent, name, ...counts }) => [intent, counts])),
      ).toEqual(recountIntents(histories));
      expect(report.languages.reduce((sum, { turns }) => sum + turns, 0)).toBe(
        histories.flatMap(turnsOf).length,
      );
      expect(report.members).toEqual([
        {
          memberId: toPublicId("member", memberOf("support")),
          name: "Deniz support",
          replies: histories.flatMap(({ memberMessagesAgo }) => memberMessagesAgo).length,
          closed: histories.filter(({ tookMinutes }) => tookMinutes !== null).length,
        },
      ]);
    },
    60_000,
  );

  test("an hour that the clock tells twice is two of today's, and the skipped one none", async () => {
    await useZone("Europe/Berlin");
    state.clock.set(new Date("2026-10-25T20:00:00Z"));
    // Half past two in summer time, and again in winter time.
    for (const at of ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"]) {
      const ago = (state.clock.now().getTime() - Date.parse(at)) / 60_000;
      await write({ ...quiet, startedAgo: ago, inboundAgo: [ago] });
    }
    await recomputeAll(2);
    const back = await getFigures({ ctx, input: { days: 1 } });
    expect(back.points).toHaveLength(25);
    expect(back.points.filter(({ messagesIn }) => messagesIn > 0).map(({ at }) => at)).toEqual([
      "2026-10-25T00:00:00.000Z",
      "2026-10-25T01:00:00.000Z",
    ]);
    expect(back.total.messagesIn).toBe(2);
    expect(back.heat[6]![2]).toBe(2);
    state.clock.set(new Date("2026-03-29T20:00:00Z"));
    expect((await getFigures({ ctx, input: { days: 1 } })).points).toHaveLength(23);
  });

  test("another zone of the workspace makes other days of the same quarters", async () => {
    // Half past ten in the evening, UTC: the next day in Istanbul, the same one in New York.
    const ago = (testStart.getTime() - Date.parse("2026-11-18T22:30:00Z")) / 60_000;
    await write({ ...quiet, startedAgo: ago, inboundAgo: [ago] });
    await recomputeAll(7);
    const daysWithMessages = async () =>
      (await getFigures({ ctx, input: { days: 7 } })).points
        .filter(({ messagesIn }) => messagesIn > 0)
        .map(({ at }) => at);
    expect(await daysWithMessages()).toEqual(["2026-11-19"]);
    await updateWorkspace({ ctx, input: { timeZone: "America/New_York" } });
    ctx = { ...ctx, workspace: { ...ctx.workspace, timeZone: "America/New_York" } };
    const job = {
      workspaceId: ctx.workspace.id,
      kind: "insight/zone",
      subject: ctx.workspace.id,
      attempts: 1,
    };
    await insightLaterHandlers[job.kind]!(job);
    expect(await daysWithMessages()).toEqual(["2026-11-18"]);
  });

  test("a conversation that the customer opens again is taken back where it had counted", async () => {
    await write({
      ...quiet,
      startedAgo: 3_000,
      inboundAgo: [3_000],
      turns: [{ ago: 2_999, intent: "stock", action: "answer", isCorrected: false }],
      resolution: "assumed",
      resolvedAgo: 1_500,
      tookMinutes: 1,
    });
    await recomputeAll(7);
    const before = await getFigures({ ctx, input: { days: 7 } });
    expect(before.total).toMatchObject({ resolvedAssumed: 1, resolvedReopened: 0, deflection: 1 });
    await inWorkspace(ctx, async (tx) => {
      const [row] = await tx
        .update(conversations)
        .set({ status: "open", reopenedAt: minutesAgo(10) })
        .returning();
      await tx.insert(messages).values({
        workspaceId: ctx.workspace.id,
        id: newId(),
        conversationId: row!.id,
        addressId: row!.addressId,
        seq: 50,
        direction: "in",
        author: "customer",
        kind: "text",
        sentAt: minutesAgo(10),
        createdAt: minutesAgo(10),
      });
    });
    // Only the hour of the new message is dirty; it finds the others.
    await recomputeHour({ ctx, hour: hourOf(hourKey(minutesAgo(10))) });
    const after = await getFigures({ ctx, input: { days: 7 } });
    expect(after.total).toMatchObject({ resolvedAssumed: 0, resolvedReopened: 1, deflection: 0 });
    expect(after.intents).toEqual([
      { intent: "stock", name: null, asked: 1, resolved: 0, handedOff: 0, corrected: 0 },
    ]);
  });

  test("the rows behind each come to the same", async () => {
    const histories = historiesOver(7, 40, 11);
    for (const history of histories) await write(history);
    await recomputeAll(7);
    const { total, intents, heat } = await getFigures({ ctx, input: { days: 7 } });
    const rowsOf = async (
      figure: CountedFigure | "intent" | "language" | "member" | "weekHour",
      key?: string,
    ) => (await listFigureRows({ ctx, input: { figure, days: 7, ...(key ? { key } : {}) } })).items;
    const sumOf = async (...wanted: Parameters<typeof rowsOf>) =>
      (await rowsOf(...wanted)).reduce((sum, { amount }) => sum + (amount ?? 0), 0);

    expect(await sumOf("messagesIn")).toBe(total.messagesIn);
    expect((await sumOf("minutesSaved")) * 3).toBe(total.minutesSaved);
    for (const figure of ["resolvedConfirmed", "resolvedAssumed", "resolvedReopened", "handedOff"] as const) {
      expect(await rowsOf(figure), figure).toHaveLength(total[figure]);
    }
    expect(await rowsOf("conversationsStarted")).toHaveLength(total.conversationsStarted);
    const spread = (rows: Awaited<ReturnType<typeof rowsOf>>) =>
      tallyOf(
        [...Map.groupBy(rows, ({ amount }) => keptSpan(amount ?? 0))].map(([value, same]) => ({
          kind: "firstResponse",
          key: String(value),
          n: same.length,
        })),
      ).spreads.firstResponse;
    expect(quantile(spread(await rowsOf("medianFirstResponseS")), 0.5)).toBe(total.medianFirstResponseS);
    expect(quantile(spread(await rowsOf("p90FirstResponseS")), 0.9)).toBe(total.p90FirstResponseS);
    expect(quantile(spread(await rowsOf("medianResolutionS")), 0.5)).toBe(total.medianResolutionS);
    expect(await sumOf("intent", "stock")).toBe(intents.find(({ intent }) => intent === "stock")?.asked);
    const busiest = heat.flatMap((hours, weekday) => hours.map((n, hour) => ({ weekday, hour, n })));
    const [cell] = busiest.sort((one, other) => other.n - one.n);
    expect(await sumOf("weekHour", `${cell!.weekday}-${cell!.hour}`)).toBe(cell!.n);
    const member = toPublicId("member", memberOf("support"));
    expect(await sumOf("member", member)).toBe(histories.flatMap((one) => one.memberMessagesAgo).length);
    expect((await rowsOf("messagesIn"))[0]).toMatchObject({ name: "=Ali", status: expect.any(String) });
    await expect(rowsOf("member", "nobody")).rejects.toMatchObject({ code: "FIGURE_KEY_INVALID" });
    await expect(rowsOf("intent")).rejects.toMatchObject({ code: "FIGURE_KEY_INVALID" });
  });

  test("more conversations than can be told are said to be more, the newest first; the file has them all", async () => {
    for (let minutes = 60; minutes > 0; minutes -= 1) {
      await write({ ...quiet, startedAgo: minutes, inboundAgo: [minutes] });
    }
    const { items, isTruncated } = await listFigureRows({ ctx, input: { figure: "messagesIn", days: 7 } });
    expect(isTruncated).toBe(true);
    expect(items).toHaveLength(50);
    expect(items[0]?.at).toBe(minutesAgo(1).toISOString());

    const headings = ["Zaman", "Konuşma", "Müşteri", "Durum", "Saniye"];
    let file = "";
    for await (const piece of await exportFigureRows({
      ctx,
      input: { figure: "messagesIn", days: 7, headings },
    })) {
      file += Buffer.from(piece).toString("utf8");
    }
    const lines = file.slice(0, -2).split("\r\n");
    expect(lines).toHaveLength(61);
    expect(lines[0]).toBe(`\ufeff${headings.join(",")}`);
    // Noon of Istanbul, the customer's name as no spreadsheet would run it.
    expect(lines[1]).toMatch(/^2026-11-20T11:59:00,cnv_[0-9a-f]{32},'=Ali,open,$/);
    const audit = await inWorkspace(ctx, (tx) => tx.select().from(auditLog));
    expect(audit.filter(({ action }) => action === "figures.export")).toHaveLength(1);
  });

  test("the period before ends at the same time of day", async () => {
    const weekMinutes = 7 * 24 * 60;
    // It is noon in Istanbul: a message at eleven a week ago belongs to the comparison, one at two in the afternoon not.
    for (const ago of [60, weekMinutes + 60, weekMinutes - 120]) {
      await write({ ...quiet, startedAgo: ago, inboundAgo: [ago] });
    }
    await recomputeAll(15);
    const report = await getFigures({ ctx, input: { days: 7 } });
    expect(report.before.messagesIn).toBe(1);
    expect(report.total.messagesIn).toBe(1);
  });

  test("another workspace's figures stay its own", async () => {
    await write({ ...quiet, startedAgo: 5, inboundAgo: [5], firstResponseAfter: 1 });
    await recomputeAll(1);
    const other = await makeWorkspace(state.runtime);
    const report = await getFigures({ ctx: other.member("owner"), input: { days: 7 } });
    expect(report.total).toMatchObject({
      messagesIn: 0,
      conversationsStarted: 0,
      medianFirstResponseS: null,
    });
  });

  test("the agent may not read them", async () => {
    const agent = workspace.as({ kind: "agent" });
    await expect(getFigures({ ctx: agent, input: { days: 7 } })).rejects.toThrow(PermissionDenied);
    await expect(getCustomerReport({ ctx: agent, input: { days: 7 } })).rejects.toThrow(PermissionDenied);
    await expect(
      exportFigureRows({ ctx: agent, input: { figure: "messagesIn", days: 7, headings: [] } }),
    ).rejects.toThrow(PermissionDenied);
  });
});

describe("customers", () => {
  test("are told by how much they wrote, and by who of a week came back", async () => {
    const week = 7 * 24 * 60;
    const first = await write({ ...quiet, startedAgo: 2 * week, inboundAgo: [2 * week, 100, 90, 80] });
    const second = await write({ ...quiet, startedAgo: 2 * week + 10, inboundAgo: [2 * week + 10] });
    const third = await write({ ...quiet, startedAgo: 120, inboundAgo: [120, 110] });
    // Another record of the first one is nobody more.
    await inWorkspace(ctx, (tx) =>
      tx.insert(customers).values({
        ...{ workspaceId: ctx.workspace.id, id: newId(), displayName: "Ali", mergedIntoId: first },
        createdAt: new Date(testStart.getTime() - 2 * week * 60_000),
      }),
    );
    await recountCustomers({ ctx });

    const today = await getCustomerReport({ ctx, input: { days: 1 } });
    expect(today.countedAt).toBe(testStart.toISOString());
    expect(today.busiest.map(({ customerId, messages }) => [customerId, messages])).toEqual([
      [toPublicId("customer", first), 3],
      [toPublicId("customer", third), 2],
    ]);
    const longer = await getCustomerReport({ ctx, input: { days: 30 } });
    expect(longer.busiest.map(({ customerId }) => customerId)).toContain(toPublicId("customer", second));
    expect(longer.busiest[0]).toMatchObject({ messages: 4, name: "=Ali" });
    // The Mondays of Istanbul: of the two who came two weeks ago one wrote this week again.
    const cohorts = new Map(longer.cohorts.map(({ week: monday, ...cohort }) => [monday, cohort]));
    expect(cohorts.get("2026-11-02")).toEqual({ size: 2, active: [2, 0, 1] });
    expect(cohorts.get("2026-11-16")).toEqual({ size: 1, active: [1] });
    expect(cohorts.size).toBe(12);
  });
});

test("members who have left keep their work", async () => {
  await write({ ...quiet, startedAgo: 30, inboundAgo: [30], memberMessagesAgo: [20] });
  await recomputeAll(1);
  await inWorkspace(ctx, (tx) => tx.update(members).set({ removedAt: testStart }));
  const report = await getFigures({ ctx, input: { days: 7 } });
  expect(report.members).toMatchObject([{ name: "Deniz support", replies: 1 }]);
});
