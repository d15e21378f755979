import { DomainError } from "@/server/kernel";

/** No such conversation in this workspace. */
export class ConversationToWriteNotFound extends DomainError {
  readonly code = "CONVERSATION_NOT_FOUND";
  readonly kind = "not_found";
  constructor(conversationId: string) {
    super("There is no such conversation in this workspace.", { conversationId });
  }
}
