import { DomainError } from "@/server/kernel";

/** No bot of the workspace works, so nothing can be linked. */
export class NoBotToLink extends DomainError {
  readonly code = "NO_BOT_TO_LINK";
  readonly kind = "conflict";
  constructor() {
    super("Connect a bot first: your account is linked through one of the workspace's bots.");
  }
}
