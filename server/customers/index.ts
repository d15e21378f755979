export { customerImport } from "./customer-import";
export * from "./errors";
export { findCustomers } from "./find-customers";
export { getCustomer } from "./get-customer";
export { matchCustomers, matchLimit } from "./match-customers";
export type { Customer, CustomerShopOrder, FoundCustomer, Identity, VerifiedIdentity } from "./schemas";
export { verifyIdentity } from "./verify-identity";
