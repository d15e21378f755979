import { workspaceProcedure } from "@/server/trpc";
import { getWaitingWork } from "./read-waiting";
import { retryAllWaiting, retryWaiting } from "./retry-waiting";
import { RetriedWork, RetryAllWaitingInput, RetryWaitingInput, WaitingWork } from "./schemas";

export const getWaitingWorkProcedure = workspaceProcedure
  .output(WaitingWork)
  .query(({ ctx }) => getWaitingWork({ ctx }));

export const retryWaitingProcedure = workspaceProcedure
  .input(RetryWaitingInput)
  .output(RetriedWork)
  .mutation(({ ctx, input }) => retryWaiting({ ctx, input }));

export const retryAllWaitingProcedure = workspaceProcedure
  .input(RetryAllWaitingInput)
  .output(RetriedWork)
  .mutation(({ ctx, input }) => retryAllWaiting({ ctx, input }));
