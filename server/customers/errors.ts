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

/** A customer is no other record of themselves. */
export class MergeWithSelf extends DomainError {
  readonly code = "MERGE_WITH_SELF";
  readonly kind = "invalid";
  constructor() {
    super("These two are one record already. Choose another customer.");
  }
}

/** One of the two has been merged into another record already, perhaps at this moment. */
export class CustomerMerged extends DomainError {
  readonly code = "CUSTOMER_MERGED";
  readonly kind = "conflict";
  constructor(data: { customerId: string; keptId: string }) {
    super("This customer has been merged into another one meanwhile. Open that one and try again.", data);
  }
}

/** A blocked customer is neither merged nor made two again: what they write would slip past the block. */
export class CustomerBlocked extends DomainError {
  readonly code = "CUSTOMER_BLOCKED";
  readonly kind = "conflict";
  constructor(data: { customerId: string }) {
    super("This customer is blocked. Unblock them first.", data);
  }
}

/** No such merge in this workspace. */
export class MergeNotFound extends DomainError {
  readonly code = "MERGE_NOT_FOUND";
  readonly kind = "not_found";
  constructor(mergeId: string) {
    super("There is no such merge.", { mergeId });
  }
}

/** It was undone already, is too old, or a newer merge covers it. */
export class MergeNotUndoable extends DomainError {
  readonly code = "MERGE_NOT_UNDOABLE";
  readonly kind = "conflict";
  constructor(reason: "undone" | "tooLate" | "covered") {
    super(notUndoableWords[reason], { reason });
  }
}

const notUndoableWords = {
  undone: "This merge has been undone already.",
  tooLate: "This merge is older than thirty days and cannot be undone any more.",
  covered: "A newer merge holds one of the two. Undo that one first.",
} as const;
