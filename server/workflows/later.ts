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
import type { Presence } from "./drivers";
import { loopName } from "./embedded/jobs";
import type { Registry } from "./registry";

const atOneMoment = 100;
const retries = 20;
const longestPauseMs = 3_600_000;

const Asked = z.object({ subject: z.string() });

/** Where an event starts them, two runs of one subject come one after the other. */
const oneASubject: Concurrency = { limit: 1, key: "event.data.subject" };

/**
 * Workflows that carry out what `runLater` asks for, one for each kind: a run whenever it is due. One that fails
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
      async ({ event, attempt }) => {
        const { subject } = Asked.parse(event.data);
        await carryOut(handler, { workspaceId: event.workspaceId, kind, subject, attempts: attempt + 1 });
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
 * Hands what is due on to the workflows that carry it out: what is asked for and what has begun are never the same row. A
 * kind that this build does not have waits for one that has it.
 *
 * @param options.beginsRuns whether runs are begun here, and not by the events that a server is sent; those that share
 *   something with other subjects are begun by their events all the same
 */
export function createLaterLoop(
  runtime: Pick<Runtime, "worker" | "clock" | "wake">,
  registry: Registry,
  { beginsRuns, presence }: { beginsRuns: boolean; presence: Pick<Presence, "say"> },
): Loop {
  const kinds = registry.laterKinds();
  const begun = beginsRuns
    ? kinds.filter(({ workflow }) => workflow.concurrency === oneASubject).map(({ kind }) => kind)
    : [];
  const all = toArray(kinds.map(({ kind }) => kind));
  return {
    name: laterLoop,
    idleMs: 1_000,
    async runOnce() {
      await presence.say();
      const now = runtime.clock.now().toISOString();
      const [row] = await runtime.worker.execute<{ seen: number }>(
        sql`select hand_on_later_jobs(${all}, ${toArray(begun)}, ${now}::timestamptz, ${atOneMoment}) as seen`,
      );
      if (row!.seen > 0) runtime.wake(loopName);
      return row!.seen === atOneMoment;
    },
  };
}

const toArray = (kinds: readonly string[]) => sql`string_to_array(${kinds.join(" ")}, ' ')`;
