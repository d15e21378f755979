import { NonRetriableError } from "inngest";
import { expect } from "vitest";
import { defineCase } from "./case";

/** Runs and events that meet: waits, invocations, events sent by runs, events that cancel. */
export const waitCases = [
  defineCase("wait", "a wait ends with its event", ({ event, say, workflow }) => ({
    workflows: [
      workflow(async ({ step }) => {
        await step.run("before", () => say("before"));
        const came = await step.waitForEvent("answer", { event: event("answer"), timeout: "1h" });
        return { name: came?.name, data: came?.data, length: came?.workspaceId.length };
      }),
    ],
    async play({ send, pass, until, said }) {
      await send(event());
      await pass(2);
      await send(event("answer"), { yes: true });
      await until(() => said.length > 1);
      expect(said).toEqual(["before", '= {"name":"test/wait.answer","data":{"yes":true},"length":36}']);
    },
  })),
  defineCase("wait-timeout", "a wait that nothing answers ends with nothing", ({ event, workflow }) => ({
    workflows: [
      workflow(async ({ step }) => step.waitForEvent("answer", { event: event("answer"), timeout: "3s" })),
    ],
    async play({ send, pass, until, said }) {
      await send(event());
      await pass(1);
      expect(said).toEqual([]);
      await until(() => said.length > 0);
      expect(said).toEqual(["= null"]);
    },
  })),
  defineCase("wait-match", "a wait may demand the same value in both events", ({ event, workflow }) => ({
    workflows: [
      workflow(async ({ event: own, step }) => {
        const came = await step.waitForEvent("paid", {
          event: event("paid"),
          timeout: "1h",
          match: "data.order",
        });
        return `${own.data.order}: ${came?.data.by}`;
      }),
    ],
    async play({ send, pass, until, said }) {
      await send(event(), { order: "A" });
      await send(event(), { order: "B" });
      await pass(2);
      await send(event("paid"), { order: "C", by: "none" });
      await send(event("paid"), { order: "B", by: "card" });
      await until(() => said.length > 0);
      await pass(1);
      expect(said).toEqual(['= "B: card"']);
      await send(event("paid"), { order: "A", by: "cash" });
      await until(() => said.length > 1);
      expect(said[1]).toBe('= "A: cash"');
    },
  })),
  defineCase("wait-if", "a wait may have a condition", ({ event, workflow }) => ({
    workflows: [
      workflow(async ({ step }) => {
        const came = await step.waitForEvent("large", {
          event: event("paid"),
          timeout: "1h",
          if: "async.data.amount > event.data.least && async.data.test != true",
        });
        return came?.data.amount;
      }),
    ],
    async play({ send, pass, until, said }) {
      await send(event(), { least: 100 });
      await pass(2);
      await send(event("paid"), { amount: 50 });
      await send(event("paid"), { amount: 500, test: true });
      await pass(1);
      expect(said).toEqual([]);
      await send(event("paid"), { amount: 150 });
      await until(() => said.length > 0);
      expect(said).toEqual(["= 150"]);
    },
  })),
  defineCase("wait-earlier", "a wait does not see what came before it", ({ event, workflow }) => ({
    workflows: [
      workflow(async ({ step }) => step.waitForEvent("answer", { event: event("answer"), timeout: "3s" })),
    ],
    async play({ send, pass, until, said }) {
      await send(event("answer"));
      await pass(2);
      await send(event());
      await until(() => said.length > 0);
      expect(said).toEqual(["= null"]);
    },
  })),
  defineCase("two-waits", "waits side by side end each with its own", ({ event, workflow }) => ({
    workflows: [
      workflow(async ({ step }) => {
        const [one, two] = await Promise.all([
          step.waitForEvent("one", { event: event("one"), timeout: "1h" }),
          step.waitForEvent("two", { event: event("two"), timeout: "1h" }),
        ]);
        return [one?.data.n, two?.data.n];
      }),
    ],
    async play({ send, pass, until, said }) {
      await send(event());
      await pass(2);
      await send(event("two"), { n: 2 });
      await pass(1);
      expect(said).toEqual([]);
      await send(event("one"), { n: 1 });
      await until(() => said.length > 0);
      expect(said).toEqual(["= [1,2]"]);
    },
  })),
  defineCase("invoke", "a run invokes another and is given what it returns", ({ event, workflow }) => ({
    workflows: [
      workflow(async ({ event: { data }, step }) =>
        step.invoke("half", { workflow: "test-invoke-half", data: { n: data.n } }),
      ),
      workflow(
        async ({ event: { data, workspaceId } }) => ({
          half: Number(data.n) / 2,
          length: workspaceId.length,
        }),
        {
          id: "test-invoke-half",
          triggers: [],
        },
      ),
    ],
    async play({ send, until, said }) {
      await send(event(), { n: 42 });
      await until(() => said.length > 1);
      expect(said).toEqual(['= {"half":21,"length":36}', '= {"half":21,"length":36}']);
    },
  })),
  defineCase("invoke-failing", "what an invoked run fails with may be caught", ({ event, workflow }) => ({
    workflows: [
      workflow(async ({ step }) => {
        try {
          return await step.invoke("bad", { workflow: "test-invoke-failing-bad", data: {} });
        } catch {
          return "caught";
        }
      }),
      workflow(
        async () => {
          throw new NonRetriableError("inner");
        },
        { id: "test-invoke-failing-bad", triggers: [] },
      ),
    ],
    async play({ send, until, said }) {
      await send(event());
      await until(() => said.length > 0);
      expect(said).toEqual(['= "caught"']);
    },
  })),
  defineCase("invoke-timeout", "who invokes may wait for a time only", ({ event, workflow }) => ({
    workflows: [
      workflow(async ({ step }) => {
        try {
          return await step.invoke("slow", { workflow: "test-invoke-timeout-slow", data: {}, timeout: "2s" });
        } catch {
          return "too slow";
        }
      }),
      workflow(
        async ({ step }) => {
          await step.sleep("long", "6s");
          return "goes on by itself";
        },
        { id: "test-invoke-timeout-slow", triggers: [] },
      ),
    ],
    async play({ send, until, said }) {
      await send(event());
      await until(() => said.length > 1);
      expect(said).toEqual(['= "too slow"', '= "goes on by itself"']);
    },
  })),
  defineCase("fan-out", "a run invokes five at once", ({ event, workflow }) => ({
    workflows: [
      workflow(async ({ step }) => {
        const all = await Promise.all(
          [1, 2, 3, 4, 5].map((n) =>
            step.invoke(`square ${n}`, { workflow: "test-fan-out-square", data: { n } }),
          ),
        );
        return all;
      }),
      workflow(async ({ event: { data }, step }) => step.run("square", () => Number(data.n) ** 2), {
        id: "test-fan-out-square",
        triggers: [],
      }),
    ],
    async play({ send, until, said }) {
      await send(event());
      await until(() => said.includes("= [1,4,9,16,25]"));
      expect(said).toHaveLength(6);
    },
  })),
  defineCase("send", "a run sends an event that starts another", ({ event, say, workflow }) => ({
    workflows: [
      workflow(async ({ step }) => {
        await step.sendEvent("tell", event("told"), { n: 1 });
        await step.sleep("so that it is called again", "1s");
        return "sent";
      }),
      workflow(async ({ event: { data, actor } }) => say(`told ${data.n} by ${actor.kind}`), {
        id: "test-send-told",
        triggers: [{ event: event("told") }],
      }),
    ],
    async play({ send, until, pass, said }) {
      await send(event());
      await until(() => said.includes('= "sent"'));
      await pass(2);
      expect(said.filter((each) => each.startsWith("told"))).toEqual(["told 1 by system"]);
    },
  })),
  defineCase(
    "pages",
    "a run starts its own next page, and the last one none",
    ({ event, say, workflow }) => ({
      workflows: [
        workflow(async ({ event: { data }, step }) => {
          const page = Number(data.page);
          await step.run("work", () => say(`page ${page}`));
          if (page < 5) await step.sendEvent("next", event(), { page: page + 1 });
        }),
      ],
      async play({ send, until, pass, said }) {
        await send(event(), { page: 1 });
        await until(() => said.includes("page 5"));
        await pass(2);
        expect(said.filter((each) => each.startsWith("page"))).toEqual(
          [1, 2, 3, 4, 5].map((n) => `page ${n}`),
        );
      },
    }),
  ),
  defineCase("cancel", "an event ends the run that it matches, and no other", ({ event, workflow }) => ({
    workflows: [
      workflow(
        async ({ event: { data }, step }) => {
          await step.sleep("a while", "5s");
          return data.order;
        },
        { cancelOn: [{ event: event("cancelled"), match: "data.order" }] },
      ),
    ],
    async play({ send, pass, until, said }) {
      await send(event(), { order: "A" });
      await send(event(), { order: "B" });
      await pass(2);
      await send(event("cancelled"), { order: "A" });
      await until(() => said.length > 0);
      await pass(3);
      expect(said).toEqual(['= "B"']);
    },
  })),
  defineCase("cancel-if", "an event ends runs by a condition", ({ event, workflow }) => ({
    workflows: [
      workflow(
        async ({ event: { data }, step }) => {
          await step.sleep("a while", "4s");
          return data.n;
        },
        { cancelOn: [{ event: event("stop"), if: "event.data.n < async.data.below" }] },
      ),
    ],
    async play({ send, pass, until, said }) {
      for (const n of [1, 2, 3]) await send(event(), { n });
      await pass(2);
      await send(event("stop"), { below: 3 });
      await until(() => said.length > 0);
      await pass(2);
      expect(said).toEqual(["= 3"]);
    },
  })),
  defineCase(
    "trigger-if",
    "a trigger may have a condition, and a missing value is none",
    ({ event, workflow }) => ({
      workflows: [
        workflow(async ({ event: { data } }) => data.n, {
          triggers: [{ event: event(), if: "event.data.kind == 'vip' && event.data.block.by == null" }],
        }),
      ],
      async play({ send, pass, until, said }) {
        await send(event(), { n: 1 });
        await send(event(), { n: 2, kind: "vip", block: { by: "me" } });
        await send(event(), { n: 3, kind: "vip" });
        await until(() => said.length > 0);
        await pass(1);
        expect(said).toEqual(["= 3"]);
      },
    }),
  ),
  defineCase(
    "two-functions",
    "one event starts each function that it triggers",
    ({ event, say, workflow }) => ({
      workflows: [
        workflow(async () => say("a")),
        workflow(async () => say("b"), { id: "test-two-functions-b" }),
      ],
      async play({ send, until, said }) {
        await send(event());
        await until(() => said.includes("a") && said.includes("b"));
      },
    }),
  ),
  defineCase(
    "two-triggers",
    "one event starts a function once, whichever of its triggers it meets",
    ({ event, say, workflow }) => ({
      workflows: [
        workflow(async ({ event: { name } }) => say(name), {
          triggers: [
            { event: event(), if: "event.data.n > 0" },
            { event: event(), if: "event.data.n > 1" },
            { event: event("other") },
          ],
        }),
      ],
      async play({ send, pass, until, said }) {
        await send(event(), { n: 2 });
        await until(() => said.includes("test/two-triggers"));
        await send(event("other"));
        await until(() => said.includes("test/two-triggers.other"));
        await pass(1);
        expect(said.filter((each) => each === "test/two-triggers")).toHaveLength(1);
      },
    }),
  ),
];
