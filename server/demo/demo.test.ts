import { describe, expect, test } from "vitest";
import { makeDemoConversations } from "./demo-conversations";
import { demoOrder, makeDemoOrders, toCsv } from "./demo-orders";

const now = new Date("2026-11-20T09:00:00Z");
const sources = {
  orderId: (number: string) => number,
  faqId: (question: string) => question,
  memberIds: ["m1", "m2"],
};
const makeAll = () => {
  const orders = makeDemoOrders(now);
  return { orders, history: makeDemoConversations(now, orders, sources) };
};

describe("the demo's data", () => {
  test("the same day gives the same demo", () => {
    expect(makeAll()).toEqual(makeAll());
  });

  test("2,000 orders, each number and phone once, the demo's own on its way", () => {
    const { orders } = makeAll();
    expect(orders).toHaveLength(2_000);
    expect(new Set(orders.map(({ number }) => number)).size).toBe(2_000);
    expect(new Set(orders.map(({ phone }) => phone)).size).toBe(2_000);
    expect(orders[0]).toMatchObject({
      number: demoOrder.number,
      tracking: demoOrder.tracking,
      status: "shipped",
    });
  });

  test("no row of the file repeats another: all of it is imported", () => {
    const rows = toCsv(makeDemoOrders(now)).split("\n");
    expect(new Set(rows).size).toBe(rows.length);
  });

  test("500 conversations within thirty days, in order, none from the future, with people in some", () => {
    const { history } = makeAll();
    expect(history).toHaveLength(500);
    for (const { messages, resolution } of history) {
      const times = messages.map(({ at }) => at.getTime());
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(Math.max(...times)).toBeLessThanOrEqual(now.getTime());
      expect(Math.min(...times)).toBeGreaterThan(now.getTime() - 31 * 86_400_000);
      if (resolution) expect(messages.some(({ by }) => by === "member")).toBe(false);
    }
    for (const status of ["open", "handed_off", "closed"] as const) {
      expect(history.filter((past) => past.status === status).length).toBeGreaterThan(3);
    }
    expect(
      history.filter(({ messages }) => messages.some(({ by }) => by === "member")).length,
    ).toBeGreaterThan(50);
  });

  test("every answer of the agent names its source, and only an answer does", () => {
    for (const { messages } of makeAll().history) {
      for (const { run } of messages) {
        if (run) expect(run.sources.length > 0).toBe(run.action === "answer");
      }
    }
  });
});
