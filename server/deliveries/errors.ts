import { DomainError } from "@/server/kernel";

/** No such conversation in this workspace. */
export class ConversationToWriteNotFound extends DomainError {
  readonly code = "CONVERSATION_NOT_FOUND";
  readonly kind = "not_found";
  constructor(conversationId: string) {
    super("There is no such conversation in this workspace.", { conversationId });
  }
}

/** No such delivery in this workspace. */
export class DeliveryNotFound extends DomainError {
  readonly code = "DELIVERY_NOT_FOUND";
  readonly kind = "not_found";
  constructor() {
    super("There is no such message in this workspace.");
  }
}

/** Only a delivery that failed or is unconfirmed is sent again by hand; `data.state` says where it is. */
export class DeliveryNotRetryable extends DomainError {
  readonly code = "DELIVERY_NOT_RETRYABLE";
  readonly kind = "conflict";
  constructor(data: { deliveryId: string; state: string }) {
    super("This message is not waiting to be sent again.", data);
  }
}

/** The bot it would leave through has been disconnected. */
export class DeliveryChannelGone extends DomainError {
  readonly code = "DELIVERY_CHANNEL_GONE";
  readonly kind = "conflict";
  constructor(data: { deliveryId: string }) {
    super("The bot of this conversation has been disconnected.", data);
  }
}
