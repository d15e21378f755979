import { DomainError } from "@/server/kernel";
import type { UploadReason } from "./rules";

/** The file cannot be sent; `data.reason` says why. Nothing of it is kept. */
export class UploadRefused extends DomainError {
  readonly code = "UPLOAD_REFUSED";
  readonly kind = "invalid";
  constructor(override readonly data: { reason: UploadReason }) {
    super(`This file cannot be sent: ${data.reason.replaceAll("_", " ")}.`);
  }
}

/** No such upload of this member: sent already, thrown away, a day old, or someone else's. */
export class UploadNotFound extends DomainError {
  readonly code = "UPLOAD_NOT_FOUND";
  readonly kind = "not_found";
  constructor() {
    super("A file is not here any more. Attach it again.");
  }
}
