import { expect, test } from "vitest";
import { inOrder, whyNotTogether } from "./rules";

test.each([
  [["reply", "tag", "tag", "close"], null],
  [["note"], null],
  [["reply", "reply"], "twice"],
  [["assign", "tag", "assign"], "twice"],
  [["draft", "reply"], "replyAndDraft"],
  [["snooze", "close"], "snoozeAndClose"],
])("%j go together: %s", (kinds, expected) => {
  expect(whyNotTogether(kinds.map((kind) => ({ kind })))).toBe(expected);
});

test("what is said comes first and what ends comes last; tags stay as they stand", () => {
  const steps = ["close", "tag a", "assign", "tag b", "note", "reply"].map((name) => {
    const [kind = ""] = name.split(" ");
    return { kind, name };
  });
  expect(inOrder(steps).map(({ name }) => name)).toEqual([
    "reply",
    "note",
    "tag a",
    "tag b",
    "assign",
    "close",
  ]);
});
