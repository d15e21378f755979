import { router } from "@/server/trpc";
import { getAgentRunProcedure } from "./procedures";

export const agentRouter = router({
  run: getAgentRunProcedure,
});
