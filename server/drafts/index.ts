export { endDraft } from "./end-draft";
export * from "./errors";
export { getDraft } from "./get-draft";
export { saveDraft } from "./save-draft";
export type { Draft, SavedDraft } from "./schemas";
