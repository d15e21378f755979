import { router } from "@/server/trpc";
import {
  closeConversationProcedure,
  countConversationsProcedure,
  deleteMessageProcedure,
  editMessageProcedure,
  getConversationProcedure,
  getThreadProcedure,
  listConversationsProcedure,
  reactToMessageProcedure,
  releaseToAgentProcedure,
  reopenConversationProcedure,
  replyToConversationProcedure,
  takeOverProcedure,
  undoDeleteMessageProcedure,
} from "./procedures";

export const conversationsRouter = router({
  list: listConversationsProcedure,
  counts: countConversationsProcedure,
  get: getConversationProcedure,
  thread: getThreadProcedure,
  takeOver: takeOverProcedure,
  release: releaseToAgentProcedure,
  close: closeConversationProcedure,
  reopen: reopenConversationProcedure,
  reply: replyToConversationProcedure,
  editMessage: editMessageProcedure,
  deleteMessage: deleteMessageProcedure,
  undoDeleteMessage: undoDeleteMessageProcedure,
  react: reactToMessageProcedure,
});
