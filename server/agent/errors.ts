import { DomainError } from "@/server/kernel";

/** No such agent run in this workspace. */
export class AgentRunNotFound extends DomainError {
  readonly code = "AGENT_RUN_NOT_FOUND";
  readonly kind = "not_found";
  constructor(data: { agentRunId: string }) {
    super("There is no such run of the agent.", data);
  }
}
