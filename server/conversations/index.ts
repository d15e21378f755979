import { wakeJob } from "./snooze-conversation";
import { wakeConversation } from "./wake-conversation";

export { blockCustomer } from "./block-customer";
export { changeConversations } from "./change-conversations";
export { closeConversation } from "./close-conversation";
export { countConversations } from "./count-conversations";
export { countLists } from "./count-lists";
export { deleteMessage } from "./delete-message";
export { editMessage } from "./edit-message";
export * from "./errors";
export { conversationExportCore } from "./export/conversation-export-core";
export { findLatestConversation } from "./find-latest-conversation";
export { getConversation } from "./get-conversation";
export { getThread } from "./get-thread";
export { importHistory, type PastConversation, type PastMessage } from "./import-history";
export {
  divertUpdates,
  drainIntake,
  type IntakeChannel,
  ingestUpdate,
  intakeLaterHandlers,
  telegramWebhookCore,
} from "./intake";
export { listConversations } from "./list-conversations";
export { lockConversations } from "./lock-conversations";
export { reactToMessage } from "./react-to-message";
export { releaseToAgent } from "./release-to-agent";
export { reopenConversation } from "./reopen-conversation";
export { createReplayCore } from "./replay/replay-core";
export { replyToConversation } from "./reply-to-conversation";
export { answeringRoles } from "./rules";
export type {
  Conversation,
  ConversationChange,
  ConversationCounts,
  ConversationItem,
  ConversationPage,
  ConversationState,
  ConversationStatus,
  SentReply,
  ThreadMessage,
  ThreadPage,
} from "./schemas";
export { takeOver } from "./take-over";
export { undoDeleteMessage } from "./undo-delete-message";

/** What conversations ask to be done later. */
export const conversationLaterHandlers = { [wakeJob]: wakeConversation };
