import { createHash } from "node:crypto";
import { TZDate } from "@date-fns/tz";
import { describe, expect, test } from "vitest";
import type { PastConversation } from "@/server/conversations";
import { demoOrder, makeDemoOrders, toCsv } from "../demo-orders";
import { type DemoWorkspace, demoWorkspaces } from "../workspaces";
import { chunkOf, chunksIn, planDemo } from "./fill-history";
import { historyDays, type Visit } from "./plan-visits";
import { tellVisit } from "./tell-visit";

const now = new Date("2026-11-20T09:00:00Z");
const dayMs = 86_400_000;
const [shop] = demoWorkspaces as [DemoWorkspace];

function tellAll(demo: DemoWorkspace, at = now): PastConversation[] {
  const { rhythm, talks, name, kind, businessHours } = demo;
  const setting = {
    rhythm,
    talks,
    now: at,
    workspace: { name, kind, businessHours, timeZone: rhythm.timeZone },
    memberIds: ["m1", "m2"],
    orderId: (number: string) => `order ${number}`,
    faqId: (language: string, question: string) =>
      demo.faq.some((entry) => entry.language === language && entry.question === question)
        ? `faq ${question}`
        : "",
  };
  return planDemo(demo, at).map((visit: Visit) => tellVisit(visit, setting));
}

const told = new Map(demoWorkspaces.map((demo) => [demo.slug, tellAll(demo)]));
const of = (demo: DemoWorkspace) => told.get(demo.slug)!;
const digest = (history: readonly PastConversation[]) =>
  createHash("sha256").update(JSON.stringify(history)).digest("hex");
const share = <T>(all: readonly T[], test: (one: T) => boolean) => all.filter(test).length / all.length;

