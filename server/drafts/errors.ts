import { DomainError } from "@/server/kernel";

/** No such conversation in this workspace. */
export class ConversationUnknown extends DomainError {
  readonly code = "CONVERSATION_NOT_FOUND";
  readonly kind = "not_found";
  constructor(conversationId: string) {
    super("There is no such conversation.", { conversationId });
  }
}
