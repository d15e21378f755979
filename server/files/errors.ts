import { DomainError } from "@/server/kernel";

/** No such file in any workspace of this person, or not stored (yet). */
export class FileNotFound extends DomainError {
  readonly code = "FILE_NOT_FOUND";
  readonly kind = "not_found";
  constructor() {
    super("There is no such file.");
  }
}

/** It is here, on its way, or will not be given however often one asks. */
export class FileNotFetchable extends DomainError {
  readonly code = "FILE_NOT_FETCHABLE";
  readonly kind = "conflict";
  constructor(override readonly data: { fileId: string; state: string }) {
    super("This file cannot be fetched again.");
  }
}
