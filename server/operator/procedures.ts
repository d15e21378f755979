import { z } from "zod";
import { operatorProcedure } from "@/server/trpc";
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
import { listSlowQueries } from "./list-slow-queries";
import { listWorkspaces } from "./list-workspaces";
import { forgetMeasures } from "./measure";
import { openWorkspaceAs } from "./open-workspace";
import { readOverview } from "./read-overview";
import { readSystem } from "./read-system";
import {
  Act,
  BotUsage,
  ErrorList,
  ListWorkspacesInput,
  Overview,
  SlowQueries,
  System,
  WorkspaceList,
  WorkspaceRef,
} from "./schemas";

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
