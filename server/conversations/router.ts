import { router } from "@/server/trpc";
import {
  closeConversationProcedure,
  countConversationsProcedure,
  getConversationProcedure,
  getThreadProcedure,
  listConversationsProcedure,
  releaseToAgentProcedure,
  reopenConversationProcedure,
  replyToConversationProcedure,
  takeOverProcedure,
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
});
