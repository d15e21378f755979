import { DomainError } from "@/server/kernel";

/** No such saved view, or a colleague's own. */
export class InboxViewNotFound extends DomainError {
  readonly code = "INBOX_VIEW_NOT_FOUND";
  readonly kind = "not_found";
  constructor(inboxViewId: string) {
    super("There is no such view.", { inboxViewId });
  }
}

/** As many saved views as there may be. */
export class TooManyInboxViews extends DomainError {
  readonly code = "TOO_MANY_INBOX_VIEWS";
  readonly kind = "conflict";
  constructor(data: { max: number }) {
    super(`There can be ${data.max} saved views. Delete one first.`, data);
  }
}
