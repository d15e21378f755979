import { DomainError } from "@/server/kernel";
import type { ShownState } from "./rules";

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

/** No such invitation in this workspace, or no such link at all. */
export class InvitationNotFound extends DomainError {
  readonly code = "INVITATION_NOT_FOUND";
  readonly kind = "not_found";
  constructor() {
    super("There is no such invitation. Ask for a new link.");
  }
}

/** One waits for this address already: send it again, or withdraw it first. */
export class AlreadyInvited extends DomainError {
  readonly code = "ALREADY_INVITED";
  readonly kind = "conflict";
  constructor() {
    super("An invitation waits for this address already. Send it again, or withdraw it first.");
  }
}

/** It was accepted or withdrawn meanwhile: nothing is left to do with it. */
export class InvitationEnded extends DomainError {
  readonly code = "INVITATION_ENDED";
  readonly kind = "conflict";
  constructor() {
    super("This invitation was accepted or withdrawn. Make a new one.");
  }
}

/** It cannot be accepted; `data.state` says why. */
export class InvitationNotOpen extends DomainError {
  readonly code = "INVITATION_NOT_OPEN";
  readonly kind = "conflict";
  constructor(override readonly data: { state: ShownState }) {
    super("This invitation cannot be accepted. Ask who invited you for a new one.");
  }
}
