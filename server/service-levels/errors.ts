import { DomainError } from "@/server/kernel";

/** A target names a bot that this workspace does not have. */
export class ServiceLevelBotUnknown extends DomainError {
  readonly code = "SERVICE_LEVEL_BOT_UNKNOWN";
  readonly kind = "not_found";
  constructor(channelId: string) {
    super("There is no such bot in this workspace: leave its targets out.", { channelId });
  }
}
