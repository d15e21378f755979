import { describe, expect, test } from "vitest";
import { isOverdue, isReminderWanted, toDueMoments } from "./rules";

const at = (text: string) => new Date(text);

describe("toDueMoments", () => {
  test.each([
    [
      "a time",
      { day: "2026-11-24", time: "14:30" },
      "Europe/Istanbul",
      "2026-11-24T11:30Z",
      "2026-11-24T11:30Z",
    ],
    [
      "a day alone",
      { day: "2026-11-24", time: null },
      "Europe/Istanbul",
      "2026-11-24T21:00Z",
      "2026-11-24T06:00Z",
    ],
    [
      "a time that spring leaves out",
      { day: "2026-03-29", time: "02:30" },
      "Europe/Berlin",
      "2026-03-29T01:30Z",
      "2026-03-29T01:30Z",
    ],
    [
      "a day of 23 hours",
      { day: "2026-03-29", time: null },
      "Europe/Berlin",
      "2026-03-29T22:00Z",
      "2026-03-29T07:00Z",
    ],
    [
      "a day of 25 hours",
      { day: "2026-10-25", time: null },
      "Europe/Berlin",
      "2026-10-25T23:00Z",
      "2026-10-25T08:00Z",
    ],
  ])("%s", (_, due, zone, dueAt, remindAt) =>
    expect(toDueMoments(due, zone)).toEqual({ dueAt: at(dueAt), remindAt: at(remindAt) }),
  );

  test("there is no 30 February", () => {
    expect(toDueMoments({ day: "2026-02-30", time: null }, "Europe/Istanbul")).toBeNull();
  });
});

describe("isOverdue", () => {
  const now = at("2026-11-20T09:00Z");
  test.each([
    ["not yet", { dueAt: at("2026-11-20T09:00:00.001Z"), doneAt: null }, false],
    ["at the moment", { dueAt: now, doneAt: null }, true],
    ["done in time or late", { dueAt: at("2026-11-01T00:00Z"), doneAt: now }, false],
    ["without a day", { dueAt: null, doneAt: null }, false],
  ])("%s", (_, task, expected) => expect(isOverdue(task, now)).toBe(expected));
});

describe("isReminderWanted", () => {
  const now = at("2026-11-20T09:00Z");
  const [before, after] = [at("2026-11-20T08:00Z"), at("2026-11-20T10:00Z")];
  test.each([
    ["mine, to come", { remindAt: after, assignee: "a", writer: "a" }, true],
    ["mine, passed as I write it", { remindAt: before, assignee: "a", writer: "a" }, false],
    ["another's, passed", { remindAt: before, assignee: "b", writer: "a" }, true],
    ["nobody's", { remindAt: after, assignee: null, writer: "a" }, false],
    ["without a day", { remindAt: null, assignee: "b", writer: "a" }, false],
  ])("%s", (_, task, expected) => expect(isReminderWanted({ ...task, now })).toBe(expected));
});
