import { DomainError } from "@/server/kernel";

/** No such shop order in this workspace. */
export class ShopOrderNotFound extends DomainError {
  readonly code = "SHOP_ORDER_NOT_FOUND";
  readonly kind = "not_found";
  constructor(data: { shopOrderId: string }) {
    super("There is no such shop order.", data);
  }
}

/** The file's heading lacks columns. `data.missing` names them, `data.found` is the heading as read. */
export class ImportColumnsMissing extends DomainError {
  readonly code = "IMPORT_COLUMNS_MISSING";
  readonly kind = "invalid";
  constructor(data: { missing: readonly string[]; found: readonly string[] }) {
    super(
      `The file has no column ${data.missing.join(", ")}. Add it to the heading; its values may stay blank where they are not known.`,
      data,
    );
  }
}

/** Another import of this workspace is running. */
export class ImportRunning extends DomainError {
  readonly code = "IMPORT_RUNNING";
  readonly kind = "conflict";
  constructor() {
    super("Another file is being imported. Wait until it is done.");
  }
}
