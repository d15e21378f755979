import { DomainError } from "@/server/kernel";
import type { FieldProblem } from "./rules";

/** No such field in this workspace. */
export class FieldNotFound extends DomainError {
  readonly code = "FIELD_NOT_FOUND";
  readonly kind = "not_found";
  constructor(fieldId: string) {
    super("There is no such field.", { fieldId });
  }
}

/** A field of this name stands already, perhaps among the archived ones. */
export class FieldNameTaken extends DomainError {
  readonly code = "FIELD_NAME_TAKEN";
  readonly kind = "conflict";
  constructor(name: string) {
    super("There is a field of this name, perhaps an archived one. Use that one, or choose another name.", {
      name,
    });
  }
}

/** The workspace has as many fields as fit. */
export class FieldLimitReached extends DomainError {
  readonly code = "FIELD_LIMIT_REACHED";
  readonly kind = "conflict";
  constructor(limit: number) {
    super(`A workspace has at most ${limit} fields.`, { limit });
  }
}

/** A field of choices without one, with two of one name, or with too many. */
export class FieldChoicesInvalid extends DomainError {
  readonly code = "FIELD_CHOICES_INVALID";
  readonly kind = "invalid";
  constructor(limit: number) {
    super(`A field of choices offers between one and ${limit}, each under a name of its own.`, { limit });
  }
}

/** What was given is none of the field's kind. */
export class FieldValueInvalid extends DomainError {
  readonly code = "FIELD_VALUE_INVALID";
  readonly kind = "invalid";
  constructor(problem: FieldProblem) {
    super(fieldProblemWords[problem], { problem });
  }
}

const fieldProblemWords: Record<FieldProblem, string> = {
  tooLong: "This text is too long. Shorten it to 500 characters.",
  notANumber: "This is not a number. Write it as 1250 or 12.5.",
  notADay: "This is not a day. Write it as 2026-11-20.",
  notYesNo: "Write yes or no.",
  notAChoice: "This is none of the choices of the field.",
};
