import { NonRetriableError, RetryAfterError } from "inngest";
import { expect } from "vitest";
import { defineCase, failing } from "./case";

const count = (said: string[], what: string) => said.filter((each) => each === what).length;

/** What fails: tried again, given up, told. */
export const failureCases = [
  defineCase(
    "step-retry",
    "a step that fails is tried again, and steps before it are not",
    ({ event, say, workflow }) => {
      const fail = failing(1);
      return {
        workflows: [
          workflow(async ({ step }) => {
            await step.run("kept", () => say("kept"));
            return step.run("flaky", () => {
              say("flaky");
              fail();
              return "at last";
            });
          }),
        ],
        async play({ send, until, said }) {
          await send(event());
          await until(() => said.includes('= "at last"'));
          expect(said).toEqual(["kept", "flaky", "flaky", '= "at last"']);
        },
      };
    },
  ),
  defineCase("function-retry", "what fails between steps is tried again", ({ event, say, workflow }) => {
    const fail = failing(1);
    return {
      workflows: [
        workflow(async ({ step, attempt }) => {
          await step.run("kept", () => say("kept"));
          fail();
          return attempt > 0;
        }),
      ],
      async play({ send, until, said }) {
        await send(event());
        await until(() => said.includes("= true"));
        expect(count(said, "kept")).toBe(1);
      },
    };
  }),
  defineCase("gives-up", "a step that fails each time fails its run", ({ event, say, workflow }) => ({
    workflows: [
      workflow(
        async ({ step }) =>
          step.run("bad", () => {
            say("tried");
            throw new RetryAfterError("not yet", "1s");
          }),
        { retries: 2, onFailure: async ({ error }) => say(`failed: ${error.message}`) },
      ),
    ],
    async play({ send, until, said }) {
      await send(event());
      await until(() => said.includes("failed: not yet"));
      expect(said).toEqual(["tried", "tried", "tried", "failed: not yet"]);
    },
  })),
  defineCase("catches", "a function may catch what its step failed with", ({ event, workflow }) => ({
    workflows: [
      workflow(
        async ({ step }) => {
          try {
            await step.run("bad", () => {
              throw new TypeError("no such thing");
            });
          } catch (error) {
            return step.run("mend", () => `mended: ${(error as Error).message}`);
          }
          return "never";
        },
        { retries: 0 },
      ),
    ],
    async play({ send, until, said }) {
      await send(event());
      await until(() => said.length > 0);
      expect(said).toEqual(['= "mended: no such thing"']);
    },
  })),
  defineCase("asks-for-time", "a failure may ask for its pause", ({ event, say, workflow }) => {
    const fail = failing(1, () => new RetryAfterError("slow down", "5s"));
    return {
      workflows: [
        workflow(async ({ step }) =>
          step.run("limited", () => {
            say("tried");
            fail();
            return "now";
          }),
        ),
      ],
      async play({ send, pass, until, said }) {
        await send(event());
        await pass(3);
        expect(said).toEqual(["tried"]);
        await until(() => said.includes('= "now"'));
        expect(said).toEqual(["tried", "tried", '= "now"']);
      },
    };
  }),
  defineCase("final-step", "a step's final failure is not tried again", ({ event, say, workflow }) => ({
    workflows: [
      workflow(
        async ({ step }) =>
          step.run("bad", () => {
            say("tried");
            throw new NonRetriableError("never again");
          }),
        { onFailure: async ({ error }) => say(`failed: ${error.message}`) },
      ),
    ],
    async play({ send, until, said }) {
      await send(event());
      await until(() => said.length > 1);
      expect(said).toEqual(["tried", "failed: never again"]);
    },
  })),
  defineCase(
    "final-function",
    "a function's final failure is not tried again",
    ({ event, say, workflow }) => ({
      workflows: [
        workflow(
          async () => {
            say("tried");
            throw new NonRetriableError("never again");
          },
          { onFailure: async ({ error }) => say(`failed: ${error.message}`) },
        ),
      ],
      async play({ send, until, said }) {
        await send(event());
        await until(() => said.length > 1);
        expect(said).toEqual(["tried", "failed: never again"]);
      },
    }),
  ),
  defineCase(
    "follow-up",
    "what follows a failure has steps of its own, once, and knows the event",
    ({ event, say, workflow }) => ({
      workflows: [
        workflow(
          async () => {
            throw new NonRetriableError("no");
          },
          {
            onFailure: async ({ run }) => {
              const failed = run.event.data.event as { data: { n: number } };
              await run.step.run("first", () =>
                say(`first ${failed.data.n} ${run.event.workspaceId.length}`),
              );
              await run.step.run("second", () => say("second"));
            },
          },
        ),
      ],
      async play({ send, until, pass, said }) {
        await send(event(), { n: 3 });
        await until(() => said.includes("second"));
        await pass(2);
        expect(said).toEqual(["first 3 36", "second"]);
      },
    }),
  ),
  defineCase(
    "no-failure",
    "nothing follows a run that succeeds at its second attempt",
    ({ event, say, workflow }) => {
      const fail = failing(1, () => new RetryAfterError("wait", "1s"));
      return {
        workflows: [
          workflow(
            async ({ step }) => {
              await step.run("flaky", fail);
              return "good";
            },
            { onFailure: async () => say("failed") },
          ),
        ],
        async play({ send, until, pass, said }) {
          await send(event());
          await until(() => said.length > 0);
          await pass(2);
          expect(said).toEqual(['= "good"']);
        },
      };
    },
  ),
  defineCase(
    "parallel-retry",
    "of steps side by side only the failed one is tried again",
    ({ event, say, workflow }) => {
      const fail = failing(1, () => new RetryAfterError("wait", "1s"));
      return {
        workflows: [
          workflow(async ({ step }) => {
            const all = await Promise.all([
              step.run("good", () => say("good", 1)),
              step.run("flaky", () => {
                say("flaky");
                fail();
                return 2;
              }),
            ]);
            return all;
          }),
        ],
        async play({ send, until, said }) {
          await send(event());
          await until(() => said.includes("= [1,2]"));
          expect([count(said, "good"), count(said, "flaky")]).toEqual([1, 2]);
        },
      };
    },
  ),
];
