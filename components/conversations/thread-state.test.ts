import { describe, expect, test } from "vitest";
import type { ThreadMessage, ThreadPage } from "@/server/conversations/schemas";
import { takeNewest, takeOlder } from "./thread-state";

const page = (from: number, to: number, nextCursor: string | null, mark = ""): ThreadPage => ({
  messages: Array.from({ length: to - from + 1 }, (_, index) => {
    return { id: `m${from + index}`, text: mark } as ThreadMessage;
  }),
  events: [],
  nextCursor,
});
const ids = (state: { messages: readonly ThreadMessage[] }) =>
  state.messages.map((message) => message.id.slice(1)).join(" ");

describe("a thread that is held", () => {
  test("newer messages go below, what was held above stays, nothing twice", () => {
    const first = takeNewest(undefined, page(5, 8, "at5"));
    const older = takeOlder(first, page(1, 4, null), "at5");
    const next = takeNewest(older, page(7, 10, "at7"));
    expect(ids(next)).toBe("1 2 3 4 5 6 7 8 9 10");
    expect(next.olderCursor).toBeNull();
  });

  test("a page again replaces what changed", () => {
    const held = takeNewest(undefined, page(1, 3, null, "old"));
    expect(
      takeNewest(held, page(1, 3, null, "new")).messages.every((message) => message.text === "new"),
    ).toBe(true);
  });

  test("a page that does not meet what is held starts anew", () => {
    const held = takeNewest(undefined, page(1, 4, null));
    const next = takeNewest(held, page(60, 64, "at60"));
    expect(ids(next)).toBe("60 61 62 63 64");
    expect(next.olderCursor).toBe("at60");
  });

  test("an older page from another place is passed over", () => {
    const held = takeNewest(undefined, page(5, 8, "at5"));
    expect(takeOlder(held, page(50, 54, null), "at55")).toBe(held);
  });
});
