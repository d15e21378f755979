export { deleteReply } from "./delete-reply";
export * from "./errors";
export { listReplies } from "./list-replies";
export { fillReply } from "./rules";
export { saveReply } from "./save-reply";
export type { CannedReply } from "./schemas";
