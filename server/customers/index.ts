export { customerImport } from "./customer-import";
export * from "./errors";
export { customerExportCore } from "./export-core";
export { findCustomers } from "./find-customers";
export { getCustomer } from "./get-customer";
export { matchCustomers, matchLimit } from "./match-customers";
export type { Customer, CustomerShopOrder, FoundCustomer, Identity, VerifiedIdentity } from "./schemas";
export { setCustomerField } from "./set-customer-field";
export { verifyIdentity } from "./verify-identity";
