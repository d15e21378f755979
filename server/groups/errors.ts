import { DomainError } from "@/server/kernel";

/** No such group in this workspace. */
export class GroupNotFound extends DomainError {
  readonly code = "GROUP_NOT_FOUND";
  readonly kind = "not_found";
  constructor() {
    super("There is no such group in this workspace.");
  }
}
