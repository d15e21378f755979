import { describe, expect, test } from "vitest";
import { policy } from "@/server/kernel";
import { answeringRoles, isNewsTo, isVisible, nextStatus } from "./rules";

test("screens know the roles that the policy lets answer", () => {
  expect(answeringRoles).toEqual(policy["conversation.reply"].roles);
  expect(answeringRoles).toEqual(policy["conversation.takeOver"].roles);
  expect(answeringRoles).toEqual(policy["conversation.assign"].roles);
});

describe("nextStatus", () => {
  test.each([
    ["open", "takeOver", "handed_off"],
    ["handed_off", "takeOver", "handed_off"],
    ["closed", "takeOver", null],
    ["open", "assign", "handed_off"],
    ["handed_off", "assign", "handed_off"],
    ["closed", "assign", null],
    ["open", "snooze", "handed_off"],
    ["handed_off", "snooze", "handed_off"],
    ["closed", "snooze", null],
    ["open", "release", null],
    ["handed_off", "release", "open"],
    ["closed", "release", null],
    ["open", "close", "closed"],
    ["handed_off", "close", "closed"],
    ["closed", "close", null],
    ["open", "reopen", null],
    ["handed_off", "reopen", null],
    ["closed", "reopen", "handed_off"],
    ["open", "reply", "handed_off"],
    ["handed_off", "reply", "handed_off"],
    ["closed", "reply", "handed_off"],
  ] as const)("%s, %s: %s", (status, move, expected) => expect(nextStatus(status, move)).toBe(expected));
});

describe("isVisible", () => {
  test.each([
    ["a letter", "a", true],
    ["an emoji", "👩‍👩‍👧", true],
    ["Arabic", "مرحبا", true],
    ["nothing", "", false],
    ["spaces and a line break", " \u00a0\n\t", false],
    ["zero-width characters", "\u200b\u200c\u200d\ufeff\u2060", false],
    ["direction marks", "\u200e\u202e\u2066", false],
    ["Hangul and Braille fillers", "\u3164\u2800", false],
    ["a variation selector alone", "\ufe0f", false],
  ])("%s", (_, text, expected) => expect(isVisible(text)).toBe(expected));
});

describe("isNewsTo", () => {
  const writer = { memberId: "me", lastSeenSeq: 5 };
  test.each([
    ["an answer of the agent after what was seen", { seq: 6, author: "agent", memberId: null }, true],
    ["a colleague's", { seq: 6, author: "member", memberId: "other" }, true],
    ["one's own", { seq: 6, author: "member", memberId: "me" }, false],
    ["what was on the screen", { seq: 5, author: "agent", memberId: null }, false],
  ] as const)("%s", (_, answer, expected) => expect(isNewsTo(answer, writer)).toBe(expected));
});
