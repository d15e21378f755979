import { expect, test } from "vitest";
import type { ThreadMessage } from "@/server/conversations/schemas";
import { stepReply } from "./composer-mode";

const said = (id: string, changes: Partial<ThreadMessage> = {}) =>
  ({ id, author: "customer", deletedAt: null, ...changes }) as ThreadMessage;
const thread = [
  said("1"),
  said("2", { deletedAt: "2026-11-21T09:00:00.000Z" }),
  said("3", { author: "system" }),
  said("4"),
];
const answering = (id: string) => ({ kind: "reply" as const, message: said(id) });

test.each([
  ["up from nothing: the newest", null, -1, "4"],
  ["up: past what is deleted and what the system said", answering("4"), -1, "1"],
  ["up at the oldest stays", answering("1"), -1, "1"],
  ["down", answering("1"), 1, "4"],
  ["down past the newest: nothing", answering("4"), 1, undefined],
  ["down from nothing: nothing", null, 1, undefined],
] as const)("%s", (_, current, step, expected) => {
  expect(stepReply(thread, current, step)?.id).toBe(expected);
});
