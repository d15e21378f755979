import { DomainError } from "@/server/kernel";

/** No such member in this workspace. */
export class MemberNotFound extends DomainError {
  readonly code = "MEMBER_NOT_FOUND";
  readonly kind = "not_found";
  constructor() {
    super("There is no such member in this workspace.");
  }
}

/** A workspace is never without an owner. */
export class LastOwner extends DomainError {
  readonly code = "LAST_OWNER";
  readonly kind = "conflict";
  constructor() {
    super("This is the last owner. Make another member an owner first.");
  }
}

/** Only an owner makes or unmakes owners. */
export class OwnerOnly extends DomainError {
  readonly code = "OWNER_ONLY";
  readonly kind = "forbidden";
  constructor() {
    super("Only an owner may change who is an owner.");
  }
}
