export { findUnindexed, indexAgain } from "./find-unindexed";
export { createMessageIndexLoop } from "./index-loop";
export { indexMessages } from "./index-messages";
export type { FoundMessages, SearchGroup } from "./schemas";
export { searchMessages } from "./search-messages";
