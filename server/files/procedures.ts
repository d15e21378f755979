import { workspaceProcedure } from "@/server/trpc";
import { retryFile } from "./retry-file";
import { RetryFileInput, WaitingFile } from "./schemas";

export const retryFileProcedure = workspaceProcedure
  .input(RetryFileInput)
  .output(WaitingFile)
  .mutation(({ ctx, input }) => retryFile({ ctx, input }));
