export { deleteInboxView } from "./delete-inbox-view";
export * from "./errors";
export { listInboxViews } from "./list-inbox-views";
export { saveInboxView } from "./save-inbox-view";
export type { InboxView } from "./schemas";
