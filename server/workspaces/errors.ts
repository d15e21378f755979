import { DomainError } from "@/server/kernel";

/** Another workspace has this slug already. */
export class SlugTaken extends DomainError {
  readonly code = "SLUG_TAKEN";
  readonly kind = "conflict";
  constructor(slug: string) {
    super(`The address "${slug}" is taken; choose another.`, { slug });
  }
}
