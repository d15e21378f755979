import { DomainError } from "@/server/kernel";

/** No such canned reply in this workspace. */
export class CannedReplyNotFound extends DomainError {
  readonly code = "CANNED_REPLY_NOT_FOUND";
  readonly kind = "not_found";
  constructor(cannedReplyId: string) {
    super("There is no such canned reply.", { cannedReplyId });
  }
}

/** Another reply is found by this shortcut. */
export class ShortcutTaken extends DomainError {
  readonly code = "SHORTCUT_TAKEN";
  readonly kind = "conflict";
  constructor(data: { shortcut: string }) {
    super(`There is a reply under /${data.shortcut} already.`, data);
  }
}

/** Nothing that could be typed after the slash. */
export class ShortcutInvalid extends DomainError {
  readonly code = "SHORTCUT_INVALID";
  readonly kind = "invalid";
  constructor() {
    super("A shortcut holds letters, digits and hyphens.");
  }
}

/** A variable that does not exist would be sent to customers as it stands. */
export class VariableUnknown extends DomainError {
  readonly code = "VARIABLE_UNKNOWN";
  readonly kind = "invalid";
  constructor(data: { variable: string; known: readonly string[] }) {
    super(`There is no variable {{${data.variable}}}. Use one of: ${data.known.join(", ")}.`, data);
  }
}

/** As many replies as there may be. */
export class TooManyReplies extends DomainError {
  readonly code = "TOO_MANY_REPLIES";
  readonly kind = "conflict";
  constructor(data: { max: number }) {
    super(`There can be ${data.max} canned replies. Delete one first.`, data);
  }
}
