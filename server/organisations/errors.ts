import { DomainError } from "@/server/kernel";
import type { LogoReason } from "./rules";

/** The picture cannot be the logo; `data.reason` says why. What was there before stays. */
export class LogoRefused extends DomainError {
  readonly code = "LOGO_REFUSED";
  readonly kind = "invalid";
  constructor(override readonly data: { reason: LogoReason }) {
    super(`This picture cannot be the logo: ${data.reason.replaceAll("_", " ")}. Bring a PNG, JPEG or WebP.`);
  }
}

/** No such logo. */
export class LogoNotFound extends DomainError {
  readonly code = "LOGO_NOT_FOUND";
  readonly kind = "not_found";
  constructor() {
    super("There is no such logo.");
  }
}
