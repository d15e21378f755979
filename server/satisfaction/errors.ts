import { DomainError } from "@/server/kernel";

/** The setting names a bot that this workspace does not have. */
export class SatisfactionBotUnknown extends DomainError {
  readonly code = "SATISFACTION_BOT_UNKNOWN";
  readonly kind = "not_found";
  constructor(channelId: string) {
    super("There is no such bot in this workspace: leave it out.", { channelId });
  }
}
