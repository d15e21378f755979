import { describe, expect, test } from "vitest";
import type { ReplyPlan } from "@/db/schema";
import { replyModeAt } from "./reply-mode-at";

const weekdays = [0, 1, 2, 3, 4];
const plan: ReplyPlan = {
  usual: "manual",
  hours: [
    { days: weekdays, from: 9 * 60, to: 18 * 60, mode: "hybrid" },
    { days: [4], from: 22 * 60, to: 7 * 60, mode: "automatic" },
  ],
};

describe("how a bot answers at an hour, in the workspace's zone", () => {
  // 2026-11-20 is a Friday; Istanbul is three hours ahead.
  test.each([
    ["before the hours", "2026-11-20T05:59:00Z", "manual"],
    ["the first minute", "2026-11-20T06:00:00Z", "hybrid"],
    ["the last minute", "2026-11-20T14:59:00Z", "hybrid"],
    ["their end is not in them", "2026-11-20T15:00:00Z", "manual"],
    ["over midnight, the evening", "2026-11-20T19:00:00Z", "automatic"],
    ["over midnight, the morning after", "2026-11-21T03:59:00Z", "automatic"],
    ["over midnight, after its end", "2026-11-21T04:00:00Z", "manual"],
    ["the evening of another day", "2026-11-21T19:00:00Z", "manual"],
  ])("%s", (_label, at, mode) => {
    expect(replyModeAt(plan, new Date(at), "Europe/Istanbul")).toBe(mode);
  });

  test("the first of two that hold a moment counts", () => {
    const hours = [
      { days: [4], from: 0, to: 1440, mode: "automatic" as const },
      { days: [4], from: 540, to: 600, mode: "manual" as const },
    ];
    expect(replyModeAt({ usual: "hybrid", hours }, new Date("2026-11-20T06:30:00Z"), "Europe/Istanbul")).toBe(
      "automatic",
    );
  });

  test("the clock's jump belongs to the wall: two o'clock that does not exist is passed over", () => {
    const night = {
      usual: "manual" as const,
      hours: [{ days: [6], from: 120, to: 180, mode: "automatic" as const }],
    };
    // Berlin, 2026-03-29: 02:00 is 03:00.
    expect(replyModeAt(night, new Date("2026-03-29T00:59:00Z"), "Europe/Berlin")).toBe("manual");
    expect(replyModeAt(night, new Date("2026-03-29T01:00:00Z"), "Europe/Berlin")).toBe("manual");
  });
});
