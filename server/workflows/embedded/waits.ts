import { createHash } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { workflowWaits } from "@/db/schema";
import type { Transaction } from "@/server/kernel";
import { type SentEvent, sameWorkspace } from "../envelope";
import type { Registered } from "../registry";
import { compile, isTrue, readAt } from "./expression";
import { sleepEnd } from "./protocol";
import type { Run } from "./runs";

type Wait = { step: string; eventName: string; expression?: string; expiresAt?: Date };

/** The steps of waits that end their run. */
const cancelPrefix = "cancel:";
export const isCancel = ({ step }: { step: string }): boolean => step.startsWith(cancelPrefix);

/** Long values, and customers' own, have no place in an index. */
const hashOf = (value: unknown): string =>
  createHash("sha256")
    .update(JSON.stringify(value ?? null))
    .digest("hex")
    .slice(0, 32);

/** Waits for events on behalf of a run; where one demands a value at a place, it is found by it. */
export async function keepWaits(
  tx: Transaction,
  run: Pick<Run, "workspaceId" | "id">,
  event: SentEvent,
  waits: readonly Wait[],
): Promise<void> {
  if (waits.length === 0) return;
  await tx
    .insert(workflowWaits)
    .values(
      waits.map((wait) => {
        const equality = wait.expression ? compile(wait.expression).equality : undefined;
        return {
          workspaceId: run.workspaceId,
          runId: run.id,
          ...wait,
          path: equality?.path,
          value: equality && hashOf(equality.valueOf(event)),
        };
      }),
    )
    .onConflictDoNothing();
}

/** What ends a run of this function while it goes on. */
export const cancelWaits = ({ workflow }: Registered, now: Date): Wait[] =>
  (workflow.cancelOn ?? []).map(({ event, timeout, ...condition }, nth) => ({
    step: `${cancelPrefix}${nth}`,
    eventName: event.name,
    expression: sameWorkspace(condition),
    expiresAt: timeout === undefined ? undefined : sleepEnd(timeout, now),
  }));

/**
 * The waits that an event ends, in the order of their runs, so that two events hold them in one order.
 *
 * @param readOwn the events that runs began with, by run
 */
export async function findWaits(
  tx: Transaction,
  came: SentEvent,
  readOwn: (runIds: string[]) => Promise<ReadonlyMap<string, SentEvent>>,
  { now, tell }: { now: Date; tell: (error: unknown) => void },
): Promise<{ runId: string; step: string }[]> {
  const { workspaceId } = came.data._santral;
  const isNamed = and(eq(workflowWaits.workspaceId, workspaceId), eq(workflowWaits.eventName, came.name));
  // The places at which waits for this event look are few, however many wait: one step of the index for each.
  const places = await tx.execute<{ path: string | null }>(sql`
    with recursive places as (
      (select path from workflow_waits where workspace_id = ${workspaceId}::uuid and event_name = ${came.name}
        and path is not null order by path limit 1)
      union all
      select (select w.path from workflow_waits w where w.workspace_id = ${workspaceId}::uuid
        and w.event_name = ${came.name} and w.path > p.path order by w.path limit 1)
      from places p where p.path is not null
    )
    select path from places where path is not null
    union all
    select null where exists (select 1 from workflow_waits
      where workspace_id = ${workspaceId}::uuid and event_name = ${came.name} and path is null)`);
  const found: (typeof workflowWaits.$inferSelect)[] = [];
  for (const { path } of places) {
    const isHere =
      path === null
        ? sql`path is null`
        : and(eq(workflowWaits.path, path), eq(workflowWaits.value, hashOf(readAt(came, path.split(".")))));
    found.push(...(await tx.select().from(workflowWaits).where(and(isNamed, isHere))));
  }
  const inTime = found.filter(({ expiresAt }) => !expiresAt || expiresAt > now);
  const own = await readOwn(inTime.map(({ runId }) => runId));
  return inTime
    .filter(({ runId, expression }) => {
      const event = own.get(runId);
      return !expression || (event && isTrue(expression, { event, async: came }, tell));
    })
    .sort((a, b) => (a.runId < b.runId ? -1 : 1));
}

export async function endWait(
  tx: Transaction,
  wait: { workspaceId: string; runId: string; step: string },
): Promise<boolean> {
  const ended = await tx
    .delete(workflowWaits)
    .where(
      and(
        eq(workflowWaits.workspaceId, wait.workspaceId),
        eq(workflowWaits.runId, wait.runId),
        eq(workflowWaits.step, wait.step),
      ),
    )
    .returning({ step: workflowWaits.step });
  return ended.length > 0;
}
