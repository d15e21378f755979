import { DomainError } from "@/server/kernel";

/** It has been done meanwhile, or is being done now. */
export class WaitingWorkGone extends DomainError {
  readonly code = "WAITING_WORK_GONE";
  readonly kind = "not_found";
  constructor() {
    super("This does not wait any more: it is being done, or has been done.");
  }
}
