import { type Ctx, getRuntime, requirePermission } from "@/server/kernel";
import type { ImportReport, ImportState } from "./schemas";

type Running = {
  fileName: string;
  startedAt: Date;
  rowsRead: number;
  share: number;
  report: ImportReport | null;
  isDone: boolean;
};

/** The newest import of each workspace in this process: a page that was left finds it again. */
const imports = () => getRuntime().keep("stores.imports", () => new Map<string, Running>());

/** Null when one is running already. */
export function startImport(ctx: Ctx, fileName: string): Running | null {
  const known = imports().get(ctx.workspace.id);
  if (known && !known.isDone) return null;
  const state: Running = {
    fileName,
    startedAt: ctx.clock.now(),
    rowsRead: 0,
    share: 0,
    report: null,
    isDone: false,
  };
  imports().set(ctx.workspace.id, state);
  return state;
}

export function endImport(state: Running, report: ImportReport | null): void {
  state.report = report;
  state.share = 1;
  state.isDone = true;
}

/** How far the newest import of this workspace is, and its report when it is done. */
export async function getImportState({ ctx }: { ctx: Ctx }): Promise<ImportState> {
  requirePermission(ctx, "shopOrder.import");
  const state = imports().get(ctx.workspace.id);
  if (!state) return null;
  const { fileName, startedAt, rowsRead, share, report, isDone } = state;
  return {
    fileName,
    startedAt: startedAt.toISOString(),
    rowsRead,
    share,
    report,
    failed: isDone && report === null,
  };
}
