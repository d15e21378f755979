import { DomainError } from "@/server/kernel";

/** No such customer in this workspace. */
export class CustomerNotFound extends DomainError {
  readonly code = "CUSTOMER_NOT_FOUND";
  readonly kind = "not_found";
  constructor(customerId: string) {
    super("There is no such customer.", { customerId });
  }
}

/** Not a phone or an e-mail that could exist. */
export class IdentityValueInvalid extends DomainError {
  readonly code = "IDENTITY_VALUE_INVALID";
  readonly kind = "invalid";
  constructor(identityKind: string) {
    super(`This is not a valid ${identityKind}.`, { identityKind });
  }
}

/** Another customer has proved it, which a member's word does not undo. */
export class IdentityProvedByOther extends DomainError {
  readonly code = "IDENTITY_PROVED_BY_OTHER";
  readonly kind = "conflict";
  constructor(data: { customerId: string }) {
    super("Another customer has proved that this is theirs.", data);
  }
}
