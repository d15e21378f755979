import { DomainError } from "@/server/kernel";

/** No such macro in this workspace. */
export class MacroNotFound extends DomainError {
  readonly code = "MACRO_NOT_FOUND";
  readonly kind = "not_found";
  constructor(macroId: string) {
    super("There is no such macro. It may have been deleted.", { macroId });
  }
}

/** Another macro has the name, whatever its case and marks. */
export class MacroNameTaken extends DomainError {
  readonly code = "MACRO_NAME_TAKEN";
  readonly kind = "conflict";
  constructor(data: { name: string }) {
    super(`There is a macro named “${data.name}”. Choose another name.`, data);
  }
}

/** Steps that do not go together; `data.why` says which. */
export class MacroInvalid extends DomainError {
  readonly code = "MACRO_INVALID";
  readonly kind = "invalid";
  constructor(data: { why: "twice" | "replyAndDraft" | "snoozeAndClose" | "memberMissing" }) {
    super(
      "These steps do not go together: each kind but tags stands once, and what is closed is not snoozed.",
      data,
    );
  }
}

/** A step names a tag, a member or a canned reply that is no longer there; nothing was done. */
export class MacroBroken extends DomainError {
  readonly code = "MACRO_BROKEN";
  readonly kind = "conflict";
  constructor(data: { missing: { step: number; what: "tag" | "member" | "cannedReply" }[] }) {
    const names = data.missing.map(({ step, what }) => `step ${step + 1} (${what})`).join(", ");
    super(
      `The macro names what is no longer there: ${names}. Nothing was done; change the macro first.`,
      data,
    );
  }
}

/** As many macros as there may be. */
export class TooManyMacros extends DomainError {
  readonly code = "TOO_MANY_MACROS";
  readonly kind = "conflict";
  constructor(data: { max: number }) {
    super(`There can be ${data.max} macros. Delete one first.`, data);
  }
}
