import { DomainError } from "@/server/kernel";

/** That is no address that mail can be sent to. */
export class MailAddressInvalid extends DomainError {
  readonly code = "MAIL_ADDRESS_INVALID";
  readonly kind = "invalid";
  constructor() {
    super("That is no e-mail address. It looks like name@example.com.");
  }
}

/** No such suppression among those that this workspace has met. */
export class MailSuppressionNotFound extends DomainError {
  readonly code = "MAIL_SUPPRESSION_NOT_FOUND";
  readonly kind = "not_found";
  constructor() {
    super("Mail to this address is not held back.");
  }
}

/** The mailbox's owner has called our mail unwanted; only they can take it back. */
export class MailSuppressionNotLiftable extends DomainError {
  readonly code = "MAIL_SUPPRESSION_NOT_LIFTABLE";
  readonly kind = "conflict";
  constructor() {
    super("Whoever reads this address has called our mail unwanted. Ask them for another address.");
  }
}

/** The link to unsubscribe was cut short, altered, or made by another installation. */
export class UnsubscribeLinkInvalid extends DomainError {
  readonly code = "UNSUBSCRIBE_LINK_INVALID";
  readonly kind = "not_found";
  constructor() {
    super("This link does not work any more. Use the one in the newest mail.");
  }
}
