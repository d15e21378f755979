import { appendFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { getRuntime } from "@/server/kernel";
import { defineEvent, type Workflow, type WorkflowHandler } from "@/server/workflows";

/** Functions for processes that are killed, and that share one database: one of each kind of work. */

export const crowdAsked = defineEvent("crowd/asked", 1, z.object({ n: z.number(), steps: z.number() }));
const crowdTold = defineEvent("crowd/told", 1, z.object({ by: z.string() }));

/** So long a body takes, at the least and at the most. */
const bodyMs = [5, 40] as const;

/** A line for each body that has begun, in a file that outlives the process: `run step`. */
export const effectsFile = (dataDir: string): string => `${dataDir}/effects.log`;

async function effect(runId: string, step: string): Promise<string> {
  appendFileSync(effectsFile(getRuntime().env.dataDir), `${runId} ${step}\n`);
  await sleep(bodyMs[0] + Math.random() * (bodyMs[1] - bodyMs[0]));
  return step;
}

const chain: WorkflowHandler = async ({ event: { data }, step, runId }) => {
  const kept: string[] = [];
  for (let n = 0; n < Number(data.steps); n += 1)
    kept.push(await step.run(`step ${n}`, () => effect(runId, `step ${n}`)));
  await step.sendEvent("tell", crowdTold, { by: runId });
  return kept.length;
};

const wide: WorkflowHandler = async ({ event: { data }, step, runId }) => {
  let kept = 0;
  for (let n = 0; n < Number(data.steps) / 4; n += 1) {
    const names = ["a", "b", "c", "d"].map((name) => `${name} ${n}`);
    kept += (await Promise.all(names.map((name) => step.run(name, () => effect(runId, name))))).length;
  }
  await step.sleep("a moment", "1s");
  await step.sendEvent("tell", crowdTold, { by: runId });
  return kept;
};

const asking: WorkflowHandler = async ({ event: { data }, step, runId }) => {
  const half = Math.ceil(Number(data.steps) / 2);
  const [one, two] = await Promise.all([
    step.invoke("one", { workflow: "crowd-child", data: { steps: half } }),
    step.invoke("two", { workflow: "crowd-child", data: { steps: half } }),
  ]);
  await step.sendEvent("tell", crowdTold, { by: runId });
  return Number(one) + Number(two);
};

const child: WorkflowHandler = async ({ event: { data }, step, runId }) => {
  for (let n = 0; n < Number(data.steps); n += 1)
    await step.run(`step ${n}`, () => effect(runId, `step ${n}`));
  return Number(data.steps);
};

/** Which of them an event starts, by its number. */
const kinds: Readonly<Record<string, WorkflowHandler>> = { chain, wide, asking };

export const crowdWorkflows: Workflow[] = [
  ...Object.entries(kinds).map(
    ([kind, handler], nth): Workflow => ({
      id: `crowd-${kind}`,
      triggers: [{ event: crowdAsked, if: `int(event.data.n) % 3 == ${nth}` }],
      load: async () => handler,
    }),
  ),
  { id: "crowd-child", triggers: [], load: async () => child },
  {
    id: "crowd-hears",
    triggers: [{ event: crowdTold }],
    load:
      async () =>
      async ({ event, step, runId }) =>
        step.run("hear", () => effect(runId, `hear ${event.data.by}`)),
  },
  {
    id: "crowd-ticks",
    triggers: [{ cron: "*/2 * * * * *" }],
    load:
      async () =>
      async ({ step, runId }) =>
        step.run("tick", () => effect(runId, "tick")),
  },
];
