import { describe, expect, test } from "vitest";
import { z } from "zod";
import { defineEvent, type Workflow } from "./define";
import { Registry } from "./registry";

const event = defineEvent("test/asked", 1, z.object({ shop: z.string() }));
const workflow = (config: Partial<Workflow>): Workflow => ({
  id: "wrong",
  triggers: [{ event }],
  load: async () => async () => undefined,
  ...config,
});

describe("a workflow is refused at the start, by name and value", () => {
  test.each<[string, Partial<Workflow>]>([
    ["idempotency", { idempotency: "event.data. ==" }],
    ["a trigger", { triggers: [{ event, if: "event.data. ==" }] }],
    ["a key", { concurrency: [{ limit: 1, key: "event.data. ==" }, { limit: 2 }] }],
    ["a priority", { priority: { run: "event.data. ==" } }],
    ["a cancelling event", { cancelOn: [{ event, if: "event.data. ==" }] }],
  ])("for an expression: %s", (_label, config) => {
    expect(() => new Registry([workflow(config)])).toThrow(
      'The workflow "wrong" has "event.data. ==", which is no expression: ',
    );
  });

  test.each<[string, (wrong: string) => Partial<Workflow>]>([
    ["longestCall", (longestCall) => ({ longestCall })],
    ["throttle", (period) => ({ throttle: { limit: 1, period } })],
    ["rateLimit", (period) => ({ rateLimit: { limit: 1, period } })],
    ["debounce", (period) => ({ debounce: { period } })],
    ["debounce's timeout", (timeout) => ({ debounce: { period: "3s", timeout } })],
    ["batchEvents", (timeout) => ({ batchEvents: { maxSize: 3, timeout } })],
    ["timeouts.start", (start) => ({ timeouts: { start } })],
    ["timeouts.finish", (finish) => ({ timeouts: { finish } })],
    ["cancelOn", (timeout) => ({ cancelOn: [{ event }, { event, timeout }] })],
  ])("for a duration: %s", (_label, configOf) => {
    for (const wrong of ["5 minutes", "1.5h", "0s", "", "2026-11-22T09:00:00Z"])
      expect(() => new Registry([workflow(configOf(wrong))])).toThrow(
        `The workflow "wrong" has "${wrong}", which is no duration: 30s, 2h and 1d12h are some.`,
      );
    expect(new Registry([workflow(configOf("1d12h"))]).get("santral-wrong")).toBeDefined();
  });

  test.each(["61 * * * *", "every night", "TZ=Mars/Olympus 0 3 * * *", "0 0 30 2 *"])(
    "for a cron: %s",
    (cron) => {
      const triggers = [{ event }, { cron }];
      expect(() => new Registry([workflow({ triggers })])).toThrow(
        `The workflow "wrong" has "${cron}", which is no cron: `,
      );
    },
  );

  test("for the id of another one", () => {
    expect(() => new Registry([workflow({}), workflow({})])).toThrow("santral-wrong");
  });
});

test("a payload is an object; types refuse another one", () => {
  // In a text there is nothing that a condition could name.
  // @ts-expect-error
  defineEvent("test/asked", 1, z.string());
  // In a list neither.
  // @ts-expect-error
  defineEvent("test/asked", 1, z.array(z.string()));
  const either = z.union([z.object({ kind: z.literal("a") }), z.object({ kind: z.literal("b") })]);
  expect(defineEvent("test/asked", 1, either).data.safeParse({ kind: "b" }).success).toBe(true);
});
