import { sql } from "drizzle-orm";
import { z } from "zod";
import {
  inWorkspace,
  type LaterHandler,
  type LaterJob,
  type Loop,
  laterLoop,
  type Runtime,
  runLater,
  WorkspaceNotFound,
} from "@/server/kernel";
import { type Concurrency, defineEvent, type Workflow } from "./define";
import { loopName } from "./embedded/jobs";
import type { Registry } from "./registry";

const atOneMoment = 100;
const retries = 20;
const longestPauseMs = 3_600_000;

const Asked = z.object({ subject: z.string() });

/** Two runs of one subject come one after the other: the second has been asked for while the first went on. */
const oneASubject: Concurrency = { limit: 1, key: "event.data.subject" };

/**
 * Workflows that carry out what `runLater` asks for, one for each kind: a run of one step whenever it is due. One that fails
 * is tried twenty times, with pauses from two seconds to an hour, and is then kept as failed.
 *
 * @param handlers by their kind
 * @param options.atOnce of each kind so many in the whole installation: for what takes long and would keep the rest waiting
 */
export function laterWorkflows(
  handlers: Readonly<Record<string, LaterHandler>>,
  options: { atOnce?: number } = {},
): Workflow[] {
  return Object.entries(handlers).map(([kind, handler]) => ({
    id: kind.replaceAll("/", "-"),
    triggers: [{ event: { ...defineEvent(kind, 1, Asked), isLater: true } }],
    concurrency:
      options.atOnce === undefined
        ? oneASubject
        : [oneASubject, { limit: options.atOnce, scope: "account", key: `"${kind}"` }],
    retries,
    keepRuns: "failed",
    load:
      async () =>
      async ({ event, step, attempt }) => {
        const { subject } = Asked.parse(event.data);
        const job = { workspaceId: event.workspaceId, kind, subject, attempts: attempt + 1 };
        await step.run("carry out", () => carryOut(handler, job));
      },
  }));
}

async function carryOut(handler: LaterHandler, job: LaterJob): Promise<void> {
  const { workspaceId, kind, subject, attempts } = job;
  try {
    const again = await handler(job);
    if (again)
      await inWorkspace({ workspace: { id: workspaceId } }, (tx) =>
        runLater(tx, { workspaceId, kind, subject, dueAt: again.againAt }),
      );
  } catch (error) {
    // Erased meanwhile, and with it whatever was to be done.
    if (error instanceof WorkspaceNotFound) return;
    if (attempts > retries) throw error;
    const { RetryAfterError } = await import("inngest");
    const message = error instanceof Error ? error.message : String(error);
    const pauseMs = Math.min(1_000 * 2 ** attempts, longestPauseMs);
    throw new RetryAfterError(message, pauseMs, { cause: error });
  }
}

/**
 * Hands what is due on to the workflows that carry it out, as their events: what is asked for and what has begun are never
 * the same row. A kind that this build does not have waits for one that has it.
 */
export function createLaterLoop(
  runtime: Pick<Runtime, "worker" | "clock" | "wake">,
  registry: Registry,
): Loop {
  const kinds = sql`string_to_array(${registry.laterKinds().join(" ")}, ' ')`;
  return {
    name: laterLoop,
    idleMs: 1_000,
    async runOnce() {
      const now = runtime.clock.now().toISOString();
      const [row] = await runtime.worker.execute<{ count: number }>(
        sql`select hand_on_later_jobs(${kinds}, ${now}::timestamptz, ${atOneMoment}) as count`,
      );
      if (row!.count > 0) runtime.wake(loopName);
      return row!.count === atOneMoment;
    },
  };
}
