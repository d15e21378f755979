import { DomainError } from "@/server/kernel";

/** Another workspace has this slug already. */
export class SlugTaken extends DomainError {
  readonly code = "SLUG_TAKEN";
  readonly kind = "conflict";
  constructor(slug: string, suggestion: string | null = null) {
    super(`The address "${slug}" is taken; choose another.`, { slug, suggestion });
  }
}

/** What was typed is not the workspace's name; nothing was deleted. */
export class NameNotConfirmed extends DomainError {
  readonly code = "NAME_NOT_CONFIRMED";
  readonly kind = "invalid";
  constructor() {
    super("Type the workspace's name as it stands to delete it.");
  }
}

/** It is not deleted, or was erased: there is nothing to take back. */
export class WorkspaceNotDeleted extends DomainError {
  readonly code = "WORKSPACE_NOT_DELETED";
  readonly kind = "conflict";
  constructor() {
    super("This workspace is not deleted, or its time to be taken back is over.");
  }
}

/** Customers would be answered first in a language that the workspace does not speak. */
export class DefaultLanguageNotSpoken extends DomainError {
  readonly code = "DEFAULT_LANGUAGE_NOT_SPOKEN";
  readonly kind = "invalid";
  constructor(defaultLanguage: string) {
    super("The default language must be one of the languages spoken.", { defaultLanguage });
  }
}

/** Another operator has suspended or resumed it meanwhile. */
export class SuspensionChanged extends DomainError {
  readonly code = "SUSPENSION_CHANGED";
  readonly kind = "conflict";
  constructor() {
    super("This workspace has been suspended or resumed meanwhile. Look at it again.");
  }
}
