import { expect, test } from "vitest";
import { type DomainEvent, newId } from "@/server/kernel";
import { figureRules } from "./recompute-hour";

const minute = new Date("2026-11-22T09:30:00Z").getTime();
const workspaces = Array.from({ length: 20 }, () => newId());

const received = (workspaceId: string, at: number): DomainEvent => ({
  ...{
    id: newId(),
    workspaceId,
    name: "message/received",
    aggregateId: newId(),
    version: 1,
    schemaVersion: 1,
  },
  actor: { kind: "system", id: null },
  occurredAt: new Date(at),
});

/** When a figure is counted for a message that came then, by its kind. */
const dueAt = (workspaceId: string, at: number, kind: string) =>
  figureRules
    .filter(({ events }) => events.includes("message/received"))
    .flatMap((rule) => rule.jobs(received(workspaceId, at)))
    .find((job) => job.kind === kind)!
    .dueAt.getTime();

test.each([
  ["insight/hour", 4_000],
  ["insight/customers", 16_000],
])("%s: of a minute full of messages it is counted every %d ms, and none waits longer", (kind, paceMs) => {
  for (const workspaceId of workspaces) {
    const turns = new Set<number>();
    for (let at = minute; at < minute + 60_000; at += 97) {
      const turn = dueAt(workspaceId, at, kind);
      turns.add(turn);
      // Bursts have a second to settle.
      expect(turn - at).toBeGreaterThanOrEqual(1_000);
      expect(turn - at).toBeLessThan(1_000 + paceMs);
    }
    expect(turns.size).toBeLessThanOrEqual(Math.ceil(60_000 / paceMs) + 1);
  }
});

test("workspaces are not counted all at the same moment", () => {
  const turns = workspaces.map((workspaceId) => dueAt(workspaceId, minute, "insight/hour"));
  expect(new Set(turns).size).toBeGreaterThan(10);
});
