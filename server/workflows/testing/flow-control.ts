import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { defineCase } from "./case";

const returned = (said: string[]) =>
  said.filter((each) => each.startsWith("= ")).map((each) => each.slice(2));

/** Counts how many of its bodies go on at once. */
function crowd(said: string[]) {
  const inside = new Map<string, number>();
  return async (key: string, ms = 60) => {
    const now = (inside.get(key) ?? 0) + 1;
    inside.set(key, now);
    said.push(`${key}: ${now} at once`);
    await sleep(ms);
    inside.set(key, inside.get(key)! - 1);
  };
}
const most = (said: string[], key: string) =>
  Math.max(...said.filter((each) => each.startsWith(`${key}: `)).map((each) => Number(each.split(" ")[1])));

/** Looks again and again, for twenty seconds at the most. */
async function soon(isSo: () => boolean, each = () => {}): Promise<void> {
  for (const until = Date.now() + 20_000; !isSo() && Date.now() < until; await sleep(50)) each();
}

/** How runs are held back, joined and dropped. */
export const flowCases = [
  defineCase("idempotent", "events with one key start one run", ({ event, workflow }) => ({
    workflows: [workflow(async ({ event: { data } }) => data.n, { idempotency: "event.data.order" })],
    async play({ send, pass, until, said }) {
      for (const [n, order] of [
        [1, "A"],
        [2, "A"],
        [3, "B"],
      ]) {
        await send(event(), { n, order });
        await pass(1);
      }
      await until(() => said.length > 1);
      await pass(2);
      expect(returned(said).sort()).toEqual(["1", "3"]);
    },
  })),
  defineCase(
    "concurrency",
    "no more calls at once than the limit, and none is lost",
    ({ event, workflow, said }) => {
      const enter = crowd(said);
      return {
        workflows: [workflow(async ({ step }) => step.run("work", () => enter("all")), { concurrency: 2 })],
        async play({ send, until }) {
          for (let n = 0; n < 8; n += 1) await send(event());
          await until(() => returned(said).length === 8);
          expect(most(said, "all")).toBe(2);
        },
      };
    },
  ),
  defineCase("concurrency-key", "a key has its own limit", ({ event, workflow, said }) => {
    const enter = crowd(said);
    return {
      workflows: [
        workflow(
          async ({ event: { data }, step }) =>
            step.run("work", async () => {
              await Promise.all([enter(String(data.shop)), enter("all")]);
            }),
          { concurrency: { limit: 1, key: "event.data.shop" } },
        ),
      ],
      async play({ send, until }) {
        for (let n = 0; n < 6; n += 1) await send(event(), { shop: n % 2 ? "odd" : "even" });
        await until(() => returned(said).length === 6);
        expect([most(said, "odd"), most(said, "even")]).toEqual([1, 1]);
      },
    };
  }),
  defineCase("concurrency-two", "two limits hold together", ({ event, workflow, said }) => {
    const enter = crowd(said);
    return {
      workflows: [
        workflow(
          async ({ event: { data }, step }) =>
            step.run("work", async () => {
              await Promise.all([enter(String(data.shop)), enter("all")]);
            }),
          { concurrency: [{ limit: 1, key: "event.data.shop" }, { limit: 2 }] },
        ),
      ],
      async play({ send, until }) {
        for (let n = 0; n < 9; n += 1) await send(event(), { shop: `shop${n % 3}` });
        await until(() => returned(said).length === 9);
        expect([most(said, "shop0"), most(said, "shop1"), most(said, "shop2")]).toEqual([1, 1, 1]);
        expect(most(said, "all")).toBeLessThanOrEqual(2);
      },
    };
  }),
  defineCase("sleeping", "a run that sleeps holds no place", ({ event, workflow }) => ({
    workflows: [
      workflow(
        async ({ event: { data }, step }) => {
          if (data.sleeps) await step.sleep("long", "8s");
          return data.n;
        },
        { concurrency: 1 },
      ),
    ],
    async play({ send, pass, until, said }) {
      await send(event(), { n: 1, sleeps: true });
      await pass(2);
      await send(event(), { n: 2 });
      await until(() => said.length > 0);
      expect(said).toEqual(["= 2"]);
    },
  })),
  defineCase("throttle", "starts are spread, and none is dropped", ({ event, workflow }) => ({
    workflows: [workflow(async ({ event: { data } }) => data.n, { throttle: { limit: 1, period: "4s" } })],
    async play({ send, pass, until, said }) {
      for (const n of [1, 2, 3]) await send(event(), { n });
      await until(() => said.length > 0);
      await pass(1);
      expect(said).toHaveLength(1);
      await until(() => said.length === 3);
      expect(returned(said).sort()).toEqual(["1", "2", "3"]);
    },
  })),
  defineCase("rate-limit", "what is more than the limit is dropped, for each key", ({ event, workflow }) => ({
    workflows: [
      workflow(async ({ event: { data } }) => data.n, {
        rateLimit: { limit: 1, period: "60s", key: "event.data.user" },
      }),
    ],
    async play({ send, pass, until, said }) {
      for (const [n, user] of [
        [1, "a"],
        [2, "a"],
        [3, "b"],
        [4, "a"],
      ]) {
        await send(event(), { n, user });
        await pass(1);
      }
      await until(() => said.length > 1);
      await pass(2);
      expect(returned(said).sort()).toEqual(["1", "3"]);
    },
  })),
  defineCase("debounce", "the latest of events that come close runs, once", ({ event, workflow }) => ({
    workflows: [
      workflow(async ({ event: { data } }) => data.n, { debounce: { period: "3s", key: "event.data.page" } }),
    ],
    async play({ send, pass, until, said }) {
      for (const n of [1, 2, 3]) {
        await send(event(), { n, page: "x" });
        await pass(1);
      }
      expect(said).toEqual([]);
      await until(() => said.length > 0);
      await pass(4);
      expect(said).toEqual(["= 3"]);
    },
  })),
  defineCase(
    "debounce-timeout",
    "a debounce ends at its last moment, however often it is renewed",
    ({ event, workflow }) => ({
      workflows: [
        workflow(async ({ event: { data } }) => data.n, { debounce: { period: "3s", timeout: "6s" } }),
      ],
      async play({ send, pass, said }) {
        for (let n = 0; n < 10; n += 1) {
          await send(event(), { n });
          await pass(1);
        }
        expect(said.length).toBeGreaterThan(0);
      },
    }),
  ),
  defineCase("batch", "events are gathered until they are enough", ({ event, workflow }) => ({
    workflows: [
      workflow(async ({ events }) => events.map(({ data }) => data.n), {
        batchEvents: { maxSize: 3, timeout: "60s" },
      }),
    ],
    async play({ send, pass, until, said }) {
      for (const n of [1, 2, 3, 4]) await send(event(), { n });
      await until(() => said.length > 0);
      await pass(1);
      expect(said).toHaveLength(1);
      expect(JSON.parse(returned(said)[0]!)).toHaveLength(3);
    },
  })),
  defineCase("batch-timeout", "a batch that is not full starts in its time", ({ event, workflow }) => ({
    workflows: [
      workflow(async ({ events }) => events.length, { batchEvents: { maxSize: 10, timeout: "3s" } }),
    ],
    async play({ send, pass, until, said }) {
      for (const n of [1, 2]) await send(event(), { n });
      await pass(1);
      expect(said).toEqual([]);
      await until(() => said.length > 0);
      expect(said).toEqual(["= 2"]);
    },
  })),
  defineCase("batch-key", "a key has its own batch", ({ event, workflow }) => ({
    workflows: [
      workflow(async ({ events }) => [...new Set(events.map(({ data }) => data.shop))], {
        batchEvents: { maxSize: 2, timeout: "60s", key: "event.data.shop" },
      }),
    ],
    async play({ send, until, said }) {
      for (const shop of ["a", "b", "a", "b"]) await send(event(), { shop });
      await until(() => said.length > 1);
      expect(returned(said).sort()).toEqual(['["a"]', '["b"]']);
    },
  })),
  defineCase("singleton-skip", "while a run goes on, a further event is dropped", ({ event, workflow }) => ({
    workflows: [
      workflow(
        async ({ event: { data }, step }) => {
          await step.sleep("work", "4s");
          return data.n;
        },
        { singleton: { mode: "skip", key: "event.data.shop" } },
      ),
    ],
    async play({ send, pass, until, said }) {
      await send(event(), { n: 1, shop: "a" });
      await pass(1);
      await send(event(), { n: 2, shop: "a" });
      await send(event(), { n: 3, shop: "b" });
      await until(() => said.length > 1);
      await send(event(), { n: 4, shop: "a" });
      await until(() => said.length > 2);
      expect(returned(said).sort()).toEqual(["1", "3", "4"]);
    },
  })),
  defineCase(
    "singleton-cancel",
    "a further event ends the run in hand and begins anew",
    ({ event, workflow }) => ({
      workflows: [
        workflow(
          async ({ event: { data }, step }) => {
            await step.sleep("work", "3s");
            return data.n;
          },
          { singleton: { mode: "cancel" } },
        ),
      ],
      async play({ send, pass, until, said }) {
        await send(event(), { n: 1 });
        await pass(1);
        await send(event(), { n: 2 });
        await until(() => said.length > 0);
        await pass(3);
        expect(said).toEqual(["= 2"]);
      },
    }),
  ),
  defineCase("priority", "of those that wait the more urgent is first", ({ event, workflow, say, said }) => {
    const waiting = () => said.filter((each) => each.startsWith("waits ")).length;
    return {
      workflows: [
        workflow(
          async ({ event: { data }, step }) => {
            await step.run("work", async () => {
              if (!data.first) return;
              say("begun");
              await soon(() => waiting() === 4);
            });
            return data.n;
          },
          { concurrency: 1, priority: { run: "event.data.isUrgent == true ? 120 : 0" } },
        ),
        // Started by the same events without a limit: once it has run for one, that one's other run stands in the queue.
        workflow(async () => undefined, {
          id: "test-priority-seen",
          load:
            async () =>
            async ({ event: { data } }) =>
              data.first ? undefined : say(`waits ${data.n}`),
        }),
      ],
      async play({ send, pass, until }) {
        const passed: Promise<void>[] = [];
        // Time passes while the first run goes on, and is not waited for: it passes no further than that run's end.
        const meanwhile = (isSo: () => boolean) => soon(isSo, () => void passed.push(pass(0)));
        await send(event(), { n: 0, first: true });
        await meanwhile(() => said.includes("begun"));
        for (const n of [1, 2, 3]) await send(event(), { n });
        await send(event(), { n: 4, isUrgent: true });
        await meanwhile(() => waiting() === 4);
        await Promise.all(passed);
        await until(() => returned(said).length === 5);
        const order = returned(said);
        expect(Math.min(...["1", "2", "3"].map((n) => order.indexOf(n)))).toBeGreaterThan(order.indexOf("4"));
      },
    };
  }),
  defineCase(
    "late-finish",
    "a run that takes longer than it may is ended, and nothing follows",
    ({ event, say, workflow }) => ({
      workflows: [
        workflow(
          async ({ step }) => {
            await step.run("begins", () => say("begins"));
            await step.sleep("long", "6s");
            return "never";
          },
          { timeouts: { finish: "3s" }, onFailure: async () => say("failed") },
        ),
      ],
      async play({ send, pass, said }) {
        await send(event());
        await pass(9);
        expect(said).toEqual(["begins"]);
      },
    }),
  ),
  defineCase("late-start", "a run that is not begun in time is ended", ({ event, workflow }) => ({
    workflows: [
      workflow(async ({ event: { data } }) => data.n, {
        throttle: { limit: 1, period: "6s" },
        timeouts: { start: "3s" },
      }),
    ],
    async play({ send, pass, said }) {
      for (const n of [1, 2]) await send(event(), { n });
      await pass(9);
      expect(said).toHaveLength(1);
    },
  })),
  defineCase("cron", "a cron comes in its time, and goes on", ({ say, workflow }) => ({
    workflows: [
      workflow(
        async ({ event: { data, name }, step }) => step.run("work", () => say(`${name} ${typeof data.cron}`)),
        {
          triggers: [{ cron: "TZ=Europe/Istanbul * * * * *" }],
        },
      ),
    ],
    async play({ until, said }) {
      await until(() => said.length > 3);
      expect(said[0]).toBe("inngest/scheduled.timer string");
    },
  })),
];
