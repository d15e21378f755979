export * from "./errors";
export { type OutboundMessage, type QueuedMessage, queueMessage } from "./queue-message";
