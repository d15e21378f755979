import { workspaceProcedure } from "@/server/trpc";
import { cancelRunByHand } from "./runs/cancel-run";
import { getRun, revealRun } from "./runs/get-run";
import { listRuns, listRunWorkflows } from "./runs/list-runs";
import { getRunFigures } from "./runs/read-run-figures";
import { replayRun } from "./runs/replay-run";
import {
  ListRunsInput,
  ReplayedRun,
  RunDetail,
  RunFigures,
  RunInput,
  RunPage,
  RunRow,
  RunWorkflows,
} from "./schemas";

export const listRunsProcedure = workspaceProcedure
  .input(ListRunsInput)
  .output(RunPage)
  .query(({ ctx, input }) => listRuns({ ctx, input }));

export const listRunWorkflowsProcedure = workspaceProcedure
  .output(RunWorkflows)
  .query(({ ctx }) => listRunWorkflows({ ctx }));

export const getRunProcedure = workspaceProcedure
  .input(RunInput)
  .output(RunDetail)
  .query(({ ctx, input }) => getRun({ ctx, input }));

export const getRunFiguresProcedure = workspaceProcedure
  .output(RunFigures)
  .query(({ ctx }) => getRunFigures({ ctx }));

export const revealRunProcedure = workspaceProcedure
  .input(RunInput)
  .output(RunDetail)
  .mutation(({ ctx, input }) => revealRun({ ctx, input }));

export const cancelRunProcedure = workspaceProcedure
  .meta({ needsNoSpace: true })
  .input(RunInput)
  .output(RunRow)
  .mutation(({ ctx, input }) => cancelRunByHand({ ctx, input }));

export const replayRunProcedure = workspaceProcedure
  .input(RunInput)
  .output(ReplayedRun)
  .mutation(({ ctx, input }) => replayRun({ ctx, input }));
