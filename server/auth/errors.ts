import type { Weakness } from "@/lib/passwords/rate-password";
import { DomainError } from "@/server/kernel";
import { lockMinutes } from "./rules";
import type { LinkState } from "./schemas";

/** The address and the password do not belong together; whether either is known is not told. */
export class SignInWrong extends DomainError {
  readonly code = "SIGN_IN_WRONG";
  readonly kind = "unauthenticated";
  constructor() {
    super("The address and the password do not belong together. Try again, or ask for a link by mail.");
  }
}

/** Too many wrong attempts with this address, or from this network; which of them is not told. */
export class SignInLocked extends DomainError {
  readonly code = "SIGN_IN_LOCKED";
  readonly kind = "limited";
  constructor(until: Date, now: Date) {
    const minutes = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 60_000));
    super(
      `After too many wrong attempts signing in by password is closed for ${lockMinutes} minutes. ` +
        `Try again in ${minutes} minutes, or ask for a link by mail.`,
      { minutes },
    );
  }
}

/** More people sign in at this moment than are let in side by side. */
export class SignInBusy extends DomainError {
  readonly code = "SIGN_IN_BUSY";
  readonly kind = "unavailable";
  constructor() {
    super("Too many are signing in at this moment. Try again in a few seconds.");
  }
}

/** The password is right, and the address has not been confirmed: the link was sent again. */
export class AddressUnverified extends DomainError {
  readonly code = "ADDRESS_UNVERIFIED";
  readonly kind = "conflict";
  constructor() {
    super("Confirm your address first: the link was sent to it again.");
  }
}

/** A password that is too easy to guess. `data.weakness` says why. */
export class PasswordWeak extends DomainError {
  readonly code = "PASSWORD_WEAK";
  readonly kind = "invalid";
  constructor(weakness: Weakness) {
    super(`The password is too easy to guess (${weakness}). Take a longer one, such as four words.`, {
      weakness,
    });
  }
}

/** The link was used or replaced by a newer one, has expired, or never was. */
export class LinkWorthless extends DomainError {
  readonly code = "LINK_WORTHLESS";
  readonly kind = "conflict";
  constructor(state: Exclude<LinkState, "good">) {
    super(`This link is of no use any more (${state}). Ask for a new one.`, { state });
  }
}

/** The link was opened in another browser than the one that signed up, and the password given there is not the one. */
export class SignUpElsewhere extends DomainError {
  readonly code = "SIGN_UP_ELSEWHERE";
  readonly kind = "conflict";
  constructor() {
    super(
      "Type the password that you signed up with, or open the link in the browser that you signed up in.",
    );
  }
}

/** Another person has this address. */
export class AddressTaken extends DomainError {
  readonly code = "ADDRESS_TAKEN";
  readonly kind = "conflict";
  constructor() {
    super(
      "There is an account with this address. Sign in to it as before, then link the other way at your account.",
    );
  }
}

/** Another person signs in by this account. */
export class AccountTaken extends DomainError {
  readonly code = "ACCOUNT_TAKEN";
  readonly kind = "conflict";
  constructor() {
    super("Somebody else here signs in by this account. Unlink it there first.");
  }
}

/** Without it nobody could sign in any more. */
export class LastMethod extends DomainError {
  readonly code = "LAST_METHOD";
  readonly kind = "conflict";
  constructor() {
    super("This is the last way to sign in. Add another one first.");
  }
}

/** No session of this person's with that id, or it has ended. */
export class SessionNotFound extends DomainError {
  readonly code = "SESSION_NOT_FOUND";
  readonly kind = "not_found";
  constructor() {
    super("That session has ended already.");
  }
}
