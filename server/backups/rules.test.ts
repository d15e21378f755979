import { expect, test } from "vitest";
import { judgeBackups } from "./rules";

const day = 86_400_000;
const now = new Date("2026-11-22T04:00:00Z");
const ago = (days: number) => ({ at: new Date(now.getTime() - days * day) });
const since = ago(30).at;

test.each([
  ["none has run yet", null, "ok"],
  ["the last one was good", { lastGood: ago(1), lastFailure: null, since }, "ok"],
  ["the last one failed", { lastGood: ago(1), lastFailure: ago(0.1), since }, "failing"],
  ["a tick was missed", { lastGood: ago(2.1), lastFailure: null, since }, "ok"],
  ["nothing has come for three days", { lastGood: ago(3), lastFailure: null, since }, "failing"],
  ["the schedule is new", { lastGood: null, lastFailure: null, since: ago(1).at }, "ok"],
  ["the schedule has never made one", { lastGood: null, lastFailure: null, since: ago(4).at }, "failing"],
] as const)("%s", (_, state, expected) => {
  expect(judgeBackups(state, day, now)).toBe(expected);
});
