import { validate, version } from "uuid";
import { describe, expect, test, vi } from "vitest";
import { newId } from "./ids";

describe("new ids", () => {
  test("are of version 7, differ, and sort by the order of making", () => {
    const ids = Array.from({ length: 20_000 }, newId);
    expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(ids);
  });

  test("carry the time of making, and keep their order when the clock is set back", () => {
    vi.useFakeTimers({ now: Date.now() + 1_000 });
    try {
      const now = Date.now();
      const first = newId();
      expect(Number.parseInt(first.replace("-", "").slice(0, 12), 16)).toBe(now);
      vi.setSystemTime(now - 60_000);
      expect(newId() > first).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });
});
