import { DomainError } from "@/server/kernel";

/** No such import in this workspace. */
export class ImportNotFound extends DomainError {
  readonly code = "IMPORT_NOT_FOUND";
  readonly kind = "not_found";
  constructor() {
    super("There is no such import.");
  }
}

/** The file cannot be read as a table. `data.fault` says why. */
export class ImportFileUnreadable extends DomainError {
  readonly code = "IMPORT_FILE_UNREADABLE";
  readonly kind = "invalid";
  constructor(data: { fault: string }, options?: ErrorOptions) {
    super("The file cannot be read as a table.", data, options);
  }
}

/** The file is larger than one may be. */
export class ImportFileTooLarge extends DomainError {
  readonly code = "IMPORT_FILE_TOO_LARGE";
  readonly kind = "invalid";
  constructor(data: { maxBytes: number }) {
    super("The file is too large. Split it.", data);
  }
}

/** Less of the file came than was announced. Nothing of it is kept. */
export class ImportFileIncomplete extends DomainError {
  readonly code = "IMPORT_FILE_INCOMPLETE";
  readonly kind = "invalid";
  constructor(data: { announcedBytes: number; receivedBytes: number }) {
    super("Only part of the file arrived. Upload it again.", data);
  }
}

/** Columns without which no row can be stored are not among those of the file. `data.missing` names them. */
export class ImportColumnsMissing extends DomainError {
  readonly code = "IMPORT_COLUMNS_MISSING";
  readonly kind = "invalid";
  constructor(data: { missing: readonly string[]; found: readonly string[] }) {
    super(`The file has no column for ${data.missing.join(", ")}. Nothing was stored.`, data);
  }
}

/** Another file is being worked on for the same target. */
export class ImportRunning extends DomainError {
  readonly code = "IMPORT_RUNNING";
  readonly kind = "conflict";
  constructor() {
    super("Another file is being imported. Wait until it is done.");
  }
}

/** In its present state this cannot be done; someone else may have been quicker. */
export class ImportNotPossible extends DomainError {
  readonly code = "IMPORT_NOT_POSSIBLE";
  readonly kind = "conflict";
  constructor(data: { state: string }) {
    super("This cannot be done with the import as it stands now.", data);
  }
}
