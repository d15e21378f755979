import { expect } from "vitest";
import { defineCase } from "./case";

const odd = { z: 1, a: [null, "şığ 👩‍⚕️", "مرحبا"], n: 1e21, nested: { data: { data: 1 } } };

/** What a run is given and keeps: steps, sleeps, what goes side by side. */
export const stepCases = [
  defineCase("returns", "a run is given its event and returns a value", ({ event, workflow }) => ({
    workflows: [workflow(async ({ event: { data, name } }) => ({ ...data, name }))],
    async play({ send, until, said }) {
      await send(event(), { n: 7, text: "Çağrı" });
      await until(() => said.length > 0);
      expect(said).toEqual(['= {"n":7,"text":"Çağrı","name":"test/returns"}']);
    },
  })),
  defineCase("nothing", "a run may return nothing", ({ event, workflow }) => ({
    workflows: [workflow(async () => undefined)],
    async play({ send, until, said }) {
      await send(event());
      await until(() => said.length > 0);
      expect(said).toEqual(["= undefined"]);
    },
  })),
  defineCase(
    "whose",
    "a run knows whose event it is, in which version and who acted",
    ({ event, workflow }) => ({
      workflows: [
        workflow(async ({ event: { workspaceId, version, actor } }) => [
          workspaceId.length,
          version,
          actor.kind,
        ]),
      ],
      async play({ send, until, said }) {
        await send(event());
        await until(() => said.length > 0);
        expect(said).toEqual(['= [36,1,"member"]']);
      },
    }),
  ),
  defineCase(
    "chain",
    "steps run once each, in order, and hand on what they return",
    ({ event, say, workflow }) => ({
      workflows: [
        workflow(async ({ step }) => {
          const one = await step.run("one", () => say("one", 1));
          const two = await step.run("two", () => say("two", one + 1));
          return step.run("three", () => say("three", two + 1));
        }),
      ],
      async play({ send, until, said }) {
        await send(event());
        await until(() => said.includes("= 3"));
        expect(said).toEqual(["one", "two", "three", "= 3"]);
      },
    }),
  ),
  defineCase("same-name", "steps of one name are known apart", ({ event, say, workflow }) => ({
    workflows: [
      workflow(async ({ step }) => {
        const all: number[] = [];
        for (let n = 0; n < 3; n += 1) all.push(await step.run("again", () => say(`again ${n}`, n)));
        return all;
      }),
    ],
    async play({ send, until, said }) {
      await send(event());
      await until(() => said.length > 3);
      expect(said).toEqual(["again 0", "again 1", "again 2", "= [0,1,2]"]);
    },
  })),
  defineCase("json", "what a step returns comes back as it was", ({ event, workflow }) => ({
    workflows: [
      workflow(async ({ step }) => {
        const value = await step.run("odd", () => odd);
        await step.sleep("so that it is called again", "1s");
        return value;
      }),
    ],
    async play({ send, until, said }) {
      await send(event());
      await until(() => said.length > 0);
      expect(JSON.parse(said[0]!.slice(2))).toEqual(odd);
    },
  })),
  defineCase("memo-like", "a value that looks like a memo is a value", ({ event, workflow }) => ({
    workflows: [
      workflow(async ({ step }) => {
        const value = await step.run("looks like one", () => ({ data: 5 }));
        await step.sleep("so that it is called again", "1s");
        return value;
      }),
    ],
    async play({ send, until, said }) {
      await send(event());
      await until(() => said.length > 0);
      expect(said).toEqual(['= {"data":5}']);
    },
  })),
  defineCase(
    "sleep",
    "a sleep ends in its time, and what came before is not run again",
    ({ event, say, workflow }) => ({
      workflows: [
        workflow(async ({ step }) => {
          await step.run("before", () => say("before"));
          await step.sleep("pause", "4s");
          await step.run("after", () => say("after"));
        }),
      ],
      async play({ send, pass, until, said }) {
        await send(event());
        await pass(2);
        expect(said).toEqual(["before"]);
        await until(() => said.includes("after"));
        expect(said).toEqual(["before", "after", "= undefined"]);
      },
    }),
  ),
  defineCase("sleep-until", "a sleep may end at a moment", ({ event, workflow }) => ({
    workflows: [
      workflow(async ({ event: { data }, step }) => {
        await step.sleepUntil("then", new Date(data.until as string));
        return "morning";
      }),
    ],
    async play({ send, until, said }) {
      await send(event(), { until: "2020-01-01T00:00:00.000Z" });
      await until(() => said.length > 0);
      expect(said).toEqual(['= "morning"']);
    },
  })),
  defineCase(
    "parallel",
    "steps side by side run once each, then what follows them",
    ({ event, say, workflow }) => ({
      workflows: [
        workflow(async ({ step }) => {
          const all = await Promise.all(
            ["a", "b", "c"].map((name) => step.run(name, () => say(name, name.toUpperCase()))),
          );
          return step.run("joined", () => say("joined", all.join("")));
        }),
      ],
      async play({ send, until, said }) {
        await send(event());
        await until(() => said.length > 4);
        expect([...said.slice(0, 3).sort(), ...said.slice(3)]).toEqual(["a", "b", "c", "joined", '= "ABC"']);
      },
    }),
  ),
  defineCase("chains", "chains of steps side by side", ({ event, say, workflow }) => ({
    workflows: [
      workflow(async ({ step }) => {
        const chain = async (name: string) => {
          const first = await step.run(`${name} 1`, () => say(`${name} 1`, name));
          return step.run(`${name} 2`, () => say(`${name} 2`, first + first));
        };
        return (await Promise.all([chain("x"), chain("y")])).join(" ");
      }),
    ],
    async play({ send, until, said }) {
      await send(event());
      await until(() => said.length > 4);
      expect(said.slice(0, 4).sort()).toEqual(["x 1", "x 2", "y 1", "y 2"]);
      expect(said[4]).toBe('= "xx yy"');
    },
  })),
  defineCase("sleeps", "sleeps side by side end with the longer", ({ event, workflow }) => ({
    workflows: [
      workflow(async ({ step }) => {
        await Promise.all([step.sleep("short", "1s"), step.sleep("long", "4s")]);
        return "both";
      }),
    ],
    async play({ send, pass, until, said }) {
      await send(event());
      await pass(2);
      expect(said).toEqual([]);
      await until(() => said.length > 0);
      expect(said).toEqual(['= "both"']);
    },
  })),
  defineCase("race", "a race goes on with the first that ends", ({ event, say, workflow }) => ({
    workflows: [
      workflow(async ({ step }) => {
        const racing = (id: string) => ({ id, parallelMode: "race" as const });
        const first = await Promise.race([
          step.sleep(racing("slow"), "6s").then(() => "slow"),
          step.run(racing("quick"), () => "quick"),
        ]);
        await step.run("told", () => say(`first: ${first}`));
        return first;
      }),
    ],
    async play({ send, pass, until, said }) {
      await send(event());
      await pass(2);
      expect(said).toContain("first: quick");
      await until(() => said.includes('= "quick"'));
      expect(said.filter((each) => each === "first: quick")).toHaveLength(1);
    },
  })),
  defineCase("settled", "of steps side by side one may fail and the rest be kept", ({ event, workflow }) => ({
    workflows: [
      workflow(
        async ({ step }) => {
          const all = await Promise.allSettled([
            step.run("good", () => "good"),
            step.run("bad", () => {
              throw new Error("bad");
            }),
          ]);
          return all.map(({ status }) => status);
        },
        { retries: 0 },
      ),
    ],
    async play({ send, until, said }) {
      await send(event());
      await until(() => said.length > 0);
      expect(said).toEqual(['= ["fulfilled","rejected"]']);
    },
  })),
  defineCase("many", "a hundred steps", ({ event, workflow }) => ({
    workflows: [
      workflow(async ({ step }) => {
        let sum = 0;
        for (let n = 1; n <= 100; n += 1) sum += await step.run(`step ${n}`, () => n);
        return sum;
      }),
    ],
    async play({ send, until, said }) {
      await send(event());
      await until(() => said.length > 0);
      expect(said).toEqual(["= 5050"]);
    },
  })),
];
