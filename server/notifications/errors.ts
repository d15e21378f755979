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

/** The platform has no keys for browsers' push services. */
export class PushOff extends DomainError {
  readonly code = "PUSH_OFF";
  readonly kind = "unavailable";
  constructor() {
    super(
      "Notifications in browsers are not set up here. Whoever runs the platform sets VAPID_PUBLIC_KEY and VAPID_PRIVATE_KEY.",
    );
  }
}

/** The address is not one of a browser's own push service. */
export class PushAddressInvalid extends DomainError {
  readonly code = "PUSH_ADDRESS_INVALID";
  readonly kind = "invalid";
  constructor() {
    super("This browser's push service is not one that we send to. Use Chrome, Edge, Firefox or Safari.");
  }
}

/** No such browser among those that the person has allowed. */
export class PushDeviceNotFound extends DomainError {
  readonly code = "PUSH_DEVICE_NOT_FOUND";
  readonly kind = "not_found";
  constructor() {
    super("There is no such browser among yours. It may have been removed; look at the list again.");
  }
}
