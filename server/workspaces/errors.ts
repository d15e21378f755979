import { DomainError } from "@/server/kernel";

/** Another workspace has this slug already. */
export class SlugTaken extends DomainError {
  readonly code = "SLUG_TAKEN";
  readonly kind = "conflict";
  constructor(slug: string) {
    super(`The address "${slug}" is taken; choose another.`, { slug });
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
