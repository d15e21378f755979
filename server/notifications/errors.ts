import { DomainError } from "@/server/kernel";

/** None of these is a notification of the reader's in this workspace. */
export class NotificationNotFound extends DomainError {
  readonly code = "NOTIFICATION_NOT_FOUND";
  readonly kind = "not_found";
  constructor() {
    super(
      "There is no such notification of yours here. It may have been taken back; look at the list again.",
    );
  }
}
