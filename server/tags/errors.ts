import { DomainError } from "@/server/kernel";

/** No such tag in this workspace. */
export class TagNotFound extends DomainError {
  readonly code = "TAG_NOT_FOUND";
  readonly kind = "not_found";
  constructor(tagId: string) {
    super("There is no such tag.", { tagId });
  }
}

/** Another tag has this name, perhaps in other letters of the same word. */
export class TagNameTaken extends DomainError {
  readonly code = "TAG_NAME_TAKEN";
  readonly kind = "conflict";
  constructor(data: { name: string }) {
    super(`There is a tag called “${data.name}” already.`, data);
  }
}

/** The workspace has as many tags as it may. */
export class TagLimitReached extends DomainError {
  readonly code = "TAG_LIMIT_REACHED";
  readonly kind = "conflict";
  constructor(data: { max: number }) {
    super(`There can be ${data.max} tags. Remove one first.`, data);
  }
}
