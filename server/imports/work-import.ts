import { stat } from "node:fs/promises";
import { type Ctx, getRuntime, inWorkspace, type LaterHandler, openSystemContext } from "@/server/kernel";
import {
  askToForget,
  dropImportFile,
  findImport,
  type ImportRecord,
  importPath,
  moveImport,
} from "./internal";
import { closeReader } from "./open-reader";
import { workBack } from "./work-back";
import { TakenBack, turnBack, workOnRows } from "./work-rows";

/** After this long others have their turn. */
const turnMs = 2_000;
/** What fails this often in a row does so for a reason of its own. */
const maxTries = 6;
/** While the disk is full it stands where it is. */
const fullPauseMs = 30_000;

/**
 * The later job `imports/work`: deals with a file chunk by chunk until its turn is over, and comes again. Safe to run
 * twice and to kill anywhere: a chunk, the import's place and its figures are one commit.
 */
export const workOnImport: LaterHandler = async ({ workspaceId, subject: importId, attempts }) => {
  const ctx = await openSystemContext(workspaceId, { kind: "system", name: "imports" });
  const endsAt = performance.now() + turnMs;
  try {
    const isMore = await workUntil(ctx, importId, () => performance.now() > endsAt);
    const pauseMs = getRuntime().storage.isAccepting ? 0 : fullPauseMs;
    return isMore ? { againAt: new Date(ctx.clock.now().getTime() + pauseMs) } : undefined;
  } catch (error) {
    if (attempts < maxTries) throw error;
    getRuntime().logger.error({ workspaceId, importId, error }, "an import failed for good");
    await giveUp(ctx, importId);
    return { againAt: ctx.clock.now() };
  }
};

/** Works on an import until it has ended or `isOver`. True when there is more to do. */
export async function workUntil(ctx: Ctx, importId: string, isOver: () => boolean): Promise<boolean> {
  let record = await inWorkspace(ctx, (tx) => findImport(tx, ctx, importId));
  while (record) {
    // What is taken back goes on: it frees what the import took.
    const needsSpace = record.state === "checking" || record.state === "running";
    if (needsSpace && !getRuntime().storage.isAccepting) return true;
    const next = await workOnce(ctx, record);
    if (next === "ended") return false;
    if (isOver()) return true;
    record = next ?? (await inWorkspace(ctx, (tx) => findImport(tx, ctx, importId)));
  }
  return false;
}

async function workOnce(ctx: Ctx, record: ImportRecord): Promise<ImportRecord | undefined | "ended"> {
  switch (record.state) {
    case "checking":
    case "running":
      if (!(await hasFile(record.id))) return fail(ctx, record, "fileGone");
      try {
        return await workOnRows(ctx, record);
      } catch (error) {
        if (error instanceof TakenBack) return turnBack(ctx, record, error);
        throw error;
      }
    case "rollingBack":
    case "undoing":
      return workBack(ctx, record);
    default:
      closeReader(record.id);
      return "ended";
  }
}

const hasFile = (importId: string) =>
  stat(importPath(importId)).then(
    () => true,
    () => false,
  );

/** Ends an import that cannot go on; one that was to be all or nothing is taken back first. */
async function fail(ctx: Ctx, record: ImportRecord, reason: string): Promise<ImportRecord | undefined> {
  const stoppedAt = { row: record.cursorRow, reason };
  const isBack = record.state === "running" && record.mode === "whole";
  const moved = await inWorkspace(ctx, async (tx) => {
    const next = await moveImport(
      tx,
      ctx,
      record,
      isBack
        ? { state: "rollingBack", endsAs: "failed", stoppedAt }
        : { state: "failed", stoppedAt, endedAt: ctx.clock.now() },
    );
    if (next?.endedAt) await askToForget(tx, ctx, record.id, true);
    return next;
  });
  if (moved?.endedAt) await dropImportFile(record.id);
  return moved;
}

async function giveUp(ctx: Ctx, importId: string): Promise<void> {
  const record = await inWorkspace(ctx, (tx) => findImport(tx, ctx, importId));
  if (record) await fail(ctx, record, "unexpected");
}
