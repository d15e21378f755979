import { describe, expect, test } from "vitest";
import { fixedClock } from "./clock";
import { ErrorCounts } from "./error-counts";
import { createLogger } from "./logger";

const start = new Date("2026-11-20T09:00:00.000Z");
const hourMs = 3_600_000;

describe("errors by kind", () => {
  test("are counted by the line and the innermost cause, the newest first", () => {
    const counts = new ErrorCounts(fixedClock(start));
    const unique = Object.assign(new Error("duplicate key"), { name: "PostgresError", code: "23505" });
    counts.note("a job failed", new Error("Failed query", { cause: unique }));
    counts.note("a job failed", unique);
    counts.note("a job failed", new TypeError("x is not a function"));
    counts.note("no error in it", undefined);
    expect(counts.list()).toMatchObject([
      { message: "no error in it", cause: null, count: 1, sample: null },
      { message: "a job failed", cause: "TypeError", count: 1 },
      { message: "a job failed", cause: "PostgresError 23505", count: 2, sample: "duplicate key" },
    ]);
  });

  test("are forgotten after a day, hour by hour", () => {
    const clock = fixedClock(start);
    const counts = new ErrorCounts(clock);
    counts.note("old", new Error("x"));
    clock.advance(12 * hourMs);
    counts.note("old", new Error("x"));
    expect(counts.list()).toMatchObject([{ count: 2, firstAt: start }]);
    clock.advance(13 * hourMs);
    expect(counts.list()).toMatchObject([{ count: 1 }]);
    clock.advance(24 * hourMs);
    expect(counts.list()).toEqual([]);
  });

  test("are bounded: one kind too many pushes out the one that was quiet longest", () => {
    const counts = new ErrorCounts(fixedClock(start));
    for (let index = 0; index < 250; index += 1) counts.note(`kind ${index}`, undefined);
    expect(counts.list()).toHaveLength(200);
    expect(counts.list().at(-1)?.message).toBe("kind 50");
  });

  test.each([
    ["an address", "no mailbox ayse@example.com here", "no mailbox [address] here"],
    ["a phone", "bad number +905321234567", "bad number +…"],
    ["what a customer wrote", 'Unexpected token in "Siparişim nerede"', 'Unexpected token in "…"'],
    ["a name that is one word", 'invalid value "Ahmet"', 'invalid value "…"'],
    ["a token", "GET /bot123456789:AAF-abcdefghijklmnopqrstuvwx/x failed", "GET /bot[token]/x failed"],
    ["bound values", "Failed query: select $1\nparams: Ahmet", "Failed query: select $1"],
  ])("a sample leaves out %s", (_label, said, shown) => {
    const counts = new ErrorCounts(fixedClock(start));
    counts.note("x", new Error(said));
    expect(counts.list()[0]?.sample).toBe(shown);
  });

  test("a sample keeps the names of constraints and is short", () => {
    const counts = new ErrorCounts(fixedClock(start));
    counts.note("x", new Error(`violates "channels_account" ${"a".repeat(1_000)}`));
    expect(counts.list()[0]?.sample).toMatch(/^violates "channels_account" a{200,}$/);
    expect(counts.list()[0]?.sample).toHaveLength(240);
  });

  test("come from every line of the log at error and above, and from no other", () => {
    const noted: unknown[] = [];
    const logger = createLogger("error", (...line) => noted.push(line));
    const error = new Error("x");
    logger.warn({ error }, "a warning");
    logger.error({ error }, "it failed");
    logger.fatal("it ended");
    expect(noted).toEqual([
      ["it failed", error],
      ["it ended", undefined],
    ]);
  });
});
