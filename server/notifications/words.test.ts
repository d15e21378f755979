import { describe, expect, test } from "vitest";
import { tellNotification } from "./words";

describe("a clock that is near, told outside the panel", () => {
  test.each([
    ["tr", 5, "Ayşe için süre doluyor: 5 dk. kaldı"],
    ["tr", 2_122, "Ayşe için süre doluyor: 1 gün 11 sa. kaldı"],
    ["tr", 0, "Ayşe için süre doldu"],
    ["en", 65, "Time is running out for Ayşe: 1 hr 5 mins left"],
    ["en", 0, "Time is up for Ayşe"],
  ] as const)("%s, %i minutes", (locale, minutes, title) => {
    const notification = { kind: "sla-near" as const, params: { customer: "Ayşe", minutes } };
    expect(tellNotification(locale, notification, { showsNames: true })).toEqual({ title, note: null });
    expect(tellNotification(locale, notification, { showsNames: false }).title).not.toContain("Ayşe");
  });
});