describe("the demo's history", () => {
  // A piece that is empty would never be seen as done, and the demo never as made.
  test("no piece of it is empty, at whatever time of day it is made", () => {
    for (const demo of demoWorkspaces) {
      for (let halfHour = 0; halfHour < 48; halfHour += 1) {
        const made = new Date(now.getTime() + halfHour * 1_800_000);
        const pieces = new Set(planDemo(demo, made).map(({ at }) => chunkOf(at, made)));
        const all = Array.from({ length: chunksIn(historyDays) }, (_, nth) => nth);
        expect(
          [...pieces].sort((a, b) => a - b),
          `${demo.slug} at ${made.toISOString()}`,
        ).toEqual(all);
      }
    }
  });

  test("the same clock gives the same demo to the letter, another one another", () => {
    const desk = demoWorkspaces.find(({ kind }) => kind === "desk")!;
    expect(digest(tellAll(desk))).toBe(digest(of(desk)));
    expect(digest(tellAll(desk, new Date(now.getTime() + 60_000)))).not.toBe(digest(of(desk)));
  }, 60_000);

  test("at least 3,000 customers and 40,000 messages together", () => {
    const all = demoWorkspaces.flatMap(of);
    expect(new Set(all.map(({ customer }) => customer.telegramId)).size).toBeGreaterThan(3_000);
    expect(all.reduce((sum, { messages }) => sum + messages.length, 0)).toBeGreaterThan(40_000);
  });

  describe.each(demoWorkspaces.map((demo) => [demo.slug, demo] as const))("%s", (_, demo) => {
    const history = of(demo);
    const { timeZone } = demo.rhythm;
    const hourOf = (at: Date) => new TZDate(at, timeZone).getHours();
    const begins = history.map(({ messages }) => messages[0]!.at);
    const daysAgo = (at: Date) => (now.getTime() - at.getTime()) / dayMs;

    test("in order, nothing from the future, the first of it ninety days ago", () => {
      for (const { messages, resolution, reopenedAt } of history) {
        const times = messages.map(({ at }) => at.getTime());
        expect(times).toEqual([...times].sort((a, b) => a - b));
        for (const at of [...times, resolution?.at.getTime() ?? 0, reopenedAt?.getTime() ?? 0]) {
          expect(at).toBeLessThanOrEqual(now.getTime());
        }
      }
      expect(Math.max(...begins.map(daysAgo))).toBeGreaterThan(historyDays - 2);
      expect(Math.max(...begins.map(daysAgo))).toBeLessThanOrEqual(historyDays);
    });

    test("quiet nights, busy evenings or working days, and more of it than three months ago", () => {
      expect(share(begins, (at) => hourOf(at) >= 2 && hourOf(at) < 6)).toBeLessThan(0.05);
      expect(share(begins, (at) => hourOf(at) >= 12 && hourOf(at) < 24)).toBeGreaterThan(0.5);
      const months = [0, 30, 60].map((from) =>
        share(begins, (at) => daysAgo(at) >= from && daysAgo(at) < from + 30),
      );
      expect(months[0]).toBeGreaterThan(months[2]! * 1.1);
      expect(months[0]).toBeLessThan(months[2]! * 1.9);
    });

    test("people come back; each has at most one conversation that is not closed", () => {
      const byCustomer = Map.groupBy(history, ({ customer }) => customer.telegramId);
      expect(history.length / byCustomer.size).toBeGreaterThan(1.4);
      for (const [, past] of byCustomer) {
        expect(past.filter(({ status }) => status !== "closed").length).toBeLessThanOrEqual(1);
        expect(new Set(past.map(({ customer }) => customer.displayName)).size).toBe(1);
      }
    });

    test("no two neighbours begin alike, and few of the others", () => {
      const firsts = history.map(({ messages }) => messages[0]!.text.toLocaleLowerCase("tr"));
      expect(firsts.filter((text, nth) => nth > 0 && text === firsts[nth - 1])).toEqual([]);
      expect(new Set(firsts).size / firsts.length).toBeGreaterThan(0.4);
      expect(firsts.join(" ")).not.toMatch(/[{}]/);
    });

    test("every answer has a source that is there, and nothing else has one", () => {
      for (const { messages } of history) {
        for (const { run } of messages) {
          if (!run) continue;
          expect(run.sources.length > 0).toBe(run.action === "answer");
          for (const { id } of run.sources) expect(id).not.toBe("");
        }
      }
    });

    test("resolved both ways, handed over, opened again, and a few that wait now", () => {
      const kinds = history.map(({ resolution }) => resolution?.kind);
      expect(share(kinds, (kind) => kind === "confirmed")).toBeGreaterThan(0.2);
      expect(share(kinds, (kind) => kind === "assumed")).toBeGreaterThan(0.2);
      expect(share(history, ({ messages }) => messages.some(({ by }) => by === "member"))).toBeGreaterThan(
        0.15,
      );
      expect(history.filter(({ reopenedAt }) => reopenedAt).length).toBeGreaterThan(10);
      const waiting = history.filter(({ status }) => status === "handed_off");
      expect(waiting.length).toBeGreaterThan(1);
      expect(waiting.length).toBeLessThan(40);
      expect(history.filter(({ status }) => status === "open").length).toBeGreaterThan(5);
    });

    test("in each of its languages, as often as is said", () => {
      for (const language of demo.languages) {
        const wanted = (demo.rhythm.languages[language] ?? 0) / 100;
        const found = share(history, ({ customer }) => customer.language === language);
        expect(found).toBeGreaterThan(wanted * 0.3);
        expect(found).toBeLessThan(Math.max(wanted * 1.8, wanted + 0.05));
      }
    });
  });

  test("the desk promises nothing to anybody", () => {
    const desk = demoWorkspaces.find(({ kind }) => kind === "desk")!;
    const said = of(desk).flatMap(({ messages }) => messages.filter(({ by }) => by !== "customer"));
    for (const { text } of said)
      expect(text).not.toMatch(/guaranteed|you will (make|earn)|risk[- ]free|\d+ ?% profit/i);
  });

  test("2,000 orders, each number and phone once, the shop's own on its way and proved", () => {
    const orders = makeDemoOrders(now);
    expect(orders).toHaveLength(2_000);
    expect(new Set(orders.map(({ number }) => number)).size).toBe(2_000);
    expect(new Set(orders.map(({ phone }) => phone)).size).toBe(2_000);
    const rows = toCsv(orders).split("\n");
    expect(new Set(rows).size).toBe(rows.length);
    expect(orders[0]).toMatchObject({ number: demoOrder.number, status: "shipped" });
    const own = of(shop).filter(({ customer }) => customer.telegramId === String(demoOrder.telegramId));
    expect(own).toHaveLength(1);
    expect(own[0]).toMatchObject({ status: "closed", customer: { phone: demoOrder.phone } });
    expect(daysBefore(own[0]!.messages.at(-1)!.at)).toBeGreaterThan(3);
  });
});

const daysBefore = (at: Date) => (now.getTime() - at.getTime()) / dayMs;
