export { createDispatcher, type DispatcherOptions } from "./dispatcher";
export * from "./errors";
export { type OutboundMessage, type QueuedMessage, queueMessage } from "./queue-message";
export { retryDelivery } from "./retry-delivery";
export type { Delivery } from "./schemas";
