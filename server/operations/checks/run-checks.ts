import { sql } from "drizzle-orm";
import { getRuntime, inWorkspace, platformScope, WorkspaceNotFound } from "@/server/kernel";
import { sendEvent, type WorkflowHandler } from "@/server/workflows";
import { workspaceCheckAsked } from "../nightly-checks";
import { checkKnownObjects, checkObjects, checkPlatformQueues, objectTurns } from "./check-platform";
import { forgetFindings, keepOutcome, listOpen } from "./findings";
import type { CheckKind, OpenFinding, Outcome } from "./looking";
import { type CheckPart, closeNight, countEnded, recordNight, recordPart } from "./nights";
import { endWorkspace, lookAtPart, workspaceParts } from "./parts";

/** Workspaces that one step asks; the next ones are asked a minute later. */
const askedAtOnce = 200;
const pagePause = "1m";
/** How long a difference of what is counted behind the rows has to stand. */
const settlePause = "2m";
const waitPause = "10m";
/** Four hours, then the night is told as far as it came. */
const waits = 24;

/**
 * The platform's night: the file store and the queues by itself, then every workspace by an event of its own. Its steps grow
 * with pages of workspaces, not with workspaces: 5,000 of them make about a hundred, and what one returns is a few numbers.
 */
export const checkNight: WorkflowHandler = async ({ event, step }) => {
  const night = String(event.data.scheduledAt ?? event.data.at).slice(0, 10);
  const objects = [
    await step.run("known objects", () =>
      lookAtPlatform(night, ["object-orphan"], (open) => checkKnownObjects({ night, open })),
    ),
  ];
  for (let turn = 0; turn < objectTurns; turn += 1)
    objects.push(
      await step.run(`objects ${turn}`, () => lookAtPlatform(night, [], () => checkObjects(night, turn))),
    );
  await step.run("record objects", () => recordPlatform(night, "objects", objects));
  await step.run("queues", async () =>
    recordPlatform(night, "queues", [
      await lookAtPlatform(night, ["job-without-workspace", "lease-forgotten"], (open) =>
        checkPlatformQueues({ night, open }),
      ),
    ]),
  );
  await step.run("findings of long ago", () => forgetFindings(platform()));

  let asked = 0;
  for (let page = 0, after = platformScope; ; page += 1) {
    const next = await step.run(`ask ${page}`, () => askPage(night, after));
    asked += next.count;
    if (!next.last) break;
    after = next.last;
    await step.sleep(`after ${page}`, pagePause);
  }
  await step.run("asked", () => recordNight(night, { asked, ended: 0 }));
  for (let wait = 0; wait < waits; wait += 1) {
    if ((await step.run(`ended ${wait}`, () => countEnded(night))) >= asked) break;
    await step.sleep(`wait ${wait}`, waitPause);
  }
  await step.run("close", () => closeNight(night, asked));
};

/** A workspace's night, part by part: as much memory as one batch, and some fifteen steps. */
export const checkWorkspace: WorkflowHandler = async ({ event, step }) => {
  const { workspaceId } = event;
  const night = String(event.data.night);
  for (const part of workspaceParts) {
    const seen = await step.run(part.name, () =>
      unlessGone(() => lookAtPart(workspaceId, night, part, null)),
    );
    if (!seen) continue;
    await step.sleep(`${part.name} settles`, settlePause);
    await step.run(`${part.name} again`, () => unlessGone(() => lookAtPart(workspaceId, night, part, seen)));
  }
  await step.run("end", () => endWorkspace(workspaceId, night));
};

/** A workspace that was erased meanwhile has nothing to be looked at. */
async function unlessGone<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof WorkspaceNotFound) return null;
    throw error;
  }
}

type Numbers = { checked: number; found: number; mended: number; skipped: number; tookMs: number };

const platform = () => ({ workspace: { id: platformScope }, clock: getRuntime().clock });

async function lookAtPlatform(
  night: string,
  kinds: readonly CheckKind[],
  look: (open: readonly OpenFinding[]) => Promise<Outcome>,
): Promise<Numbers> {
  const startedAt = performance.now();
  const outcome = await look(kinds.length > 0 ? await listOpen(platform(), kinds) : []);
  const mended = await keepOutcome(platform(), night, outcome);
  const { checked, skipped, found } = outcome;
  const tookMs = Math.round(performance.now() - startedAt);
  return { checked, found: found.length, mended, skipped, tookMs };
}

function recordPlatform(night: string, part: CheckPart, all: readonly Numbers[]): Promise<void> {
  const total = (key: keyof Numbers) => all.reduce((sum, one) => sum + one[key], 0);
  return recordPart({
    workspaceId: platformScope,
    night,
    part,
    checked: total("checked"),
    found: total("found"),
    mended: total("mended"),
    skipped: total("skipped"),
    tookMs: total("tookMs"),
  });
}

/** Asks the next workspaces by their ids, each once a night; those that wait for their erasure, too. */
async function askPage(night: string, after: string): Promise<{ count: number; last: string | null }> {
  const rows = await getRuntime().worker.execute<{ id: string }>(sql`
    select workspace_id as id from resolve_workspaces() where workspace_id > ${after}::uuid
    order by workspace_id limit ${askedAtOnce}`);
  for (const { id } of rows) {
    const sender = { workspace: { id }, actor: { kind: "system", name: "checks" } as const };
    await inWorkspace(sender, (tx) => sendEvent(tx, sender, workspaceCheckAsked, { night }, { key: night }));
  }
  return { count: rows.length, last: rows.length === askedAtOnce ? rows.at(-1)!.id : null };
}
