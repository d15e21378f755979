import { and, eq, inArray, ne, or, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { workflowEvents, workflowJobs, workflowRuns, workflowSteps, workflowWaits } from "@/db/schema";
import {
  type Actor,
  type Ctx,
  inWorkspace,
  isAllowed,
  recordAudit,
  requirePermission,
  type Transaction,
  toPublicId,
} from "@/server/kernel";
import { discovery } from "../embedded/jobs";
import { SerialisedError } from "../embedded/protocol";
import { isCancel } from "../embedded/waits";
import { Mask } from "../mask";
import { stepKindOf } from "../rules";
import {
  type RunDetail,
  RunInput,
  type RunLink,
  type RunPause,
  type RunStep,
  type ShownError,
  type ShownValue,
} from "../schemas";
import { getRawRunOrThrow, isReplayOf, replayedRunOf, toLink, toRow } from "./internal";

/** Values that are larger are named by their size: nobody reads them on a screen. */
const largestShownBytes = 32_768;
const shownSteps = 200;
const shownEvents = 20;
const shownLinks = 50;

/** Whether the actor may uncover what is personal: who may not see customers, may not here either. */
const mayReveal = (actor: Actor): boolean =>
  isAllowed(actor, "workflow.reveal") && isAllowed(actor, "customer.get");

/**
 * One run with its event, steps and what it waits for; what is personal is covered, here and not in the browser.
 *
 * @throws RunNotFound
 */
export async function getRun({ ctx, input }: { ctx: Ctx; input: RunInput }): Promise<RunDetail> {
  requirePermission(ctx, "workflow.read");
  const { runId } = RunInput.parse(input);
  return inWorkspace(ctx, async (tx) => ({
    ...(await readRun(tx, ctx.workspace.id, runId, { now: ctx.clock.now(), hidesPersonal: true })),
    mayReveal: mayReveal(ctx.actor),
  }));
}

/**
 * The same with what is personal, for whoever may see customers; that it was looked at stands in the audit log.
 *
 * @throws RunNotFound
 */
export async function revealRun({ ctx, input }: { ctx: Ctx; input: RunInput }): Promise<RunDetail> {
  requirePermission(ctx, "workflow.reveal");
  requirePermission(ctx, "customer.get");
  const { runId } = RunInput.parse(input);
  return inWorkspace(ctx, async (tx) => {
    const run = await readRun(tx, ctx.workspace.id, runId, { now: ctx.clock.now(), hidesPersonal: false });
    await recordAudit(tx, ctx, { action: "workflow.reveal", entity: runId });
    return { ...run, mayReveal: true };
  });
}

/**
 * A run of one workspace; who may ask, and what they may see, is the caller's care.
 *
 * @throws RunNotFound
 */
export async function readRun(
  tx: Transaction,
  workspaceId: string,
  runId: string,
  options: { now: Date; hidesPersonal: boolean },
): Promise<Omit<RunDetail, "mayReveal">> {
  const raw = await getRawRunOrThrow(tx, workspaceId, runId, options.now);
  const mask = new Mask(options.hidesPersonal);
  const [own] = await tx
    .select({
      batch: workflowRuns.batch,
      output: shown(workflowRuns.output),
      outputBytes: bytesOf(workflowRuns.output),
      error: shown(workflowRuns.error),
    })
    .from(workflowRuns)
    .where(and(eq(workflowRuns.workspaceId, workspaceId), eq(workflowRuns.id, runId)));
  const eventIds = own!.batch ?? [raw.event_id];
  const { events, firstKey } = await readShownEvents(tx, workspaceId, eventIds, mask);
  const jobs = await tx
    .select()
    .from(workflowJobs)
    .where(and(eq(workflowJobs.workspaceId, workspaceId), eq(workflowJobs.runId, runId)));
  const triesOf = (step: string) => jobs.find((job) => job.step === step)?.attempts ?? 0;
  const { steps, leftOut } = await readSteps(tx, workspaceId, runId, mask);
  const links = await readLinks(tx, workspaceId, {
    runId,
    parentId: raw.parent_run_id,
    replayedId: replayedRunOf(firstKey),
    eventName: events[0]?.name ?? "",
  });
  return {
    ...toRow(raw),
    events,
    leftOut: { events: Math.max(0, eventIds.length - shownEvents), steps: leftOut },
    steps: steps.map((step) => ({ ...step, failedTries: triesOf(step.id) })),
    output: own!.outputBytes === null ? null : toValue(own!.output, own!.outputBytes, mask),
    error: toError(own!.error, mask),
    failedTries: triesOf(discovery),
    pauses: await readPauses(tx, { workspaceId, runId, jobs, steps, now: options.now }),
    ...links,
    isMasked: mask.hasCovered,
  };
}

/** A JSON column where it is short enough to be looked at. */
const shown = (column: PgColumn) =>
  sql<unknown>`case when octet_length(${column}::text) <= ${largestShownBytes} then ${column} end`.mapWith(
    column,
  );
const bytesOf = (column: PgColumn) => sql<number | null>`octet_length(${column}::text)`;

function toValue(value: unknown, bytes: number, mask: Mask): ShownValue {
  return {
    json: bytes > largestShownBytes ? null : JSON.stringify(mask.value(value), null, 2),
    bytes,
  };
}

function toError(error: unknown, mask: Mask): ShownError | null {
  if (error === null || error === undefined) return null;
  const read = SerialisedError.safeParse(error);
  return mask.error(read.success ? read.data : { name: "Error", message: String(error) });
}

async function readShownEvents(tx: Transaction, workspaceId: string, ids: readonly string[], mask: Mask) {
  const rows = await tx
    .select({
      id: workflowEvents.id,
      name: workflowEvents.name,
      key: workflowEvents.key,
      actorKind: workflowEvents.actorKind,
      occurredAt: workflowEvents.occurredAt,
      data: shown(workflowEvents.data),
      bytes: bytesOf(workflowEvents.data),
    })
    .from(workflowEvents)
    .where(
      and(eq(workflowEvents.workspaceId, workspaceId), inArray(workflowEvents.id, ids.slice(0, shownEvents))),
    );
  const inOrder = ids.flatMap((id) => rows.filter((row) => row.id === id));
  return {
    firstKey: inOrder[0]?.key ?? "",
    events: inOrder.map(({ id, name, actorKind, occurredAt, data, bytes }) => ({
      id: toPublicId("workflowEvent", id),
      name,
      actorKind,
      occurredAt: occurredAt.toISOString(),
      data: toValue(data, bytes ?? 0, mask),
    })),
  };
}

type SeenStep = Omit<RunStep, "failedTries">;

/** In the order in which they ended, those that have not behind them. */
async function readSteps(
  tx: Transaction,
  workspaceId: string,
  runId: string,
  mask: Mask,
): Promise<{ steps: SeenStep[]; leftOut: number }> {
  const isOfRun = and(eq(workflowSteps.workspaceId, workspaceId), eq(workflowSteps.runId, runId));
  const rows = await tx
    .select({
      id: workflowSteps.id,
      name: workflowSteps.name,
      operation: workflowSteps.operation,
      state: workflowSteps.state,
      plannedAt: workflowSteps.plannedAt,
      endedAt: workflowSteps.endedAt,
      value: shown(workflowSteps.value),
      bytes: bytesOf(workflowSteps.value),
      error: shown(workflowSteps.error),
    })
    .from(workflowSteps)
    .where(isOfRun)
    // What goes on is what is looked for: of a long run the last ones.
    .orderBy(sql`${workflowSteps.nth} desc nulls first`, sql`${workflowSteps.plannedAt} desc`)
    .limit(shownSteps);
  const [all] = await tx.select({ count: sql<number>`count(*)::int` }).from(workflowSteps).where(isOfRun);
  const steps = rows
    .reverse()
    .map(({ id, name, operation, state, plannedAt, endedAt, value, bytes, error }) => ({
      id,
      name: mask.text(name),
      kind: stepKindOf(operation),
      state,
      plannedAt: plannedAt.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
      value: bytes === null ? null : toValue(value, bytes, mask),
      error: toError(error, mask),
    }));
  return { steps, leftOut: all!.count - rows.length };
}

type JobRow = typeof workflowJobs.$inferSelect;

/** What a run waits for, and what would end it. */
async function readPauses(
  tx: Transaction,
  of: { workspaceId: string; runId: string; jobs: readonly JobRow[]; steps: readonly SeenStep[]; now: Date },
): Promise<RunPause[]> {
  const { workspaceId, runId, jobs, steps, now } = of;
  const nameOf = (step: string) => steps.find(({ id }) => id === step)?.name ?? null;
  const waits = await tx
    .select()
    .from(workflowWaits)
    .where(and(eq(workflowWaits.workspaceId, workspaceId), eq(workflowWaits.runId, runId)));
  const untilOf = (step: string) => jobs.find((job) => job.step === step)?.dueAt.toISOString() ?? null;
  const children = steps.filter(({ kind, state }) => kind === "invoke" && state === "planned");
  return [
    ...jobs.flatMap((job) => pauseOf(job, nameOf(job.step), now)),
    ...waits.map((wait) => ({
      kind: isCancel(wait) ? ("stop" as const) : ("event" as const),
      name: wait.eventName,
      until: wait.expiresAt?.toISOString() ?? untilOf(wait.step),
    })),
    ...children.map(({ id, name }) => ({ kind: "run" as const, name, until: untilOf(id) })),
  ];
}

function pauseOf(job: JobRow, name: string | null, now: Date): RunPause[] {
  const until = job.dueAt.toISOString();
  if (job.kind === "wake") return [{ kind: "sleep", name, until }];
  if (job.kind === "timeout") return [{ kind: "deadline", name: null, until }];
  if (job.kind !== "call" || job.leaseUntil) return [];
  if (job.blockedOn) return [{ kind: "room", name, until: null }];
  if (job.dueAt <= now) return [];
  return [{ kind: job.attempts > 0 ? "retry" : "start", name, until }];
}

/** The runs around one: what it was started by and has started, what it repeats and what repeats it. */
async function readLinks(
  tx: Transaction,
  workspaceId: string,
  of: { runId: string; parentId: string | null; replayedId: string | null; eventName: string },
): Promise<Pick<RunDetail, "parent" | "children" | "replayOf" | "replays">> {
  const { runId, parentId, replayedId, eventName } = of;
  const copies = tx
    .select({ id: workflowEvents.id })
    .from(workflowEvents)
    .where(
      and(eq(workflowEvents.workspaceId, workspaceId), eq(workflowEvents.name, eventName), isReplayOf(runId)),
    );
  const above = [parentId, replayedId].filter((id) => id !== null);
  const [me] = await tx
    .select({ functionId: workflowRuns.functionId })
    .from(workflowRuns)
    .where(and(eq(workflowRuns.workspaceId, workspaceId), eq(workflowRuns.id, runId)));
  const rows = await tx
    .select({
      id: workflowRuns.id,
      functionId: workflowRuns.functionId,
      askedAt: workflowRuns.askedAt,
      parentRunId: workflowRuns.parentRunId,
    })
    .from(workflowRuns)
    .where(
      and(
        eq(workflowRuns.workspaceId, workspaceId),
        ne(workflowRuns.id, runId),
        or(
          above.length > 0 ? inArray(workflowRuns.id, above) : undefined,
          eq(workflowRuns.parentRunId, runId),
          and(eq(workflowRuns.functionId, me!.functionId), inArray(workflowRuns.eventId, copies)),
        ),
      ),
    )
    .orderBy(workflowRuns.askedAt)
    .limit(shownLinks);
  const linkOf = (id: string | null): RunLink | null => {
    const found = id === null ? undefined : rows.find((row) => row.id === id);
    return found ? toLink(found) : null;
  };
  const children = rows.filter((row) => row.parentRunId === runId);
  const replays = rows.filter((row) => row.parentRunId !== runId && !above.includes(row.id));
  return {
    parent: linkOf(parentId),
    replayOf: linkOf(replayedId),
    children: children.map(toLink),
    replays: replays.map(toLink),
  };
}
