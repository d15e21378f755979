import type { LaterHandler } from "@/server/kernel";
import { forgetMerge } from "./forget-merge";
import { forgetMergeJob } from "./merge-customers";

export { customerImport } from "./customer-import";
export * from "./errors";
export { customerExportCore } from "./export-core";
export { findCustomers } from "./find-customers";
export { findDuplicates } from "./find-duplicates";
export { getCustomer } from "./get-customer";
export { getCustomerOrThrow, lockCustomerOrThrow } from "./internal";
export { listMerges } from "./list-merges";
export { listTimeline } from "./list-timeline";
export { matchCustomers } from "./match-customers";
export { mergeCustomers } from "./merge-customers";
export { previewMerge } from "./preview-merge";
export type { Customer, CustomerShopOrder, FoundCustomer, Identity, VerifiedIdentity } from "./schemas";
export { setCustomerField } from "./set-customer-field";
export { undoMerge } from "./undo-merge";
export { verifyIdentity } from "./verify-identity";

/** What happens later to customers, for the runtime. */
export const customerLaterHandlers: Readonly<Record<string, LaterHandler>> = {
  [forgetMergeJob]: forgetMerge,
};
