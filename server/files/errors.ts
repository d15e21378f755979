import { DomainError } from "@/server/kernel";

/** No such file in any workspace of this person, or not stored (yet). */
export class FileNotFound extends DomainError {
  readonly code = "FILE_NOT_FOUND";
  readonly kind = "not_found";
  constructor() {
    super("There is no such file.");
  }
}
