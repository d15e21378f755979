import { workspaceProcedure } from "@/server/trpc";
import { getAgentRun } from "./get-agent-run";
import { AgentRun, GetAgentRunInput } from "./schemas";

export const getAgentRunProcedure = workspaceProcedure
  .input(GetAgentRunInput)
  .output(AgentRun)
  .query(({ ctx, input }) => getAgentRun({ ctx, input }));
