import { z } from "zod";
import { FeatureState, listFeatures, SetFeatureInput, setFeature } from "@/server/flags";
import { operatorProcedure } from "@/server/trpc";
import { ReplayedRun, RunFigures, RunInput, RunRow } from "@/server/workflows";
import {
  resumeWorkspace,
  SetQuotasInput,
  SuspendWorkspaceInput,
  setQuotas,
  suspendWorkspace,
} from "@/server/workspaces";
import { listActs } from "./list-acts";
import { listBots } from "./list-bots";
import { listErrors } from "./list-errors";
import { listRuns, readRunChoices, readRunFigures } from "./list-runs";
import { listSlowQueries } from "./list-slow-queries";
import { listWorkspaces } from "./list-workspaces";
import { forgetMeasures } from "./measure";
import { openWorkspaceAs } from "./open-workspace";
import { readOverview } from "./read-overview";
import { readOneRun } from "./read-run";
import { readSystem } from "./read-system";
import {
  Act,
  BotUsage,
  ErrorList,
  ListAllRunsInput,
  ListWorkspacesInput,
  OperatorRun,
  OperatorRunPage,
  Overview,
  RunChoices,
  SlowQueries,
  System,
  WorkspaceList,
  WorkspaceRef,
} from "./schemas";
import { cancelRun, replayRun } from "./steer-run";

export const readOverviewProcedure = operatorProcedure
  .output(Overview)
  .query(({ ctx }) => readOverview({ ctx }));

export const listWorkspacesProcedure = operatorProcedure
  .input(ListWorkspacesInput)
  .output(WorkspaceList)
  .query(({ ctx, input }) => listWorkspaces({ ctx, input }));

export const listBotsProcedure = operatorProcedure
  .output(z.array(BotUsage))
  .query(({ ctx }) => listBots({ ctx }));

export const listErrorsProcedure = operatorProcedure
  .output(ErrorList)
  .query(({ ctx }) => listErrors({ ctx }));

export const listSlowQueriesProcedure = operatorProcedure
  .output(SlowQueries)
  .query(({ ctx }) => listSlowQueries({ ctx }));

export const readSystemProcedure = operatorProcedure.output(System).query(({ ctx }) => readSystem({ ctx }));

export const listActsProcedure = operatorProcedure.output(z.array(Act)).query(({ ctx }) => listActs({ ctx }));

export const listRunsProcedure = operatorProcedure
  .input(ListAllRunsInput)
  .output(OperatorRunPage)
  .query(({ ctx, input }) => listRuns({ ctx, input }));

export const readRunChoicesProcedure = operatorProcedure
  .output(RunChoices)
  .query(({ ctx }) => readRunChoices({ ctx }));

export const readRunFiguresProcedure = operatorProcedure
  .output(RunFigures)
  .query(({ ctx }) => readRunFigures({ ctx }));

export const readRunProcedure = operatorProcedure
  .input(RunInput)
  .output(OperatorRun)
  .query(({ ctx, input }) => readOneRun({ ctx, input }));

export const cancelRunProcedure = operatorProcedure
  .input(RunInput)
  .output(RunRow)
  .mutation(({ ctx, input }) => cancelRun({ ctx, input }));

export const replayRunProcedure = operatorProcedure
  .input(RunInput)
  .output(ReplayedRun)
  .mutation(({ ctx, input }) => replayRun({ ctx, input }));

export const listFeaturesProcedure = operatorProcedure
  .output(z.array(FeatureState))
  .query(({ ctx }) => listFeatures({ ctx }));

export const setFeatureProcedure = operatorProcedure
  .input(SetFeatureInput)
  .mutation(({ ctx, input }) => setFeature({ ctx, input }));

export const suspendWorkspaceProcedure = operatorProcedure
  .meta({ needsNoSpace: true })
  .input(SuspendWorkspaceInput.extend(WorkspaceRef.shape))
  .mutation(async ({ ctx, input }) => {
    await suspendWorkspace({ ctx: await openWorkspaceAs(ctx, input.workspaceId), input });
    forgetMeasures();
  });

export const resumeWorkspaceProcedure = operatorProcedure
  .input(WorkspaceRef)
  .mutation(async ({ ctx, input }) => {
    await resumeWorkspace({ ctx: await openWorkspaceAs(ctx, input.workspaceId) });
    forgetMeasures();
  });

export const setQuotasProcedure = operatorProcedure
  .input(SetQuotasInput.extend(WorkspaceRef.shape))
  .mutation(async ({ ctx, input: { workspaceId, ...quotas } }) => {
    await setQuotas({ ctx: await openWorkspaceAs(ctx, workspaceId), input: quotas });
    forgetMeasures();
  });
