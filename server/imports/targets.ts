import { customerImport } from "@/server/customers";
import type { ImportDefinition } from "@/server/kernel";
import { faqImport } from "@/server/knowledge";
import { shopOrderImport } from "@/server/stores";
import type { ImportTarget } from "./rules";

/** Who takes what from files: each domain says how its own rows are read, stored and undone. */
export const targets: Record<ImportTarget, ImportDefinition<unknown>> = {
  shopOrders: shopOrderImport,
  faq: faqImport,
  customers: customerImport,
};
