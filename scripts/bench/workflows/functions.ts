import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { inWorkspace, type Runtime, runLater } from "@/server/kernel";
import { defineEvent, laterWorkflows, sendEvent, type Workflow } from "@/server/workflows";

/** What the benches of workflows carry out, in this process and in others. */

export const chainAsked = defineEvent("bench/chain", 1, z.object({ steps: z.number() }));
export const briefAsked = defineEvent("bench/brief", 1, z.object({ n: z.number() }));

/** The name of the sleep of `bench-sleeper`, whose runs are put into the database as they lie there asleep. */
export const sleepName = "a while";

/** When each step of a run began, by run; and when a brief one did, by its number. Of this process. */
export const begun = new Map<string, number[]>();
export const briefBegun = new Map<number, number>();
/** How late each sleeper woke, in milliseconds. */
export const lateness: number[] = [];

export const benchWorkflows: Workflow[] = [
  {
    id: "bench-chain",
    triggers: [{ event: chainAsked }],
    load:
      async () =>
      async ({ event, step, runId }) => {
        const at: number[] = [];
        begun.set(runId, at);
        for (let n = 0; n < Number(event.data.steps); n += 1)
          await step.run(`step ${n}`, () => void at.push(performance.now()));
      },
  },
  {
    id: "bench-brief",
    triggers: [{ event: briefAsked }],
    load:
      async () =>
      async ({ event }) => {
        briefBegun.set(Number(event.data.n), performance.now());
      },
  },
  {
    id: "bench-sleeper",
    triggers: [],
    load:
      async () =>
      async ({ event, step }) => {
        await step.sleep(sleepName, "1h");
        lateness.push(Date.now() - Number(event.data.wakeAt));
      },
  },
  ...laterWorkflows({ "bench/later": async () => undefined }),
];

export const senderIn = (workspaceId: string) => ({
  workspace: { id: workspaceId },
  actor: { kind: "system", name: "bench" } as const,
});

export async function askChain(workspaceId: string, steps: number): Promise<void> {
  const sender = senderIn(workspaceId);
  await inWorkspace(sender, (tx) => sendEvent(tx, sender, chainAsked, { steps }));
}

/** @returns when it had committed, by `performance.now()` */
export async function askBrief(workspaceId: string, n: number): Promise<number> {
  const sender = senderIn(workspaceId);
  await inWorkspace(sender, (tx) => sendEvent(tx, sender, briefAsked, { n }));
  return performance.now();
}

/** Asks for so many later jobs, each about something else. */
export async function askLater(
  runtime: Pick<Runtime, "clock">,
  workspaceId: string,
  jobs: number,
): Promise<void> {
  await inWorkspace(senderIn(workspaceId), async (tx) => {
    const dueAt = runtime.clock.now();
    for (let n = 0; n < jobs; n += 1)
      await runLater(tx, { workspaceId, kind: "bench/later", subject: String(n), dueAt });
  });
}

/** Waits until nothing is left to do. */
export async function drain({ worker }: Pick<Runtime, "worker">): Promise<void> {
  for (;;) {
    const [row] = await worker.$client<{ left: boolean }[]>`
      select exists (select 1 from workflow_jobs where kind <> 'tick') or exists (select 1 from later_jobs) as left`;
    if (!row!.left) return;
    await sleep(20);
  }
}
