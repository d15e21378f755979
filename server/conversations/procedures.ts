import { workspaceProcedure } from "@/server/trpc";
import { blockCustomer } from "./block-customer";
import { changeConversations } from "./change-conversations";
import { closeConversation } from "./close-conversation";
import { countConversations } from "./count-conversations";
import { countLists } from "./count-lists";
import { deleteMessage } from "./delete-message";
import { editMessage } from "./edit-message";
import { getConversation } from "./get-conversation";
import { getThread } from "./get-thread";
import { listConversations } from "./list-conversations";
import { reactToMessage } from "./react-to-message";
import { releaseToAgent } from "./release-to-agent";
import { reopenConversation } from "./reopen-conversation";
import { replyToConversation } from "./reply-to-conversation";
import {
  BlockCustomerInput,
  BlockedCustomer,
  ChangeConversationsInput,
  ChangedConversations,
  ChangedMessage,
  CloseConversationInput,
  Conversation,
  ConversationCounts,
  ConversationPage,
  ConversationRef,
  ConversationState,
  CountListsInput,
  EditMessageInput,
  GetThreadInput,
  ListConversationsInput,
  ListCounts,
  MessageRef,
  ReactToMessageInput,
  ReopenConversationInput,
  ReplyToConversationInput,
  SentReply,
  TakeOverInput,
  ThreadPage,
} from "./schemas";
import { takeOver } from "./take-over";
import { undoDeleteMessage } from "./undo-delete-message";

export const listConversationsProcedure = workspaceProcedure
  .input(ListConversationsInput)
  .output(ConversationPage)
  .query(({ ctx, input }) => listConversations({ ctx, input }));

export const countListsProcedure = workspaceProcedure
  .input(CountListsInput)
  .output(ListCounts)
  .query(({ ctx, input }) => countLists({ ctx, input }));

export const countConversationsProcedure = workspaceProcedure
  .output(ConversationCounts)
  .query(({ ctx }) => countConversations({ ctx }));

export const getConversationProcedure = workspaceProcedure
  .input(ConversationRef)
  .output(Conversation)
  .query(({ ctx, input }) => getConversation({ ctx, input }));

export const getThreadProcedure = workspaceProcedure
  .input(GetThreadInput)
  .output(ThreadPage)
  .query(({ ctx, input }) => getThread({ ctx, input }));

export const takeOverProcedure = workspaceProcedure
  .input(TakeOverInput)
  .output(ConversationState)
  .mutation(({ ctx, input }) => takeOver({ ctx, input }));

export const releaseToAgentProcedure = workspaceProcedure
  .input(ConversationRef)
  .output(ConversationState)
  .mutation(({ ctx, input }) => releaseToAgent({ ctx, input }));

export const closeConversationProcedure = workspaceProcedure
  .input(CloseConversationInput)
  .output(ConversationState)
  .mutation(({ ctx, input }) => closeConversation({ ctx, input }));

export const reopenConversationProcedure = workspaceProcedure
  .input(ReopenConversationInput)
  .output(ConversationState)
  .mutation(({ ctx, input }) => reopenConversation({ ctx, input }));

export const replyToConversationProcedure = workspaceProcedure
  .input(ReplyToConversationInput)
  .output(SentReply)
  .mutation(({ ctx, input }) => replyToConversation({ ctx, input }));

export const editMessageProcedure = workspaceProcedure
  .input(EditMessageInput)
  .output(ChangedMessage)
  .mutation(({ ctx, input }) => editMessage({ ctx, input }));

export const deleteMessageProcedure = workspaceProcedure
  .input(MessageRef)
  .output(ChangedMessage)
  .mutation(({ ctx, input }) => deleteMessage({ ctx, input }));

export const undoDeleteMessageProcedure = workspaceProcedure
  .input(MessageRef)
  .output(ChangedMessage)
  .mutation(({ ctx, input }) => undoDeleteMessage({ ctx, input }));

export const reactToMessageProcedure = workspaceProcedure
  .input(ReactToMessageInput)
  .output(ChangedMessage)
  .mutation(({ ctx, input }) => reactToMessage({ ctx, input }));

export const changeConversationsProcedure = workspaceProcedure
  .input(ChangeConversationsInput)
  .output(ChangedConversations)
  .mutation(({ ctx, input }) => changeConversations({ ctx, input }));

export const blockCustomerProcedure = workspaceProcedure
  .input(BlockCustomerInput)
  .output(BlockedCustomer)
  .mutation(({ ctx, input }) => blockCustomer({ ctx, input }));
