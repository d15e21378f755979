export { createDispatcher, type DispatcherOptions } from "./dispatcher";
export * from "./errors";
export {
  deliveryLaterHandlers,
  type MessageChange,
  type QueuedChange,
  queueChange,
  tellChange,
  withdrawDelivery,
} from "./queue-change";
export { type OutboundFile, type OutboundMedia, queueMedia } from "./queue-media";
export { type OutboundMessage, type QueuedMessage, queueMessage } from "./queue-message";
export { retryDelivery } from "./retry-delivery";
export type { Delivery } from "./schemas";
export { askToSendAgain, sendAgainWorkflow } from "./send-again";
